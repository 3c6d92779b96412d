package server

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/correct"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/patient"
)

// How long what was said is kept in memory without a word, and of how many visitors.
const (
	idle         = 2 * time.Hour
	mostSessions = 500
	mostHeld     = 128 << 20 // bytes of opened records, of all together
)

// cookie names the session in the browser. It lives no longer than the browser does.
const cookie = "gravida"

// session is one visitor: what she said, or the record she opened.
type session struct {
	mu      sync.Mutex // one request at a time, so that two tabs cannot tear it
	token   string     // every form of this visitor has it, and no stranger's
	opened  []*patient.Case
	record  *patient.Case   // of the opened, the one that was chosen, as it was corrected
	against *correct.Record // the record as it was read, and what was said against it
	notes   []note          // what is worth knowing of the file
	bare    bool            // nothing was said or opened yet
	reading atomic.Pointer[reading]
	held    int  // bytes of the file, for the sum
	fits    bool // the interview can go on from the record
	state   interview.State
	file    *patient.Case    // a case that was kept of an interview, as it was opened
	told    interview.State  // and the answers it was kept of
	setting string           // where she is treated; empty until she says it
	filed   string           // the same by the record she opened, until she says it here
	added   []string         // the forms that added something to the record
	shown   []showing        // entries as their forms showed them
	drafts  map[string]draft // what was refused, by page
	flagged []assessment.RedFlag
	news    []assessment.RedFlag // dangers that the last answer brought up
}

// draft is an answer that was refused: nothing she typed is lost.
type draft struct {
	answer   interview.Answer
	mistakes interview.Mistakes
}

// sessions keeps visitors in memory.
type sessions struct {
	mu   sync.Mutex
	now  func() time.Time
	all  map[string]*kept
	held int
	// after is by which session another was replaced, for a while: who asks in another
	// tab to forget the one means the other, too.
	after map[string]replaced
}

type replaced struct {
	by string
	at time.Time
}

// lookBack is how long it is known what replaced a session: longer than any request that
// named it can take.
const lookBack = 2 * longest

type kept struct {
	*session
	used time.Time
	held int
}

func newSessions(now func() time.Time) *sessions {
	return &sessions{now: now, all: map[string]*kept{}, after: map[string]replaced{}}
}

// find is the session of a request; nil when there is none, or it was forgotten.
func (all *sessions) find(r *http.Request) *session {
	c, err := r.Cookie(cookie)
	if err != nil {
		return nil
	}
	all.mu.Lock()
	defer all.mu.Unlock()
	k := all.all[c.Value]
	if k == nil {
		return nil
	}
	if all.now().Sub(k.used) > idle {
		all.drop(c.Value)
		return nil
	}
	k.used = all.now()
	return k.session
}

// begin keeps a new session in place of the one the browser had, and tells the
// browser its name.
func (all *sessions) begin(w http.ResponseWriter, r *http.Request, s *session) {
	all.mu.Lock()
	defer all.mu.Unlock()
	id := secret()
	if c, err := r.Cookie(cookie); err == nil && all.all[c.Value] != nil {
		all.drop(c.Value)
		all.after[c.Value] = replaced{id, all.now()}
	}
	for before, r := range all.after {
		if all.now().Sub(r.at) > lookBack {
			delete(all.after, before)
		}
	}
	for id, k := range all.all {
		if all.now().Sub(k.used) > idle {
			all.drop(id)
		}
	}
	for len(all.all) > 0 && (len(all.all) >= mostSessions || all.held+s.held > mostHeld) {
		all.drop(all.oldest())
	}
	s.token = secret()
	all.all[id] = &kept{s, all.now(), s.held}
	all.held += s.held
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
}

// hold counts what a session keeps, in bytes. Who was away longest makes place.
func (all *sessions) hold(s *session, bytes int) {
	all.mu.Lock()
	defer all.mu.Unlock()
	for _, k := range all.all {
		if k.session == s {
			all.held += bytes - k.held
			k.held = bytes
			k.used = all.now()
		}
	}
	for len(all.all) > 1 && all.held > mostHeld {
		all.drop(all.oldest())
	}
}

// forget drops the session of a request, and what took its place meanwhile.
func (all *sessions) forget(w http.ResponseWriter, r *http.Request) {
	c, err := r.Cookie(cookie)
	if err != nil {
		return
	}
	all.mu.Lock()
	defer all.mu.Unlock()
	all.drop(c.Value)
	for id := c.Value; all.after[id].by != ""; {
		next := all.after[id].by
		delete(all.after, id)
		all.drop(next)
		id = next
	}
	http.SetCookie(w, &http.Cookie{Name: cookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func (all *sessions) drop(id string) {
	if k := all.all[id]; k != nil {
		if r := k.reading.Load(); r != nil {
			r.stop()
		}
		all.held -= k.held
		delete(all.all, id)
	}
}

func (all *sessions) oldest() (oldest string) {
	for id, k := range all.all {
		if oldest == "" || k.used.Before(all.all[oldest].used) {
			oldest = id
		}
	}
	return oldest
}

// secret is a name nobody can guess.
func secret() string {
	b := make([]byte, 24)
	rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}
