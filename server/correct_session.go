package server

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/gravida-health/gravida/intake/correct"
	"github.com/gravida-health/gravida/interview"
)

// showing is an entry as a form showed it.
type showing struct {
	version string
	values  correct.Values
}

// mostRemembered is of how many forms it is remembered what they showed.
const mostRemembered = 50

// shows is a short name of an entry as it stands, by which it is remembered.
func (v *session) shows(entry string) string {
	now, _ := v.against.Values(entry)
	b, _ := json.Marshal(now) // maps are written in order
	name := fmt.Sprintf("%x", sha256.Sum256(b))[:10]
	if !slices.ContainsFunc(v.shown, func(s showing) bool { return s.version == name }) {
		v.shown = append(v.shown, showing{name, now})
		v.shown = v.shown[max(0, len(v.shown)-mostRemembered):]
	}
	return name
}

// merge leaves what another tab has corrected meanwhile where this form says nothing
// else than what it showed.
func (v *session) merge(one correct.Correction, version string) {
	now, ok := v.against.Values(one.Entry)
	at := slices.IndexFunc(v.shown, func(s showing) bool { return s.version == version })
	if !ok || at < 0 {
		return
	}
	showed := v.shown[at].values
	same := func(a, b correct.Values, key string) bool {
		x, hasX := a[key]
		y, hasY := b[key]
		if correct.Part(one.Entry) == "lists" { // in part is what is not known to be whole
			return slices.Equal(x, []string{"all"}) == slices.Equal(y, []string{"all"})
		}
		return hasX == hasY && slices.Equal(x, y)
	}
	for _, all := range []correct.Values{showed, now, one.Values} {
		for key := range maps.Clone(all) {
			if !same(one.Values, showed, key) || same(now, showed, key) {
				continue
			}
			if values, ok := now[key]; ok {
				one.Values[key] = values
			} else {
				delete(one.Values, key)
			}
		}
	}
}

// corrects lets the session go on from a corrected record, with what was answered beside
// it. It reports whether both fit together; where they do not, all stays as it was.
func (s *Server) corrects(v *session, after *correct.Record) bool {
	before, fitted := v.state, v.fits
	record, against := v.record, v.against
	drafts, flagged, news := v.drafts, v.flagged, v.news
	answers := moved(v.state.Answers, against.Entries["pregnancies"], after.Entries["pregnancies"])
	filed := v.filed
	s.take(v, after.Case)
	v.filed = filed // what she said meanwhile stays
	v.against = after
	if len(answers) == 0 {
		return true
	}
	v.state.Answers = answers
	if _, err := s.talks["en"].Case(v.state); err != nil {
		v.state, v.fits, v.record, v.against = before, fitted, record, against
		v.drafts, v.flagged, v.news = drafts, flagged, news
		return false
	}
	return true
}

// moved renumbers the answers on pregnancies, of which some may have gone or come.
func moved(answers []interview.Answer, before, after []string) (kept []interview.Answer) {
	for _, a := range answers {
		if n, ok := pregnancyNumber(a.Page); ok {
			switch {
			case n > len(before):
				n += len(after) - len(before)
			default:
				n = slices.Index(after, before[n-1]) + 1
			}
			if n == 0 {
				continue
			}
			a.Page = "pregnancy-" + itoa(n)
		}
		kept = append(kept, a)
	}
	return kept
}
