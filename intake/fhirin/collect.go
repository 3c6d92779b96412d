package fhirin

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// gather collects what every resource says of pregnancies.
func (r *reading) gather() *gathered {
	g := &gathered{}
	for _, e := range r.entries {
		switch res := e.Resource.(type) {
		case *r4.Condition:
			r.conditionTraces(g, e, res)
		case *r4.Procedure:
			r.procedureTraces(g, e, res)
		case *r4.Encounter:
			r.encounterTraces(g, e, res)
		case *r4.Observation:
			r.observationTraces(g, e, res)
		case *r4.EpisodeOfCare:
			r.episodeTraces(g, e, res)
		case *r4.Composition:
			r.composition(g, e, res, res.Section, false)
		case *r4.DocumentReference:
			r.document(g, e, res)
		case *r4.QuestionnaireResponse:
			r.form(g, e, res)
		case *r4.DiagnosticReport:
			r.reportTraces(g, e, res)
		case *r4.MedicationRequest:
			r.medicineTraces(g, e, res.Medication, res.Reference, spanOf(firstDate(res.AuthoredOn)), r.links(e, res.Encounter))
		case *r4.MedicationStatement:
			r.medicineTraces(g, e, res.Medication, res.Reference, between(firstDate(res.EffectiveDateTime, startOf(res.EffectivePeriod)), firstDate(res.EffectiveDateTime, endOf(res.EffectivePeriod))), r.links(e, res.Context))
		case *r4.MedicationAdministration:
			r.medicineTraces(g, e, res.Medication, res.Reference, between(firstDate(res.EffectiveDateTime, startOf(res.EffectivePeriod)), firstDate(res.EffectiveDateTime, endOf(res.EffectivePeriod))), r.links(e, res.Context))
		}
	}
	r.children(g)
	r.narratives(g)
	g.traces = r.possible(g.traces)
	g.prune()
	order(g.traces)
	order(g.after)
	order(g.visits)
	order(g.separators)
	return g
}

// possible drops traces that are dated when she was a child: the date is
// wrong, so the trace cannot be placed.
func (r *reading) possible(traces []*trace) []*trace {
	if !r.c.Born.Known {
		return traces
	}
	born := r.c.Born.Value
	return slices.DeleteFunc(traces, func(t *trace) bool {
		if !t.when.known {
			return false
		}
		_, oldest, _ := date.YearsBetween(born, date.FromDay(t.when.last))
		youngest, _, _ := date.YearsBetween(born, date.FromDay(t.when.first))
		if oldest < youngestMother {
			r.issuef(t.source, "%s is dated %s, when she was younger than %d; it was not read.", "“%s”的日期为%s，当时患者不足%d岁，未读取。", t.says, date.FromDay(t.when.last), youngestMother)
			return true
		}
		if youngest > oldestMother {
			r.issuef(t.source, "%s is dated %s, when she was older than %d; the date should be checked.", "“%s”的日期为%s，当时患者已超过%d岁，请核对日期。", t.says, date.FromDay(t.when.first), oldestMother)
		}
		return false
	})
}

// conditionTraces reads a diagnosis, a finding or an event.
func (r *reading) conditionTraces(g *gathered, e *entry, c *r4.Condition) {
	when := r.conditionTime(e, c)
	links := r.links(e, c.Encounter)
	for _, code := range r.meanings(c.Code, knowledge.CodeEvidence, knowledge.CodeDating, knowledge.CodeStatement) {
		switch {
		case hasCode(c.VerificationStatus, "refuted"):
			g.against = append(g.against, against{code.Concept, when, e.source()})
		case hasCode(c.VerificationStatus, "unconfirmed") || hasCode(c.VerificationStatus, "provisional") || hasCode(c.VerificationStatus, "differential"):
			r.issuef(e.source(), "%s is only suspected in the record and was not counted.", "“%s”在病历中仅为疑似，未计入。", title(code))
		case code.Kind == knowledge.CodeStatement:
			if t := r.lexicon().read(c.Code.Text); !code.HasNumber && len(t.counts) > 0 && len(t.unread) == 0 {
				g.prose(prose{text: c.Code.Text, when: spanOf(firstDate(c.RecordedDate, c.OnsetDateTime)), source: e.source()}) // "x3" beside the code
			}
			g.statements = append(g.statements, statement{concept: code.Concept, number: code.Number, has: code.HasNumber, on: when, says: title(code), source: e.source()})
		case code.Kind == knowledge.CodeDating:
			r.gestationCode(g, e, code, when, links)
		default:
			t := newTrace(code.Concept, title(code), when, e.source())
			t.links = links
			t.living = t.sign.group == birth
			if t.sign.role == state {
				r.row(t, c)
			}
			g.add(t)
			r.stages(g, e, c, when, links)
			if t.sign.role == terminal && (!when.known || when.atLatest) {
				r.unreadDate(e, c, title(code))
			}
			if code.Concept == "miscarriage-after-others" {
				g.statements = append(g.statements, statement{concept: "recurrent-loss-diagnosis", on: when, says: title(code), source: e.source()})
			}
		}
	}
	if r.diagnosisInWords(g, e, c, when, links) {
		return
	}
	if believed(c) && len(r.meanings(c.Code)) > 0 {
		r.notes(g, e, c.Note, spanOf(firstDate(c.RecordedDate, c.OnsetDateTime)), links, r.endingOf(c.Code))
	}
	r.noteRelevant(e, c.Code)
}

