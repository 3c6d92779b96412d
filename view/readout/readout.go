// Package readout shows how a record was read: what was understood and from
// which resource, what was not, and why. It judges nothing clinically.
//
// One fact stands on one line, however long: the text is for searching in.
package readout

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// Format names what the JSON is, and its version.
const Format = "reading/1"

// Record is the reading of one person's record, in words.
type Record struct {
	Format string `json:"gravida"` // reading/1
	Kind   string `json:"kind"`    // patient
	ID     string `json:"id"`
	Gender string `json:"gender,omitempty"`
	Source string `json:"source"`
	File   string `json:"file,omitempty"` // the one document all of it comes from, left out of the sources
	// Obstetric says that anything at all is known of her pregnancies.
	Obstetric   bool          `json:"obstetric"`
	Complete    bool          `json:"complete"` // no other pregnancy exists
	Pregnancies []Pregnancy   `json:"pregnancies"`
	Groups      []Group       `json:"facts"`
	SetAside    []Aside       `json:"setAside"`
	TextOnly    []Issue       `json:"textOnly"`
	Issues      []Issue       `json:"issues"`
	Unknown     []Unknown     `json:"notUnderstood"`
	LeftOut     []Unknown     `json:"leftOut"` // no table has these either; they do not look as if they mattered
	Types       []TypeOfEntry `json:"resources"`
	Losses      int           `json:"losses"`
}

// Pregnancy is one pregnancy with everything that was merged into it.
type Pregnancy struct {
	Number  int        `json:"number"`
	Outcome string     `json:"outcome"` // the id; empty when it is not known
	Says    string     `json:"says"`
	Details []Fact     `json:"details"`
	Merged  []Evidence `json:"merged"`
}

// Evidence is resources that told the same of a pregnancy, and why they belong
// there.
type Evidence struct {
	Says    string   `json:"says"`
	Why     string   `json:"why"`
	Sources []string `json:"sources"`
}

// Group is facts of one part of the case.
type Group struct {
	Part  string `json:"part"`
	Facts []Fact `json:"facts"`
}

// Fact is one fact, in the words of the case file and in a reader's.
type Fact struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Says   string `json:"says"`
	Source string `json:"source"`
	// Unused is a result that cannot be trusted; an issue says why.
	Unused bool `json:"unused,omitempty"`
}

// Issue is something that could not be trusted, or waits to be confirmed.
type Issue struct {
	Text   string `json:"text"`
	Source string `json:"source"`
	sort   string // the same without what only this record holds
}

// Aside is a resource that was not used, and why.
type Aside struct {
	Source string `json:"source"`
	What   string `json:"what"`
	Why    string `json:"why"` // one of patient.AsideReasons
	Says   string `json:"says"`
	Detail string `json:"detail,omitempty"`
}

// Unknown is a code that stands in no table.
type Unknown struct {
	System  string `json:"system"`
	Code    string `json:"code"`
	Text    string `json:"text"`
	Where   string `json:"where"`             // condition, procedure, observation, medication, encounter, allergy
	Matters string `json:"matters,omitempty"` // to what it seems to
	// Suggested is the word of ours that stands in the text. It was not used:
	// what else the text says is not understood.
	Suggested string `json:"suggested,omitempty"`
	Count     int    `json:"count"`
	Example   string `json:"example"`
}

// TypeOfEntry counts the resources of one type; the last five add up to Total.
type TypeOfEntry struct {
	Type          string `json:"type"`
	Total         int    `json:"total"`
	Read          int    `json:"read"`
	SetAside      int    `json:"setAside"`
	NotUnderstood int    `json:"notUnderstood"`
	Other         int    `json:"other"`       // does not bear on pregnancy loss
	NotHers       int    `json:"aboutNobody"` // about nobody in particular, or there a second time
}

// parts of a case, in the order they are shown, with how names of their facts
// begin. Results are named by their test alone.
var parts = []struct{ part, begins string }{
	{"person", "patient."}, {"pregnancy", "pregnancies"}, {"conditions", "conditions"}, {"conditions", "absent."}, {"events", "events"}, {"medicines", "medications"},
	{"procedures", "procedures"}, {"allergies", "allergies"}, {"lifestyle", "lifestyle."}, {"partner", "partner."}, {"status", "status."}, {"requested", "requested"},
}

