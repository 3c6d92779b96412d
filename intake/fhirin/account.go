package fhirin

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// setAside notes an entry that is not used, and why.
func (r *reading) setAside(e *entry, why, detail string) {
	if r.c.Reading == nil {
		return // her partner's record: its own case says it
	}
	if r.aside == nil {
		r.aside = map[string]bool{}
	}
	r.aside[e.key] = true
	r.c.Reading.SetAside = append(r.c.Reading.SetAside, patient.SetAside{Source: e.source(), What: nameOf(r.concepts(e)), Why: why, Detail: detail})
}

// nameOf is a resource as its record names it.
func nameOf(concepts []r4.CodeableConcept) string {
	for _, c := range concepts {
		name := cmp.Or(c.Text, displays(c))
		if name == "" && len(c.Coding) > 0 {
			name = c.Coding[0].Code
		}
		if name != "" {
			return name
		}
	}
	return ""
}

// conceptsOf gives everything by which a resource says what it is.
func conceptsOf(res r4.Resource) []r4.CodeableConcept {
	switch res := res.(type) {
	case *r4.AllergyIntolerance:
		return []r4.CodeableConcept{res.Code}
	case *r4.Condition:
		return []r4.CodeableConcept{res.Code}
	case *r4.DiagnosticReport:
		return append([]r4.CodeableConcept{res.Code}, res.ConclusionCode...)
	case *r4.Encounter:
		return slices.Concat(res.Type, res.ReasonCode)
	case *r4.EpisodeOfCare:
		return res.Type
	case *r4.MedicationAdministration:
		return []r4.CodeableConcept{res.Medication}
	case *r4.MedicationDispense:
		return []r4.CodeableConcept{res.Medication}
	case *r4.MedicationRequest:
		return []r4.CodeableConcept{res.Medication}
	case *r4.MedicationStatement:
		return []r4.CodeableConcept{res.Medication}
	case *r4.Observation:
		all := []r4.CodeableConcept{res.Code}
		for i := range res.Component {
			all = append(all, res.Component[i].Code)
		}
		return all
	case *r4.Procedure:
		return []r4.CodeableConcept{res.Code}
	}
	return nil
}

// account counts what became of every resource.
func (r *reading) account() {
	reading := r.c.Reading
	used := sourcesOf(reflect.ValueOf(r.c).Elem(), map[string]bool{})
	for i := range r.c.Observations {
		if o := &r.c.Observations[i]; !o.HasNumber && o.Result == "" && o.Finding == "" {
			delete(used, o.Source.Document) // it stands in the case, and nothing follows from it
		}
	}
	blamed := map[string]bool{}
	for _, i := range r.c.Issues {
		blamed[i.Source.Document] = true
	}
	counts := map[string]*patient.TypeCount{}
	of := func(kind string) *patient.TypeCount {
		if counts[kind] == nil {
			counts[kind] = &patient.TypeCount{Type: kind}
		}
		counts[kind].Total++
		return counts[kind]
	}
	for _, e := range r.person.entries {
		n := of(r4.TypeOf(e.Resource))
		own := r.own != nil && r.own.taken[e.key]
		if !own && !used[e.key] && !r.aside[e.key] && !blamed[e.key] {
			r.unanswered(e)
		}
		switch {
		case used[e.key] && !r.aside[e.key]:
			n.Read++
		case r.aside[e.key], blamed[e.key] && (own || r.understood(e) || written(e.Resource) || r.namesTest(e)):
			n.SetAside++
		case own, r.understood(e), r.reports(e, used):
			n.Read++
		case r.unmappedAt[e.key]:
			n.Unknown++
		case r.noteLeftOut(e):
			n.Unknown++
		default:
			n.Other++
		}
	}
	if r.person.resource != nil {
		of("Patient").Read++
	}
	for _, kind := range sortedKeys(counts) {
		reading.Types = append(reading.Types, *counts[kind])
	}
	reading.Unknown, reading.LeftOut = ranked(r.unmapped), ranked(r.leftOut)
	slices.SortStableFunc(reading.SetAside, func(a, b patient.SetAside) int {
		return cmp.Or(cmp.Compare(a.Why, b.Why), cmp.Compare(a.Source.Document, b.Source.Document), cmp.Compare(a.Source.At, b.Source.At))
	})
}

