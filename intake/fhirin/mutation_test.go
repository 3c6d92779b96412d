package fhirin_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/intake/fhirin"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// no is a finding that is surely not so, with the resources it rests on.
type no struct {
	term string
	from []string
}

// answers of one case: what is surely so, and what is surely not.
type answers struct {
	yes map[string]bool
	no  map[string]no
}

// asked derives everything that a record answers, by case.
func asked(items []fhirin.Item, k *knowledge.Base) map[string]answers {
	all := map[string]answers{}
	for _, c := range fhirin.Read(items, k) {
		c.AsOf, _ = date.Parse("2026-03-01")
		a := answers{map[string]bool{}, map[string]no{}}
		set := finding.Derive(c, k)
		for _, term := range k.Vocabulary {
			switch f := &set.Slots[term.Slot]; f.Value {
			case truth.Yes:
				a.yes[term.Name] = true
			case truth.No:
				a.no[term.Name] = no{term.Name, restsOn(set, f)}
			}
		}
		all[c.ID] = a
	}
	return all
}

// restsOn lists the resources behind a finding. Behind one that counts
// pregnancies stand all of them, and who said that there are no others.
func restsOn(set *finding.Set, f *finding.Finding) (keys []string) {
	for _, ref := range f.From {
		keys = append(keys, set.Fact(ref).Source.Document)
		if name := set.Fact(ref).Name; strings.HasPrefix(name, "pregnancies") {
			keys = append(keys, set.Case.History.Source.Document)
			for _, p := range set.Case.Pregnancies {
				for _, e := range p.Merged {
					keys = append(keys, e.Source.Document)
				}
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// trial is one record with what it answers while it is whole.
type trial struct {
	record
	k      *knowledge.Base
	whole  map[string]answers
	items  []fhirin.Item
	decode []bool
	alone  map[string]map[string]answers // what some of its resources answer by themselves

	// ofRecord are the terms that ask what stands on the record, and not what is
	// so: with nothing on it at all they are a no.
	ofRecord map[string]no
}

func newTrial(t stopper, rec record, k *knowledge.Base) *trial {
	nothing, _ := sheet{tree: map[string]any{"resourceType": "Patient", "id": "x"}}.item(t)
	x := &trial{record: rec, k: k, alone: map[string]map[string]answers{}, ofRecord: asked([]fhirin.Item{nothing}, k)["x"].no}
	for _, s := range rec.sheets {
		it, ok := s.item(t)
		x.items, x.decode = append(x.items, it), append(x.decode, ok)
	}
	x.whole = asked(x.items, k)
	return x
}

// mutate damages one element and reports every unknown that became a no without
// the record saying so.
//
// A no that appears is right in two cases, and in no other:
//
//  1. The resources it rests on were not touched, and they alone say the same:
//     what was damaged had outranked them, or contradicted them, and no longer does.
//     Nothing else may carry it: a no that rests on nothing at all, on what is
//     absent, is never right.
//  2. What is gone is an element by which the resource itself withheld what it says
//     (withheld), and it is gone without a trace. Where anything is left in its
//     place, it has to be seen.
//  3. A number that could not be judged is gone, and the laboratory's own verdict
//     stands beside it in the same resource (judged).
//
// A resource that lost its subject is about somebody else from then on. Of that
// person it may say what it says.
func (x *trial) mutate(t stopper, i int, p path, d damage) (wrong []string) {
	s := x.sheets[i]
	if !d.does(elementAt(s.tree, p)) {
		return nil
	}
	s.tree = apply(s.tree, p, d)
	items := slices.Clone(x.items)
	it, ok := s.item(t)
	if ok {
		items[i] = it
	} else {
		items = slices.Delete(items, i, i+1)
	}
	touched := keyOf(x.sheets[i])
	for id, after := range asked(items, x.k) {
		before, known := x.whole[id]
		if !known {
			before = x.anybody()
		}
		for _, term := range sortedTerms(after.no) {
			_, was := before.no[term]
			if _, ofRecord := x.ofRecord[term]; was || ofRecord {
				continue
			}
			n := after.no[term]
			switch rests := known && (slices.Contains(n.from, touched) || slices.Contains(n.from, keyOf(s))); {
			case rests && (withheld(p, d) || judged(x.sheets[i].tree, p)):
			case !rests && len(n.from) > 0 && x.said(id, n):
			default:
				wrong = append(wrong, fmt.Sprintf("%s: %s.%s %s: %s became no (yes before: %t), from %v",
					x.name, touched, p, d.name, term, before.yes[term], n.from))
			}
		}
	}
	return wrong
}

// anybody holds the answers of all cases: a resource that lost its subject
// becomes a case of its own.
func (x *trial) anybody() answers {
	all := answers{map[string]bool{}, map[string]no{}}
	for _, a := range x.whole {
		for term := range a.yes {
			all.yes[term] = true
		}
		for term, n := range a.no {
			all.no[term] = n
		}
	}
	return all
}

// said reports whether the resources a no rests on say so by themselves.
func (x *trial) said(id string, n no) bool {
	key := strings.Join(n.from, " ")
	if x.alone[key] == nil {
		var items []fhirin.Item
		for i, s := range x.sheets {
			k := keyOf(s)
			helps := strings.HasPrefix(k, "Patient/") || strings.HasPrefix(k, "Medication/") || strings.HasPrefix(k, "Specimen/") || strings.HasPrefix(k, "RelatedPerson/")
			if (helps || slices.Contains(n.from, k)) && x.decode[i] {
				items = append(items, x.items[i])
			}
		}
		x.alone[key] = asked(items, x.k)
	}
	for _, a := range x.alone[key] {
		if _, ok := a.no[n.term]; ok {
			return true
		}
	}
	return false
}

func keyOf(s sheet) string {
	tree, _ := s.tree.(map[string]any)
	if id, ok := tree["id"].(string); ok && id != "" {
		return fmt.Sprintf("%v/%s", tree["resourceType"], id)
	}
	if s.fullURL != "" {
		return s.fullURL
	}
	return fmt.Sprintf("%v in entry %d of %s", tree["resourceType"], s.entry, s.file)
}

// withheld reports whether what is gone is an element by which a resource held
// back, wholly or in part, what it says: FHIR's modifier elements, and what a result
// was made from.
func withheld(p path, d damage) bool {
	if d.name != "removed" && d.name != "null" && d.name != "emptied" {
		return false
	}
	return slices.ContainsFunc(withholding, func(name string) bool { return slices.Contains(p, any(name)) })
}

var withholding = []string{"status", "verificationStatus", "clinicalStatus", "modifierExtension", "doNotPerform", "comparator", "specimen", "dataAbsentReason"}

// judged reports whether an element belongs to a value beside which the laboratory
// has written its verdict.
func judged(tree any, p path) bool {
	verdict, _ := tree.(map[string]any)["interpretation"].([]any)
	first, _ := p[0].(string)
	return strings.HasPrefix(first, "value") && len(verdict) > 0
}

func sortedTerms(m map[string]no) []string {
	terms := make([]string, 0, len(m))
	for term := range m {
		terms = append(terms, term)
	}
	slices.Sort(terms)
	return terms
}

// records that are damaged: ours, which hold every way of saying no, and those
// of others.
func trials(t testing.TB) []*trial {
	k := base(t)
	var all []*trial
	for _, r := range []struct{ name, pattern string }{
		{"workup", "testdata/rich/workup.json"},
		{"history", "testdata/rich/history.json"},
		{"counts", "testdata/rich/counts.json"},
		{"ips", "../../testdata/fhir/ips/*.json"},
		{"us-core", "../../testdata/fhir/us-core/*.json"},
		{"who", "../../testdata/fhir/who-smart-anc/*.json"},
		{"text", "../../testdata/fhir/text/*.json"},
		{"core", "../../testdata/fhir/fhir-r4-core/*.json"},
		{"qicore", "../../testdata/fhir/qicore-obstetric/CMS334-36133ed8/*.json"},
		{"qicore dvt", "../../testdata/fhir/qicore-obstetric/CMS1028-7866f492/*.json"},
		{"qicore counts", "../../testdata/fhir/qicore-obstetric/CMS334-93ddb758/*.json"},
		{"bulk", "../../testdata/fhir/synthea-bulk-ndjson-2025/*.ndjson"},
		{"samira", "../../testdata/fhir/synthea-r4-2020/samira.json"},
		{"raeann", "../../testdata/fhir/synthea-r4-2020/raeann.json"},
	} {
		all = append(all, newTrial(t, open(t, r.name, r.pattern), k))
	}
	return all
}

// Any element of any resource removed, retyped, emptied or repeated: nothing
// panics, and no unknown becomes a no.
func TestNoDamageMakesANo(t *testing.T) {
	all := trials(t)
	rapid.Check(t, func(t *rapid.T) {
		x := all[rapid.IntRange(0, len(all)-1).Draw(t, "record")]
		i := rapid.IntRange(0, len(x.sheets)-1).Draw(t, "resource")
		elements := paths(x.sheets[i].tree, nil)
		p := elements[rapid.IntRange(0, len(elements)-1).Draw(t, "element")]
		for _, d := range damages {
			for _, w := range x.mutate(t, i, p, d) {
				t.Error(w)
			}
		}
	})
}

// The same for every element there is; minutes, not seconds.
// GRAVIDA_EXHAUSTIVE=1, or the name of one record.
func TestEveryDamage(t *testing.T) {
	which := os.Getenv("GRAVIDA_EXHAUSTIVE")
	if which == "" {
		t.Skip("GRAVIDA_EXHAUSTIVE=1 damages every element of every record")
	}
	for _, x := range trials(t) {
		if which != "1" && !slices.Contains(strings.Split(which, ","), x.name) {
			continue
		}
		n := 0
		for i := range x.sheets {
			for _, p := range paths(x.sheets[i].tree, nil) {
				for _, d := range damages {
					n++
					for _, w := range x.mutate(t, i, p, d) {
						t.Error(w)
					}
				}
			}
		}
		nos := 0
		for _, a := range x.whole {
			nos += len(a.no)
		}
		t.Logf("%s: %d resources, %d noes while whole, damaged in %d ways", x.name, len(x.sheets), nos, n)
	}
}