const resultsPart = "results"

// What a record holds beside facts about her: which tests she says were not done, and where
// she is treated.
const notDonePart, settingPart = "notDone", "setting"

// Of puts the reading of a case into words.
func Of(c *patient.Case, base *knowledge.Base, lang string) *Record {
	r := &Record{Format: Format, Kind: "patient", ID: c.ID, Source: c.Source.String(), Obstetric: c.History.Given || len(c.Pregnancies) > 0, Complete: c.History.Complete,
		Pregnancies: []Pregnancy{}, Groups: []Group{}, SetAside: []Aside{}, TextOnly: []Issue{}, Issues: []Issue{}, Unknown: []Unknown{}, LeftOut: []Unknown{}, Types: []TypeOfEntry{}}
	r.facts(c, base, lang)
	for i := range c.Pregnancies {
		p := &c.Pregnancies[i]
		if slices.Contains([]patient.Outcome{patient.Miscarriage, patient.Biochemical, patient.UnknownLocation, patient.Stillbirth}, p.Outcome) {
			r.Losses++
		}
		for _, e := range p.Merged {
			r.Pregnancies[i].merge(e.Says, knowledge.Text{En: e.WhyEn, Zh: e.WhyZh}.In(lang), e.Source.String())
		}
	}
	for _, i := range c.Issues {
		issue := Issue{knowledge.Text{En: i.En, Zh: i.Zh}.In(lang), i.Source.String(), knowledge.Text{En: cmp.Or(i.SortEn, i.En), Zh: cmp.Or(i.SortZh, i.Zh)}.In(lang)}
		switch i.Kind {
		case patient.TextOnly:
			r.TextOnly = append(r.TextOnly, issue)
		case patient.NotUnderstood: // the list itself is shown
		default:
			r.Issues = append(r.Issues, issue)
		}
	}
	if c.Reading != nil {
		r.account(c.Reading, base, lang)
	}
	r.oneFile()
	return r
}

// merge adds a resource to those that say the same for the same reason.
func (p *Pregnancy) merge(says, why, source string) {
	for i := range p.Merged {
		if e := &p.Merged[i]; e.Says == says && e.Why == why {
			if !slices.Contains(e.Sources, source) {
				e.Sources = append(e.Sources, source)
			}
			return
		}
	}
	p.Merged = append(p.Merged, Evidence{says, why, []string{source}})
}

// oneFile takes the name of the document out of every source, where all come
// from one.
func (r *Record) oneFile() {
	var all []*string
	add := func(s *string) { all = append(all, s) }
	add(&r.Source)
	for i := range r.Pregnancies {
		p := &r.Pregnancies[i]
		for j := range p.Details {
			add(&p.Details[j].Source)
		}
		for j := range p.Merged {
			for k := range p.Merged[j].Sources {
				add(&p.Merged[j].Sources[k])
			}
		}
	}
	for i := range r.Groups {
		for j := range r.Groups[i].Facts {
			add(&r.Groups[i].Facts[j].Source)
		}
	}
	for _, list := range [][]Issue{r.TextOnly, r.Issues} {
		for i := range list {
			add(&list[i].Source)
		}
	}
	for i := range r.SetAside {
		add(&r.SetAside[i].Source)
	}
	for _, list := range [][]Unknown{r.Unknown, r.LeftOut} {
		for i := range list {
			add(&list[i].Example)
		}
	}
	_, file, _ := strings.Cut(r.Source, ":")
	for _, s := range all {
		if *s != "" && !strings.HasSuffix(*s, ":"+file) && *s != added {
			return
		}
	}
	if file == "" {
		return
	}
	r.File = file
	for _, s := range all {
		*s = strings.TrimSuffix(*s, ":"+file)
	}
}

// added is the source of what a reader of the record put in.
var added = patient.ByReader(patient.Source{}).String()

