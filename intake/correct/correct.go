// Package correct keeps what a reader of a record says against it beside the record:
// this is wrong, that is otherwise, and this is missing. The record stays as it was
// read, and each correction can be taken back.
//
// A corrected entry is read as an entry of a case file is, so that the same is accepted,
// whatever the record is. Its source names the reader and the place in the record.
package correct

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// Values are the fields of an entry by the keys of the case file, as they are written
// there. Of a condition "absent" is true where she is known not to have it.
type Values map[string][]string

// Correction is what is said against one entry.
type Correction struct {
	Entry  string // observations/3 of the record, observations/+1 added, or status
	Gone   bool   // it is wrong, and nothing takes its place
	Values Values // what it is instead
}

// Added reports whether the record itself has no such entry.
func (c Correction) Added() bool { return strings.Contains(c.Entry, "/+") }

// Part is the part of the case file that an entry belongs to.
func Part(entry string) string {
	part, _, _ := strings.Cut(entry, "/")
	return part
}

// Mistake is what cannot be right about a correction. Key is the field, and empty where
// it does not fit the rest of the record.
type Mistake struct {
	Key     string
	Problem problem.Problem
}

// Record is a record with what was said against it.
type Record struct {
	Read        *patient.Case
	Corrections []Correction
	Case        *patient.Case       // as corrected
	Entries     map[string][]string // of each list of Case, which entry each is
}

// Of is a record against which nothing was said.
func Of(c *patient.Case) *Record {
	r := &Record{Read: c}
	r.Case, r.Entries, _ = apply(c, nil, nil)
	return r
}

// With gives the record with one correction more, which takes the place of an earlier
// one of the same entry. Mistakes leave the record as it is.
func (r *Record) With(one Correction, k *knowledge.Base) (*Record, []Mistake) {
	list := slices.Clone(r.Corrections)
	at := slices.IndexFunc(list, func(c Correction) bool { return c.Entry == one.Entry })
	switch {
	case one.Added() && one.Gone: // what was only added leaves no trace
		return r.Without(one.Entry, k)
	case at >= 0 && (one.Gone || one.Entry == "lists" || one.Entry == "status"): // what is said of a whole list counts in the order it is said
		list = append(slices.Delete(list, at, at+1), one)
	case at >= 0:
		list[at] = one
	default:
		list = append(list, one)
	}
	return r.now(list, one.Entry, k)
}

// Without takes a correction back. What stands without it has to fit together, too.
func (r *Record) Without(entry string, k *knowledge.Base) (*Record, []Mistake) {
	at := slices.IndexFunc(r.Corrections, func(c Correction) bool { return c.Entry == entry })
	if at < 0 {
		return r.now(slices.Clone(r.Corrections), "", k)
	}
	list := slices.Delete(slices.Clone(r.Corrections), at, at+1)
	if r.Corrections[at].Added() {
		r.unsay(list[at:], Part(entry))
	}
	return r.now(list, "", k)
}

// unsay takes from later corrections that a list is whole: that was said of it with an
// entry that is no longer there, and without it nobody has said so. What the record
// itself says stands.
func (r *Record) unsay(later []Correction, part string) {
	for i, c := range later {
		if _, said := c.Values[part]; c.Entry != "lists" || !said {
			continue
		}
		later[i].Values = maps.Clone(c.Values)
		if was, ok := lists(r.Read)[part]; ok {
			later[i].Values[part] = was
		} else {
			delete(later[i].Values, part)
		}
	}
}

func (r *Record) now(list []Correction, changed string, k *knowledge.Base) (*Record, []Mistake) {
	after := &Record{Read: r.Read, Corrections: list}
	var wrong []Mistake
	if after.Case, after.Entries, wrong = apply(r.Read, list, k); len(wrong) > 0 {
		return r, wrong
	}
	if wrong = conflicts(r.Case, after.Case, k); len(wrong) > 0 {
		return r, wrong
	}
	return after, nil
}

// Next is the name of an entry that is to be added to a part.
func (r *Record) Next(part string) string {
	n := 1
	for _, c := range r.Corrections {
		if rest, ok := strings.CutPrefix(c.Entry, part+"/+"); ok {
			if i, err := strconv.Atoi(rest); err == nil && i >= n {
				n = i + 1
			}
		}
	}
	return part + "/+" + strconv.Itoa(n)
}

// Correction is what was said against an entry.
func (r *Record) Correction(entry string) (Correction, bool) {
	for _, c := range r.Corrections {
		if c.Entry == entry {
			return c, true
		}
	}
	return Correction{}, false
}

// fields are the lists of a case by the parts of a case file.
var fields = map[string]string{"pregnancies": "Pregnancies", "observations": "Observations", "conditions": "Conditions", "events": "Events",
	"medications": "Medications", "procedures": "Procedures", "allergies": "Allergies", "requested": "Requested"}

