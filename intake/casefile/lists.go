package casefile

import (
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// An entry of these lists is a plain word or a mapping with the word and its
// dates.

// entryOf reads such an entry; more are the fields beside the word.
func (r *reader) entryOf(n *node, key string, w words, more ...field) (id string, ok bool) {
	if n.kind != mapping {
		return r.one(n, key, w)
	}
	given := false
	isMapping := r.fields(n, "an entry of "+key+"s", append([]field{{key, func(n *node) {
		given = true
		id, ok = r.one(n, key, w)
	}}}, more...)...)
	if isMapping && !given {
		r.refuse(n.at, say("an entry without %s", key), say("%s: and a word", key), "")
	}
	return id, ok
}

// period reads since and until.
func (r *reader) period(since, until *date.Date) []field {
	return []field{r.dateField("since", since), {"until", func(n *node) {
		*until, _ = r.date(n, "until")
		r.notBefore(n.at, "until", *until, "since", *since)
	}}}
}

func (r *reader) conditions(n *node, c *patient.Case, lists map[string]string) {
	ok := r.each(n, "conditions", "[pcos]", func(n *node) {
		condition := patient.Condition{Source: r.source(n)}
		id, ok := r.entryOf(n, "condition", kept(r.conditionWords(), &condition.As), r.period(&condition.Since, &condition.Until)...)
		if condition.ID = id; ok {
			c.Conditions = append(c.Conditions, condition)
		}
	})
	if ok && isWhole(lists, "conditions", len(n.items) == 0) {
		c.NoConditions = patient.Know(true, r.source(n))
	}
}

// kept keeps the word itself where it stands for another.
func kept(w words, as *string) words {
	means := w.means
	w.means = func(word string) (string, bool) {
		id, ok := means(word)
		if ok && id != word {
			*as = word
		}
		return id, ok
	}
	return w
}

// absent reads what she is known not to have, diseases and events alike.
func (r *reader) absent(n *node, c *patient.Case) {
	found, _ := r.known(n, "absent", r.conditionWords())
	for _, f := range found {
		c.Conditions = append(c.Conditions, patient.Condition{ID: f.Value, Absent: true, Source: f.Source})
	}
}

func (r *reader) events(n *node, c *patient.Case, lists map[string]string) {
	ok := r.each(n, "events", exampleOfEvents, func(n *node) {
		event := patient.Event{Source: r.source(n)}
		id, ok := r.entryOf(n, "event", kept(r.listed(knowledge.Conditions), &event.As),
			r.dateField("date", &event.Date),
			r.wordField("proven", &event.Proven, proofs...),
			r.flagField("highRiskProfile", &event.HighRiskProfile))
		if event.Event = id; ok {
			c.Events = append(c.Events, event)
		}
	})
	if ok && isWhole(lists, "events", len(n.items) == 0) {
		c.NoEvents = patient.Know(true, r.source(n))
	}
}

func (r *reader) medications(n *node, c *patient.Case, lists map[string]string) {
	ok := r.each(n, "medications", "[aspirin-low-dose]", func(n *node) {
		m := patient.Medication{Source: r.source(n)}
		id, ok := r.entryOf(n, "medication", r.medicationWords(), r.period(&m.Since, &m.Until)...)
		if m.Medication = id; ok {
			c.Medications = append(c.Medications, m)
		}
	})
	if ok && isWhole(lists, "medications", true) {
		c.AllMedicines = patient.Know(true, r.source(n))
	}
}

func (r *reader) procedures(n *node, c *patient.Case, lists map[string]string) {
	ok := r.each(n, "procedures", "[{procedure: cerclage, date: 2024-02}]", func(n *node) {
		p := patient.Procedure{Source: r.source(n)}
		id, ok := r.entryOf(n, "procedure", r.procedureWords(), r.dateField("date", &p.Date))
		if p.Procedure = id; ok {
			c.Procedures = append(c.Procedures, p)
		}
	})
	if ok && isWhole(lists, "procedures", true) {
		c.AllProcedures = patient.Know(true, r.source(n))
	}
}

func (r *reader) allergies(n *node, c *patient.Case, lists map[string]string) {
	found, ok := r.known(n, "allergies", r.allergyWords())
	c.Allergies = found
	if ok && isWhole(lists, "allergies", true) {
		c.AllAllergies = patient.Know(true, r.source(n))
	}
}

func (r *reader) symptoms(n *node, s *patient.Status, lists map[string]string) {
	found, ok := r.known(n, "symptoms", r.listed(knowledge.Symptoms))
	s.Symptoms = found
	if ok && isWhole(lists, "symptoms", true) {
		s.AllSymptoms = patient.Know(true, r.source(n))
	}
}

func (r *reader) requested(n *node, c *patient.Case) {
	c.Requested, _ = r.known(n, "requested", r.requestedWords())
}