// stages reads the gestational age that some write as the stage of an event.
func (r *reading) stages(g *gathered, e *entry, c *r4.Condition, when span, links []string) {
	for _, s := range c.Stage {
		for _, code := range r.meanings(s.Summary, knowledge.CodeDating) {
			r.gestationCode(g, e, code, when, links)
		}
		if age, err := patient.ParseGestation(s.Summary.Text); err == nil && age.Known() && strings.ContainsAny(s.Summary.Text, "wW周孕+") {
			t := newTrace("gestation-code", s.Summary.Text, when, e.source())
			t.links, t.gestation, t.rank = links, age, rankText
			g.add(t)
		}
	}
}

// believed reports a diagnosis that nobody doubts.
func believed(c *r4.Condition) bool {
	return !slices.ContainsFunc([]string{"refuted", "unconfirmed", "provisional", "differential"}, func(s string) bool { return hasCode(c.VerificationStatus, s) })
}

// row gives a pregnancy that is written as a condition its beginning and end.
func (r *reading) row(t *trace, c *r4.Condition) {
	from, to := firstDate(c.OnsetDateTime, startOf(c.OnsetPeriod)), firstDate(c.AbatementDateTime, endOf(c.AbatementPeriod), endOf(c.OnsetPeriod))
	if !from.Known() {
		return
	}
	t.when = spanOf(from)
	t.lmp = window{from.Earliest() - t.sign.last, from.Latest() - t.sign.first, true}
	if to.Known() && to.Latest() >= from.Earliest() && to.Latest()-from.Earliest() <= longestRow {
		t.row = between(from, to)
	}
}

// conditionTime is when a condition began: by its onset, else its end, else
// the encounter, else the day it was written down, which only bounds it.
func (r *reading) conditionTime(e *entry, c *r4.Condition) span {
	if d := firstDate(c.OnsetDateTime, startOf(c.OnsetPeriod), c.OnsetString, yearIn(c.OnsetString)); d.Known() {
		return spanOf(d)
	}
	if d := firstDate(c.AbatementDateTime, startOf(c.AbatementPeriod)); d.Known() {
		return spanOf(d)
	}
	if s := r.encounterTime(r.target(c.Encounter, e)); s.known {
		return s
	}
	for _, by := range r.tied[e.key] {
		if s := r.encounterTime(by); s.known {
			return s
		}
	}
	s := spanOf(firstDate(c.RecordedDate))
	s.atLatest = s.known
	return s
}