// apply makes the corrected case.
func apply(read *patient.Case, list []Correction, k *knowledge.Base) (*patient.Case, map[string][]string, []Mistake) {
	c := *read
	entries := map[string][]string{}
	value := reflect.ValueOf(&c).Elem()
	for part, name := range fields {
		all := value.FieldByName(name)
		all.Set(copied(all))
		for i := range all.Len() {
			entries[part] = append(entries[part], part+"/"+strconv.Itoa(i))
		}
	}
	for _, one := range list {
		part := Part(one.Entry)
		name, many := fields[part]
		switch {
		case part == "lists":
			whole(&c, one.Values)
		case !many:
			small, wrong := entry(one, k)
			if len(wrong) > 0 {
				return nil, nil, wrong
			}
			group(&c, small, part)
		default:
			all := value.FieldByName(name)
			at := slices.Index(entries[part], one.Entry)
			switch {
			case at < 0 && !one.Added():
				continue // the record has no such entry
			case one.Gone:
				was := sourceOf(all.Index(at))
				all.Set(without(all, at))
				entries[part] = slices.Delete(entries[part], at, at+1)
				settled(&c, was)
				// What is left does not say that there is nothing else: whether the list is
				// whole has to be said anew.
				whole(&c, Values{part: {""}})
				continue
			}
			small, wrong := entry(one, k)
			if len(wrong) > 0 {
				return nil, nil, wrong
			}
			made := reflect.ValueOf(small).Elem().FieldByName(name)
			if made.Len() != 1 {
				return nil, nil, []Mistake{{Problem: problem.New(problem.Place{}, problem.Say("an entry without %s", part), problem.Phrase{}, "")}}
			}
			if one.Added() {
				all.Set(reflect.Append(all, made.Index(0)))
				entries[part] = append(entries[part], one.Entry)
				at = all.Len() - 1
				mark(all.Index(at), reflect.Value{}, patient.Source{})
				if part == "pregnancies" {
					c.History.Given = true
				}
			} else {
				was := copied(all.Slice(at, at+1)).Index(0)
				all.Index(at).Set(made.Index(0))
				mark(all.Index(at), was, sourceOf(was))
				settled(&c, sourceOf(was))
			}
			if part == "pregnancies" {
				place(c.Pregnancies, entries[part], at)
			}
		}
	}
	return &c, entries, nil
}

// copied is a list of its own, so that the record stays as it is.
func copied(list reflect.Value) reflect.Value {
	return reflect.AppendSlice(reflect.MakeSlice(list.Type(), 0, list.Len()+1), list)
}

func without(list reflect.Value, at int) reflect.Value {
	return reflect.AppendSlice(list.Slice(0, at), list.Slice(at+1, list.Len()))
}

// place moves a pregnancy to where its date wants it: before the first that surely ended
// later, or after the last that surely ended earlier. Where no date speaks it stays.
func place(all []patient.Pregnancy, entries []string, at int) {
	p, id, to := all[at], entries[at], at
	for i, other := range all {
		before, after := date.Before(p.Ended, other.Ended) == truth.Yes, date.Before(other.Ended, p.Ended) == truth.Yes
		before, after = before || other.Outcome == patient.Ongoing && p.Outcome != patient.Ongoing, after || p.Outcome == patient.Ongoing
		if i < at && before {
			to = i
			break
		}
		if i > at && after {
			to = i
		}
	}
	for i := at; i < to; i++ {
		all[i], entries[i] = all[i+1], entries[i+1]
	}
	for i := at; i > to; i-- {
		all[i], entries[i] = all[i-1], entries[i-1]
	}
	all[to], entries[to] = p, id
}

// whole says of lists whether they are whole.
func whole(c *patient.Case, values Values) {
	by := patient.ByReader(patient.Source{})
	for key, v := range values {
		all := len(v) > 0 && v[0] == "all"
		known := patient.Fact[bool]{}
		if all {
			known = patient.Know(true, by)
		}
		keep := func(into *patient.Fact[bool]) {
			if into.Known && into.Value == all && all {
				return
			}
			*into = known
		}
		switch key {
		case "pregnancies":
			if given := all || len(c.Pregnancies) > 0; c.History.Complete != all || c.History.Given != given {
				c.History = patient.History{Given: given, Complete: all, Source: by}
			}
		case "conditions":
			keep(&c.NoConditions)
		case "events":
			keep(&c.NoEvents)
		case "medications":
			keep(&c.AllMedicines)
		case "procedures":
			keep(&c.AllProcedures)
		case "allergies":
			keep(&c.AllAllergies)
		case "symptoms":
			keep(&c.Status.AllSymptoms)
		}
	}
}

// group puts in what belongs together without being a list.
func group(c, small *patient.Case, part string) {
	into := func(to, from any) {
		old := reflect.New(reflect.TypeOf(to).Elem()).Elem()
		old.Set(reflect.ValueOf(to).Elem())
		v := reflect.ValueOf(to).Elem()
		v.Set(reflect.ValueOf(from))
		mark(v, old, patient.Source{})
	}
	switch part {
	case "patient":
		into(&c.Born, small.Born)
		into(&c.Age, small.Age)
		into(&c.HeightCm, small.HeightCm)
		into(&c.WeightKg, small.WeightKg)
		into(&c.Ethnicity, small.Ethnicity)
	case "status":
		all, had := c.Status.AllSymptoms, len(c.Status.Symptoms) > 0
		into(&c.Status, small.Status)
		switch none := small.Status.AllSymptoms.Value && len(small.Status.Symptoms) == 0; {
		case len(small.Status.Symptoms) > 0: // whether that is all nobody said anew
			c.Status.AllSymptoms = all
		case had && !none:
			c.Status.AllSymptoms = patient.Fact[bool]{}
		}
	case "lifestyle":
		into(&c.Lifestyle, small.Lifestyle)
	case "partner":
		into(&c.Partner, small.Partner)
	}
}

// settled takes away the doubts about a place in the record that was corrected, unless
// something else of the case was read there.
func settled(c *patient.Case, was patient.Source) {
	if was == (patient.Source{}) || used(reflect.ValueOf(c).Elem(), was) {
		return
	}
	c.Issues = slices.DeleteFunc(slices.Clone(c.Issues), func(i patient.Issue) bool { return i.Source == was })
}
