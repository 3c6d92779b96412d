package interview

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// eachForm has the parts of a page for each pregnancy they fit. A part without
// options asks for the week a disorder appeared in. No part fits, no page.
//
// What was answered stands for the pregnancies told of by then: one that is told of later
// has a further page of its own, and takes nothing away from the others.
func (v *Interview) eachForm(s State, e *entry, id string, ask knowledge.Text) (fields []Field) {
	from, to := toldBefore(s, e, id), toldBy(s, id)
	var only []Only
	if e.Absent != "" {
		only = []Only{{Field: "any", Is: []string{yes, "severe"}}}
	}
	for i := range e.Parts {
		if part := &e.Parts[i]; len(v.together(s, part, from, to)) > 0 {
			fields = append(fields, v.togetherField(s, part, from, to))
		}
	}
	for n := from + 1; n <= to; n++ {
		for i := range e.Parts {
			if part := &e.Parts[i]; v.fits(s, part, n) {
				f := v.partField(s, part, n)
				f.Only = only
				if of := v.together(s, part, from, to); len(of) > 0 {
					f.Only = []Only{{Field: togetherName(part, of), Is: []string{Differs}}}
				}
				if len(e.Parts) == 1 {
					f.Label, f.Group = f.Group, knowledge.Text{}
				}
				fields = append(fields, f)
			}
		}
	}
	if e.Absent != "" && len(fields) > 0 {
		choice := e.Any
		if choice == "" {
			choice = "yesOrNo"
		}
		fields = append([]Field{{Name: "any", Label: ask, Kind: One, Options: v.texts.options(choice)}}, fields...)
	}
	return fields
}

// toldBy is the last pregnancy that was told of when a page was first answered; the last of
// all where it was not.
func toldBy(s State, page string) (last int) {
	last = recorded(s)
	for _, a := range s.Answers {
		if n, ok := number(a.Page); ok {
			last = max(last, n)
		}
		if a.Page == page {
			return min(last, pregnancies(s))
		}
	}
	if s.kept(page) {
		last = recorded(s)
		for last > 0 && s.From.Pregnancies[last-1].Outcome == "" && !s.kept(pregnancyPage(last)) {
			last-- // how it went is told only now
		}
		return last
	}
	return pregnancies(s)
}

// toldBefore is the last pregnancy that earlier pages of the same questions stand for.
func toldBefore(s State, e *entry, id string) int {
	k, _, further := furtherOf(id)
	switch {
	case !further:
		return 0
	case k == firstFurther:
		return toldBy(s, e.ID)
	}
	return toldBy(s, furtherPage(k-1, e.ID))
}

// furtherEach is the page that asks of a pregnancy that was told of after a page of each was
// answered; "" where none is needed.
func (v *Interview) furtherEach(s State, e *entry, n int) string {
	page := e.ID
	for k := firstFurther; s.answered(page); k++ {
		if n <= toldBy(s, page) {
			return ""
		}
		page = furtherPage(k, e.ID)
	}
	return page
}

// together are the pregnancies that one answer to a part may stand for: those it fits
// after one and up to another, where there are several.
func (v *Interview) together(s State, p *part, from, to int) (of []int) {
	if !p.Together {
		return nil
	}
	for n := from + 1; n <= to; n++ {
		if v.fits(s, p, n) {
			of = append(of, n)
		}
	}
	if len(of) < 2 {
		return nil
	}
	return of
}

// ofAll begins the name of a field that asks of several pregnancies at once.
const ofAll = "all."

// togetherName names the pregnancies its answer is for, so that it never counts for one
// that is told of later.
func togetherName(p *part, of []int) string {
	numbers := make([]string, len(of))
	for i, n := range of {
		numbers[i] = strconv.Itoa(n)
	}
	return ofAll + p.Field + "." + strings.Join(numbers, "-")
}

// togetherField asks it of all; where the answer is a list, several may be true.
func (v *Interview) togetherField(s State, p *part, from, to int) Field {
	f := v.partField(s, p, 1)
	f.Name, f.Group = togetherName(p, v.together(s, p, from, to)), knowledge.Text{}
	at := len(f.Options)
	if !p.UnsureSecond {
		at-- // that she is not sure
	}
	f.Options = slices.Insert(f.Options, at, v.texts.options("differs")...)
	return f
}

// partName is the name of a part's field: the number of the pregnancy and its key.
func partName(n int, field string) string { return strconv.Itoa(n) + "." + field }

func (v *Interview) partField(s State, p *part, n int) Field {
	f := Field{Name: partName(n, p.Field), Label: p.Ask, Help: p.Help, Group: v.pregnancyName(s, n), Kind: One}
	switch {
	case len(p.Options) == 0:
		f.Kind, f.Help = Weeks, v.texts.say("each.from")
	case p.list():
		f.Kind, f.Options = Many, append(asOptions(p.Options), v.texts.options("unsure")...)
	case p.Field == "partner":
		f.Options = append(v.partnerOptions(s, p), v.texts.options("ratherNot")...)
	case p.UnsureSecond:
		f.Options = slices.Insert(asOptions(p.Options), 1, v.texts.options("unsure")...)
	default:
		f.Options = append(asOptions(p.Options), v.texts.options("unsure")...)
	}
	return f
}

// list reports whether the part's key of a pregnancy holds several words.
func (p *part) list() bool { return p.Field == "documentedBy" || p.Field == "details" }