func (r *Record) facts(c *patient.Case, base *knowledge.Base, lang string) {
	grouped := map[string][]Fact{}
	unusable := map[string]bool{}
	for i := range c.Observations {
		if o := &c.Observations[i]; !o.HasNumber && o.Result == "" && o.Finding == "" {
			unusable[o.Test+" "+o.Source.String()] = true
		}
	}
	for _, f := range finding.Facts(c) {
		fact := Fact{Name: f.Name, Value: f.Value, Says: words.Sentence(words.Fact(base, lang, f.Name)), Source: f.Source.String()}
		if !strings.HasPrefix(f.Name, "absent.") { // its name says it all
			fact.Says += words.In(lang, "reading.is") + words.Value(base, lang, f.Value)
		}
		if test, _, _ := strings.Cut(f.Name, " "); unusable[test+" "+fact.Source] {
			fact.Says += words.In(lang, "reading.notUsed")
			fact.Unused = true
		}
		part := resultsPart
		for _, p := range parts {
			if strings.HasPrefix(f.Name, p.begins) {
				part = p.part
				break
			}
		}
		if part != "pregnancy" {
			grouped[part] = append(grouped[part], fact)
			continue
		}
		if strings.Count(f.Name, ".") == 1 {
			n := len(r.Pregnancies)
			r.Pregnancies = append(r.Pregnancies, Pregnancy{Number: n + 1, Outcome: string(c.Pregnancies[n].Outcome), Says: words.Sentence(words.Value(base, lang, f.Value)), Details: []Fact{}, Merged: []Evidence{}})
		} else if last := len(r.Pregnancies) - 1; last >= 0 {
			r.Pregnancies[last].Details = append(r.Pregnancies[last].Details, fact)
		}
	}
	for _, n := range c.NotDone {
		grouped[notDonePart] = append(grouped[notDonePart], Fact{Name: notDonePart, Value: n.Value, Source: n.Source.String(),
			Says: words.Sentence(words.NameOfTest(base, lang, n.Value)) + words.In(lang, "reading.is") + words.In(lang, "test.notDone")})
	}
	if s := base.Setting(c.Setting.Value); s != nil {
		grouped[settingPart] = []Fact{{Name: settingPart, Value: s.ID, Says: words.Sentence(s.Name.In(lang)), Source: c.Setting.Source.String()}}
	}
	shown := []string{"person", resultsPart, notDonePart}
	for _, p := range parts {
		shown = append(shown, p.part)
	}
	shown = append(shown, settingPart)
	done := map[string]bool{}
	for _, part := range shown {
		if !done[part] && len(grouped[part]) > 0 {
			r.Groups = append(r.Groups, Group{part, grouped[part]})
		}
		done[part] = true
	}
}

// account copies what the reader says of its own work.
func (r *Record) account(reading *patient.Reading, base *knowledge.Base, lang string) {
	r.Gender = reading.Gender
	for _, a := range reading.SetAside {
		r.SetAside = append(r.SetAside, Aside{a.Source.String(), a.What, a.Why, words.In(lang, "aside."+a.Why), a.Detail})
	}
	for _, u := range reading.Unknown {
		r.Unknown = append(r.Unknown, unknownOf(u, base))
	}
	for _, u := range reading.LeftOut {
		r.LeftOut = append(r.LeftOut, unknownOf(u, base))
	}
	for _, t := range reading.Types {
		r.Types = append(r.Types, TypeOfEntry{Type: t.Type, Total: t.Total, Read: t.Read, SetAside: t.SetAside, NotUnderstood: t.Unknown, Other: t.Other})
	}
}

// kinds are the kinds of words that a code of each part of a record can stand
// for; the first is the usual one.
var kinds = map[string][]string{
	"condition": {knowledge.CodeCondition, knowledge.CodeThrombosis}, "encounter": {knowledge.CodeCondition},
	"observation": {knowledge.CodeTest}, "procedure": {knowledge.CodeProcedure},
	"medication": {knowledge.CodeMedication}, "allergy": {knowledge.CodeAllergy},
}

func unknownOf(u patient.UnknownCode, base *knowledge.Base) Unknown {
	out := Unknown{System: u.System, Code: u.Code, Text: u.Text, Where: u.Where, Matters: u.Matters, Count: u.Count, Example: u.At.String()}
	if s := base.Terminology.Suggest(u.Text, kinds[u.Where]...); s != nil {
		out.Suggested = s.Concept
	}
	return out
}

// moreFirst orders codes by how often they occur.
func moreFirst(a, b Unknown) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Matters, b.Matters), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Code, b.Code), cmp.Compare(a.System, b.System))
}
