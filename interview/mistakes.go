package interview

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Mistake is something in an answer that cannot be right, in her words.
type Mistake struct {
	Page, Field string // Field is "" where the page as a whole does not fit
	Box         string // of a date or of weeks: the box that is wrong, if one is
	Says        knowledge.Text
	With        string // the other page it does not fit with, if one is known
	// Detail says the same for a developer, in English.
	Detail string
}

// Mistakes are all that is wrong with what was said.
type Mistakes []Mistake

// Error is one mistake a line.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, one := range m {
		lines[i] = fmt.Sprintf("%s %s: %s %s", one.Page, one.Field, one.Says.En, one.Detail)
	}
	return strings.Join(lines, "\n")
}

// check looks at each field of an answer by itself.
func (v *Interview) check(p *Page, a Answer, today date.Date) (wrong Mistakes) {
	for name := range a.Values {
		if !slices.ContainsFunc(p.Fields, func(f Field) bool { return f.Name == name }) {
			wrong = append(wrong, Mistake{Page: p.ID, Says: v.texts.say("wrong.choice"), Detail: "no field " + strconv.Quote(name)})
		}
	}
	for i := range p.Fields {
		f := &p.Fields[i]
		if !f.Asked(a.Values) {
			continue // it does not count
		}
		for _, value := range a.Values[f.Name] {
			if says, box := v.wrongIn(f, value, today); says.En != "" {
				if f.Kind == Number || f.Kind == Weeks || f.Kind == Date {
					says = f.named(says, v.texts.say("wrong.named"))
				}
				wrong = append(wrong, Mistake{Page: p.ID, Field: f.Name, Box: box, Says: says, Detail: strconv.Quote(value)})
			}
		}
		if f.Kind == One && len(p.counts(a).Values[f.Name]) > 1 {
			wrong = append(wrong, Mistake{Page: p.ID, Field: f.Name, Says: v.texts.say("wrong.two")})
		}
		if f.Kind == Many && a.has(f.Name, None) && len(p.counts(a).Values[f.Name]) > 1 {
			wrong = append(wrong, Mistake{Page: p.ID, Field: f.Name, Says: v.texts.say("wrong.none")})
		}
		if strings.HasSuffix(f.Name, ".unit") && (a.value(f.Name) == "" && f.Usual == "" || v.unlikely(f, a)) {
			wrong = append(wrong, Mistake{Page: p.ID, Field: f.Name, Says: v.texts.say("wrong.unit")})
		}
	}
	if two := v.texts.contradiction(p, a, today); two != nil && !slices.ContainsFunc(wrong, func(m Mistake) bool { return m.Field == two.Field }) {
		wrong = append(wrong, *two)
	}
	if field := noRange(p, p.counts(a)); field != "" && !slices.ContainsFunc(wrong, func(m Mistake) bool { return m.Field == field }) {
		wrong = append(wrong, Mistake{Page: p.ID, Field: field, Says: v.texts.say("wrong.between")})
	}
	return wrong
}

// unlikely reports a number that nobody has in the unit that is usual: its unit has to be
// looked up.
func (v *Interview) unlikely(f *Field, a Answer) bool {
	test := strings.TrimSuffix(f.Name, ".unit")
	if unit := a.value(f.Name); f.Usual == "" || unit != "" && unit != f.Usual {
		return false
	}
	n, err := strconv.ParseFloat(strings.TrimLeft(a.value(test+".value"), "<>=≤≥ "), 64)
	return err == nil && n >= v.texts.Usual[test].Below
}

// Wrong is what is wrong with one value of a field by itself; empty when nothing is.
func (v *Interview) Wrong(f *Field, value string, today date.Date) (says knowledge.Text) {
	says, _ = v.wrongIn(f, value, today)
	return says
}

// wrongIn says it with the box of the field that is wrong, if one is.
func (v *Interview) wrongIn(f *Field, value string, today date.Date) (says knowledge.Text, box string) {
	if says, box = v.wrong(f, value, today); says.En == "" {
		return says, ""
	}
	if guess := f.guess(value); guess.En != "" {
		ask := v.texts.say("wrong.guess")
		says.En += strings.ReplaceAll(ask.En, "{guess}", guess.En)
		says.Zh += strings.ReplaceAll(ask.Zh, "{guess}", guess.Zh)
	}
	return says, box
}

// wrong is what is wrong with a value, without a guess at what was meant.
func (v *Interview) wrong(f *Field, value string, today date.Date) (says knowledge.Text, box string) {
	if value = f.plainly(value); value == "" {
		return says, ""
	}
	switch f.Kind {
	case One, Many:
		if !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value }) {
			return v.texts.say("wrong.choice"), ""
		}
	case Date:
		d, err := date.Parse(value)
		if err != nil {
			return v.texts.wrongDate(value)
		}
		if f.Past && today.Known() && d.Earliest() > today.Latest() {
			return v.texts.say("wrong.future"), ""
		}
	case Weeks:
		if _, err := patient.ParseGestation(value); err != nil {
			return v.texts.wrongWeeks(value)
		}
	case Number:
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return v.texts.say("wrong.number"), ""
		}
		if f.Highest > 0 && !(n >= f.Lowest && n <= f.Highest) {
			limits := strings.NewReplacer("{low}", fmt.Sprint(f.Lowest), "{high}", fmt.Sprint(f.Highest))
			says = v.texts.say("wrong.limits")
			return knowledge.Text{En: limits.Replace(says.En), Zh: limits.Replace(says.Zh)}, ""
		}
	}
	return says, ""
}
