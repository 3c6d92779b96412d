package fhirin

import (
	"cmp"
	"maps"
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
	r.c.Reading.SetAside = append(r.c.Reading.SetAside, patient.SetAside{Source: e.source(), What: nameOf(e.Resource), Why: why, Detail: detail})
}

// nameOf is a resource as its record names it.
func nameOf(res r4.Resource) string {
	for _, c := range conceptsOf(res) {
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
		switch {
		case used[e.key] && !r.aside[e.key]:
			n.Read++
		case r.aside[e.key], r.understood(e) && blamed[e.key]:
			n.SetAside++
		case r.understood(e), r.reports(e, used):
			n.Read++
		case r.unmappedAt[e.key]:
			n.Unknown++
		default:
			n.Other++
		}
	}
	if r.person.resource != nil {
		of("Patient").Read++
	}
	if len(r.persons) == 1 {
		r.aboutNobody(of)
	}
	for _, kind := range sortedKeys(counts) {
		reading.Types = append(reading.Types, *counts[kind])
	}
	reading.Unknown = slices.SortedFunc(maps.Values(valuesOf(r.unmapped)), func(a, b patient.UnknownCode) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Matters, b.Matters), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Code, b.Code), cmp.Compare(a.System, b.System))
	})
	slices.SortStableFunc(reading.SetAside, func(a, b patient.SetAside) int {
		return cmp.Or(cmp.Compare(a.Why, b.Why), cmp.Compare(a.Source.Document, b.Source.Document), cmp.Compare(a.Source.At, b.Source.At))
	})
}

// aboutNobody counts resources without a subject, where all can only belong to
// the one person there is.
func (r *reading) aboutNobody(of func(kind string) *patient.TypeCount) {
	for _, key := range sortedKeys(r.byKey) {
		e := r.byKey[key]
		if _, personal := subjectOf(e.Resource); personal || e.Resource == r4.Resource(r.person.resource) {
			continue
		}
		switch e.Resource.(type) {
		case *r4.Medication, *r4.Specimen:
			of(r4.TypeOf(e.Resource)).Read++
		case *r4.Patient:
		default:
			of(r4.TypeOf(e.Resource)).Other++
		}
	}
}

func valuesOf(m map[unknown]*patient.UnknownCode) map[unknown]patient.UnknownCode {
	out := map[unknown]patient.UnknownCode{}
	for k, v := range m {
		out[k] = *v
	}
	return out
}

// understood reports whether any code of an entry stands in a table.
func (r *reading) understood(e *entry) bool {
	return slices.ContainsFunc(conceptsOf(e.Resource), func(c r4.CodeableConcept) bool { return len(r.meanings(c)) > 0 })
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