// partnerOptions are the partners a record knows by a label, or else the page's own.
func (v *Interview) partnerOptions(s State, p *part) (options []Option) {
	labels, first := partnerLabels(s)
	if len(labels) == 0 {
		options = asOptions(p.Options)
		if l := s.From; l != nil && l.Partner.Label.Known {
			options[0].Value = l.Partner.Label.Value
		}
		return options
	}
	for _, n := range first {
		options = append(options, Option{Value: asIn + strconv.Itoa(n), Label: numbered(v.texts.say("partner.as"), n)})
	}
	return append(options, v.texts.options("otherPartner")...)
}

// toldOf is what was said of a pregnancy, by her or by the record: its outcome, its
// weeks and when it ended, as far as they are known.
func toldOf(s State, n int) (outcome string, weeks patient.Gestation, ended string) {
	if n <= recorded(s) {
		p := s.From.Pregnancies[n-1]
		outcome, weeks, ended = string(p.Outcome), p.Gestation, p.Ended.String()
	}
	a, _ := s.Answer(pregnancyPage(n))
	if o := a.value("outcome"); o != "" && o != Unsure {
		outcome = o
	}
	if day := plainDate(inDigits(a.value("ended"))); day != "" {
		ended = day
	}
	said := []string{a.value("roughly"), a.value("weeks")}
	if outcome == string(patient.Ongoing) {
		for _, now := range s.Answers { // she is asked once how far she is
			said = append(said, now.value("status.gestation"))
		}
	}
	for _, text := range said {
		if g, err := weeksOrRange(inDigits(text)); err == nil && text != "" {
			weeks = g
		}
	}
	return outcome, weeks, ended
}

// fits reports whether a part is worth asking of a pregnancy: it ended in a way the
// part is for, and may have gone far enough. What is not asked stays unknown.
func (v *Interview) fits(s State, p *part, n int) bool {
	outcome, weeks, _ := toldOf(s, n)
	if outcome != "" && len(p.Of) > 0 && !slices.Contains(p.Of, outcome) {
		return false
	}
	from, err := patient.ParseGestation(p.From)
	if err != nil {
		return true // no limit
	}
	if !weeks.Known() {
		for _, o := range v.base.Outcomes {
			if o.ID == outcome {
				weeks = patient.Gestation{Min: int(o.From), Max: int(o.To)}
			}
		}
	}
	return !weeks.Known() || weeks.Max >= from.Min
}

// pregnancyName is how she knows a pregnancy: its number, how it ended and when.
func (v *Interview) pregnancyName(s State, n int) knowledge.Text {
	outcome, _, ended := toldOf(s, n)
	name := numbered(v.texts.say("pregnancy"), n)
	in := func(lang string) string {
		parts := []string{name.In(lang)}
		for _, o := range v.base.Outcomes {
			if o.ID == outcome {
				parts = append(parts, v.texts.outcome(o).In(lang))
			}
		}
		if ended != "" {
			parts = append(parts, words.DateOf(lang, ended))
		}
		return strings.Join(parts, words.In(lang, "list.dot"))
	}
	return knowledge.Text{En: in("en"), Zh: in("zh")}
}

// writeEach sets what was said of each pregnancy.
func (v *Interview) writeEach(d draft, e *entry, a Answer, at func(string) place) {
	list, _ := d["pregnancies"].([]any)
	for i := range e.Parts {
		if e.Parts[i].Field == "partner" {
			labelled(d, list, a, at)
			continue
		}
		for n := range list {
			name := partName(n+1, e.Parts[i].Field)
			if all := answeredTogether(a, &e.Parts[i], n+1); all != "" {
				name = all
			}
			writePart(list[n], &e.Parts[i], name, a, at)
		}
	}
	switch word := v.base.Word(knowledge.Conditions, e.Absent); {
	case word == nil:
	case (a.value("any") == "severe" || a.value("any") == yes) && slices.ContainsFunc(e.Parts, func(p part) bool { return toldIn(list, p.Field) }):
		d.dropped("absent", word.ID) // that pregnancy tells it
	case a.value("any") == no:
		d.without(e.Absent, at("any"))
	case a.value("any") != "" && a.value("any") != Unsure:
		d.present(word, at("any"))
	}
}

// severeDetail is the detail of a pregnancy that goes with the week a disorder appeared
// in: only its severe form is asked for a week.
var severeDetail = map[string]string{"severePreeclampsiaAt": "pre-eclampsia-severe", "severePlacentalInsufficiencyAt": "placental-insufficiency-severe"}

// toldIn reports whether a key was told of one of the pregnancies.
func toldIn(pregnancies []any, key string) bool {
	return slices.ContainsFunc(pregnancies, func(p any) bool { of, ok := p.(draft); return ok && of[key] != nil })
}

// answeredTogether is the field that answers a part for all pregnancies, this one among
// them; "" where each is asked by itself.
func answeredTogether(a Answer, p *part, n int) string {
	for name := range a.Values {
		rest, ok := strings.CutPrefix(name, ofAll+p.Field+".")
		if ok && !a.has(name, Differs) && slices.Contains(strings.Split(rest, "-"), strconv.Itoa(n)) {
			return name
		}
	}
	return ""
}

func writePart(pregnancy any, part *part, name string, a Answer, at func(string) place) {
	p, ok := pregnancy.(draft)
	words := a.several(name)
	if !ok || len(words) == 0 {
		return
	}
	if detail := severeDetail[part.Field]; detail != "" && !p.holds("details", "", detail) {
		p.add("details", said{detail, at(name)})
	}
	if !part.list() {
		p[part.Field] = said{words[0], at(name)}
		return
	}
	if part.Field == "documentedBy" {
		delete(p, part.Field)
	}
	for _, word := range words {
		if !p.holds(part.Field, "", word) {
			p.add(part.Field, said{word, at(name)})
		}
	}
}
