package server

import (
	"strings"
	"sync"
)

// mostDrawn is how many pages of examples are kept.
const mostDrawn = 48

// drawnPages keeps pages of the examples, which are the same for everybody. A page of
// a visitor's own is drawn each time and never kept.
type drawnPages struct {
	mu  sync.Mutex
	all map[string][]byte
}

// drawnKey names a page of an example; "" for a page that is not to be kept. The day is
// part of it, since a case without one is assessed today.
func (q *request) drawnKey(window string) string {
	if q.of == nil || q.of.hers || q.json {
		return ""
	}
	query := q.r.URL.Query()
	return strings.Join([]string{q.lang, q.of.base, window, query.Get("guideline"), query.Get("setting"), q.s.today(nil).String()}, "\n")
}

func (d *drawnPages) find(key string) []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all[key]
}

// keep keeps a page, in the place of any other when there are too many.
func (d *drawnPages) keep(key string, page []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for other := range d.all {
		if len(d.all) < mostDrawn {
			break
		}
		delete(d.all, other)
	}
	d.all[key] = page
}