// ranked lists codes, those that occur most first.
func ranked(m map[unknown]*patient.UnknownCode) []patient.UnknownCode {
	var all []patient.UnknownCode
	for _, u := range m {
		all = append(all, *u)
	}
	slices.SortFunc(all, func(a, b patient.UnknownCode) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Matters, b.Matters), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Code, b.Code), cmp.Compare(a.System, b.System))
	})
	return all
}

// unanswered sets an observation aside that asks what is understood, and holds
// no answer.
func (r *reading) unanswered(e *entry) {
	o, ok := e.Resource.(*r4.Observation)
	if !ok || answered(o) || len(o.HasMember) > 0 || len(o.Component) > 0 || !r.understood(e) {
		return
	}
	r.setAside(e, patient.AsideNoValue, cmp.Or(displays(o.Value.DataAbsentReason), codeIn(o.Value.DataAbsentReason)))
}

// noteLeftOut counts the codes of an entry that no table knows: also those that
// do not look as if they mattered, since whoever knows the record can tell. It
// reports whether any looks so.
func (r *reading) noteLeftOut(e *entry) bool {
	for _, c := range r.concepts(e) {
		words := cmp.Or(c.Text, displays(c))
		if len(r.meanings(c)) > 0 || words == "" && len(c.Coding) == 0 {
			continue
		}
		if r.noteUnknown(e, c); r.unmappedAt[e.key] {
			return true
		}
		if r.speaksOf(e) {
			addUnknown(&r.unmapped, e, codingsOf(c)[0], words, "pregnancy")
			return true
		}
		addUnknown(&r.leftOut, e, codingsOf(c)[0], words, "")
	}
	return false
}

// concepts are those of an entry, and those of the medicine it points at.
func (r *reading) concepts(e *entry) []r4.CodeableConcept {
	all := conceptsOf(e.Resource)
	for _, ref := range opens(e.Resource) {
		if m, ok := r.find(ref, e).(*r4.Medication); ok && m != nil {
			all = append(slices.Clip(all), m.Code)
		}
	}
	return all
}

// understood reports whether any code of an entry stands in a table.
func (r *reading) understood(e *entry) bool {
	return r.byName(e) || slices.ContainsFunc(r.concepts(e), func(c r4.CodeableConcept) bool { return len(r.meanings(c)) > 0 })
}

// written reports whether a resource says what it says in words alone: a form, a
// document.
func written(res r4.Resource) bool {
	switch res.(type) {
	case *r4.QuestionnaireResponse, *r4.DocumentReference, *r4.Composition:
		return true
	}
	return false
}

// reports reports whether an entry only groups others of which one was used.
func (r *reading) reports(e *entry, used map[string]bool) bool {
	var parts []r4.Reference
	switch res := e.Resource.(type) {
	case *r4.DiagnosticReport:
		parts = res.Result
	case *r4.Observation:
		parts = res.HasMember
	}
	return slices.ContainsFunc(parts, func(ref r4.Reference) bool { return used[r.target(ref, e)] })
}

var sourceType = reflect.TypeFor[patient.Source]()

// sourcesOf collects the documents of every source in a case but those of its
// issues and of the account itself.
func sourcesOf(v reflect.Value, into map[string]bool) map[string]bool {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == sourceType {
			into[v.Interface().(patient.Source).Document] = true
			return into
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != "Issues" && f.Name != "Reading" {
				sourcesOf(v.Field(i), into)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			sourcesOf(v.Index(i), into)
		}
	}
	return into
}