var aYear = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:\D|$)`)

// yearIn is the one year that stands in a date in words: "spring 2021".
func yearIn(text string) string {
	if all := aYear.FindAllStringSubmatch(text, -1); len(all) == 1 {
		return all[0][1]
	}
	return ""
}

// unreadDate asks about an ending whose date is there and cannot be read: that
// it has none would let it pass for another one.
func (r *reading) unreadDate(e *entry, c *r4.Condition, says string) {
	at := cmp.Or(c.OnsetDateTime, c.OnsetString, c.AbatementDateTime)
	if n, ok := rawNumber(c.OnsetAge); at == "" && ok {
		at = strings.TrimSpace(fmt.Sprintf("age %v", n))
	}
	if at != "" {
		r.issuef(e.source(), "%s is dated %q, which could not be read; it may have been taken for another pregnancy. When was it?", "“%s”的时间写作“%s”，无法读取，可能与另一次妊娠混同。发生于何时？", says, at)
	}
}

func (r *reading) encounterTime(key string) span {
	if e := r.byKey[key]; e != nil {
		if enc, ok := e.Resource.(*r4.Encounter); ok {
			return between(firstDate(enc.Period.Start), firstDate(enc.Period.End))
		}
	}
	return span{}
}

// gestationCode reads a code that says how far a pregnancy was.
func (r *reading) gestationCode(g *gathered, e *entry, code *knowledge.Code, when span, links []string) {
	if !code.HasNumber {
		return
	}
	t := newTrace("gestation-code", title(code), when, e.source())
	t.links, t.rank = links, rankCode
	t.gestation = patient.Gestation{Min: code.Number * 7, Max: code.Number*7 + 6}
	if when.known && !when.atLatest {
		t.lmp = window{when.first - t.gestation.Max - byCode, when.last - t.gestation.Min + byCode, true}
	}
	g.add(t)
}

// procedureTraces reads something that was done.
func (r *reading) procedureTraces(g *gathered, e *entry, p *r4.Procedure) {
	when := between(firstDate(p.PerformedDateTime, startOf(p.PerformedPeriod)), firstDate(p.PerformedDateTime, endOf(p.PerformedPeriod)))
	if s := r.encounterTime(r.target(p.Encounter, e)); !when.known {
		when = s
	}
	links := r.links(e, append([]r4.Reference{p.Encounter}, append(p.ReasonReference, p.PartOf...)...)...)
	for _, code := range r.meanings(p.Code, knowledge.CodeEvidence, knowledge.CodeVisit) {
		g.add(r.doneTrace(code, when, links, e))
	}
	for _, reason := range p.ReasonCode {
		for _, code := range r.meanings(reason, knowledge.CodeEvidence) {
			t := newTrace(code.Concept, title(code), when, e.source())
			t.links, t.supporting = links, true
			g.add(t)
		}
	}
	if len(r.meanings(p.Code, knowledge.CodeEvidence)) > 0 {
		r.notes(g, e, p.Note, when, links, r.endingOf(p.Code))
	}
	r.noteRelevant(e, p.Code)
}

func (r *reading) doneTrace(code *knowledge.Code, when span, links []string, e *entry) *trace {
	if code.Kind == knowledge.CodeVisit {
		return visitTrace(code, when, links, e)
	}
	t := newTrace(code.Concept, title(code), when, e.source())
	t.links = links
	t.living = code.Concept == "live-birth" || code.Concept == "preterm-birth"
	return t
}

func visitTrace(code *knowledge.Code, when span, links []string, e *entry) *trace {
	return &trace{sign: &sign{concept: code.Concept, role: state}, says: title(code), when: when, links: links, visit: true, source: e.source()}
}

// encounterTraces reads a visit: what kind it was, and why she came.
func (r *reading) encounterTraces(g *gathered, e *entry, enc *r4.Encounter) {
	when := between(firstDate(enc.Period.Start), firstDate(enc.Period.End))
	links := r.links(e, append(append([]r4.Reference{}, enc.EpisodeOfCare...), enc.ReasonReference...)...)
	for _, kind := range enc.Type {
		for _, code := range r.meanings(kind, knowledge.CodeVisit) {
			g.add(visitTrace(code, when, links, e))
		}
	}
	for _, reason := range enc.ReasonCode {
		for _, code := range r.meanings(reason, knowledge.CodeEvidence, knowledge.CodeStatement) {
			if code.Kind == knowledge.CodeStatement {
				g.statements = append(g.statements, statement{concept: code.Concept, number: code.Number, has: code.HasNumber, on: when, says: title(code), source: e.source()})
				continue
			}
			t := newTrace(code.Concept, title(code), when, e.source())
			t.links, t.supporting = links, true
			// "Because of pregnancy" is said at every visit.
			t.visit = t.sign.role == state
			g.add(t)
		}
	}
}

// medicineTraces reads medicines that are given for an ending: they belong to
// one, and prove none.
func (r *reading) medicineTraces(g *gathered, e *entry, c r4.CodeableConcept, ref r4.Reference, when span, links []string) {
	for _, code := range r.meanings(r.medicineOf(e, c, ref), knowledge.CodeEvidence) {
		t := newTrace(code.Concept, title(code), when, e.source())
		t.links = links
		g.add(t)
	}
}

// medicineOf is a medicine with the codes of the resource that names it.
func (r *reading) medicineOf(e *entry, c r4.CodeableConcept, ref r4.Reference) r4.CodeableConcept {
	if m, ok := r.find(ref, e).(*r4.Medication); ok && m != nil {
		c.Coding = slices.Concat(c.Coding, m.Code.Coding)
		c.Text = cmp.Or(c.Text, m.Code.Text)
		for _, i := range m.Ingredient {
			c.Coding = slices.Concat(c.Coding, i.Item.Coding)
		}
	}
	return c
}
