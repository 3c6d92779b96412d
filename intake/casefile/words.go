package casefile

import (
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// words are those accepted in one place: what a word stands for, and all of
// them for the message.
type words struct {
	means func(word string) (id string, ok bool)
	all   func() []string
	// called names the words where there are too many to list.
	called string
}

// mostListed is how many words a message lists.
const mostListed = 30

// listed are the words of one list of the catalogue; a synonym stands for the
// word it names.
func (r *reader) listed(list string) words {
	return words{
		means: func(word string) (string, bool) {
			if r.base.Word(list, word) == nil {
				return "", false
			}
			return r.follow(list, word), true
		},
		all:    func() []string { return r.base.WordIDs(list) },
		called: list,
	}
}

// follow goes from a synonym to its word. The bound is for a catalogue whose
// synonyms run in a circle.
func (r *reader) follow(list, word string) string {
	for range 8 {
		w := r.base.Word(list, word)
		if w == nil || w.Same == "" {
			break
		}
		word = w.Same
	}
	return word
}

func (r *reader) causes() words {
	return words{func(id string) (string, bool) { return id, r.base.Cause(id) != nil }, r.base.CauseIDs, "causes"}
}

func (r *reader) treatments() words {
	return words{func(id string) (string, bool) { return id, r.base.Treatment(id) != nil }, r.base.TreatmentIDs, "treatments"}
}

func (r *reader) tests() words {
	return words{func(id string) (string, bool) { return id, r.base.Test(id) != nil }, r.base.TestIDs, "tests"}
}

func (r *reader) panels() words {
	return words{func(id string) (string, bool) { return id, r.base.Panel(id) != nil }, func() []string {
		var ids []string
		for _, p := range r.base.Panels {
			ids = append(ids, p.ID)
		}
		return ids
	}, "panels"}
}

func (r *reader) settings() words {
	return words{
		means: func(id string) (string, bool) { return id, r.base.Setting(id) != nil },
		all: func() (ids []string) {
			for _, s := range r.base.Settings {
				ids = append(ids, s.ID)
			}
			return ids
		},
		called: "settings",
	}
}

// or accepts the words of each; the first that knows a word says what it means.
func or(called string, several ...words) words {
	return words{
		means: func(word string) (string, bool) {
			for _, w := range several {
				if id, ok := w.means(word); ok {
					return id, true
				}
			}
			return "", false
		},
		all: func() []string {
			var all []string
			for _, w := range several {
				all = append(all, w.all()...)
			}
			return all
		},
		called: called,
	}
}

// A cause is a condition, a treatment a medication or a procedure.
func (r *reader) conditionWords() words {
	return or(knowledge.Conditions, r.listed(knowledge.Conditions), r.causes())
}

func (r *reader) medicationWords() words {
	return or(knowledge.Medications, r.listed(knowledge.Medications), r.treatments())
}

func (r *reader) procedureWords() words {
	return or(knowledge.Procedures, r.listed(knowledge.Procedures), r.treatments())
}

func (r *reader) allergyWords() words {
	return or(knowledge.Allergies, r.listed(knowledge.Allergies), r.medicationWords())
}

func (r *reader) requestedWords() words {
	return or("treatments or tests", r.treatments(), r.tests(), r.panels())
}

// one reads one word.
func (r *reader) one(n *node, key string, w words) (id string, ok bool) {
	if n.kind == scalar {
		if id, ok := w.means(n.text); ok {
			return id, true
		}
	}
	all := w.all()
	accepted := say("%s", strings.Join(all, ", "))
	if len(all) > mostListed {
		accepted = say("an id that `gravida knowledge list` shows under %s", w.called)
	}
	r.refuse(n.at, say("%s is %s", key, n), accepted, r.nearest(n.text, all))
	return "", false
}

// known reads a list of words; ok says that it was a list.
func (r *reader) known(n *node, key string, w words) (found []patient.Fact[string], ok bool) {
	ok = r.each(n, key, exampleOfWords, func(item *node) {
		if id, ok := r.one(item, key, w); ok {
			found = append(found, patient.Know(id, r.source(item)))
		}
	})
	return found, ok
}
