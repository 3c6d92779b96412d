package html

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// outlook is every published model: those whose number is hers, those whose
// number holds on a condition, and those that give her none, with the reason.
type outlook struct {
	Unfit  string // with what is on record no study's figure is hers, whatever its conditions say
	Models []model
	None   []model
}

// model is one published number, its outcome, its interval and how good it is.
type model struct {
	Name, Outcome string
	Value, Span   string // in words
	At, Low, High string // on the strip
	Glyph, Word   string
	Only          []string // on what it hangs that it fits her
	Notes         []string
	Because       opened
	Text          string
	of            *assessment.Prognosis
}

func (p *about) prognosis() (out outlook) {
	if unfit := p.a.Unfit(); unfit != "" {
		out.Unfit = words.Sentence(unfit) + p.say("stop")
	}
	for _, status := range []string{"yes", "unknown", "no"} {
		for i := range p.a.Prognosis {
			m := &p.a.Prognosis[i]
			switch {
			case m.Status != status:
			case status == "no":
				out.None = append(out.None, model{Name: words.NameOfModel(p.base, p.Lang, m.Model), Notes: []string{m.Why}, Because: p.open(m.Statement), of: m})
			default:
				out.Models = append(out.Models, p.model(m))
			}
		}
	}
	return out
}

func (p *about) model(m *assessment.Prognosis) model {
	out := model{Name: words.NameOfModel(p.base, p.Lang, m.Model), Outcome: words.NameOfPredicted(p.base, p.Lang, m.Outcome), Glyph: "met", Word: p.say("outlook." + m.Status), Text: m.Text, Because: p.open(m.Statement), of: m}
	switch {
	case p.a.Unfit() != "": // its own conditions did not think of what she has
		out.Glyph, out.Word = "not-met", p.say("outlook.unfit")
	case m.Status != "yes":
		out.Glyph = "unknown"
	}
	switch {
	case m.Range != nil && p.compares(m):
		out.Value = fmt.Sprintf("× %.2f–%.2f", m.Range.Least, m.Range.Most)
	case m.Range != nil:
		out.Value = hundred(m.Range.Least) + "–" + hundred(m.Range.Most)
	case m.Value != nil:
		out.Value, out.At = hundred(*m.Value), percent(*m.Value)
	case m.Low != nil && m.High != nil:
		out.Value = hundred(*m.Low) + "–" + hundred(*m.High)
	case m.Ratio != nil:
		out.Value = fmt.Sprintf("× %.2f", *m.Ratio)
	default:
		out.Value = "?"
	}
	if m.Low != nil && m.High != nil {
		out.Low, out.High = percent(*m.Low), percent(*m.High)
		if m.Value != nil {
			out.Span = hundred(*m.Low) + "–" + hundred(*m.High)
		}
	}
	var notes []string
	if m.Group != "" {
		notes = append(notes, p.fill("outlook.group", "group", m.Group))
	}
	if m.Interpolated {
		notes = append(notes, p.say("outlook.between"))
	}
	if len(m.Counted) > 0 {
		notes = append(notes, p.fill("outlook.counted", "list", words.Pregnancies(p.Lang, m.Counted)))
	}
	if len(notes) > 0 {
		out.Notes = append(out.Notes, words.Sentence(strings.Join(notes, p.say("list.semicolon")))+p.say("stop"))
	}
	if m.Status == "unknown" && m.Why != "" {
		out.Only = append(out.Only, p.say("outlook.onlyIf")+p.say("clause")+m.Why)
	}
	if missing := p.missing(m.Missing); missing != "" {
		out.Only = append(out.Only, missing)
	}
	if def := p.base.Model(m.Model); def != nil {
		out.Notes = append(out.Notes, def.Evidence.In(p.Lang))
	}
	return out
}

// compares reports a model that only compares odds.
func (p *about) compares(m *assessment.Prognosis) bool {
	def := p.base.Model(m.Model)
	return def != nil && def.Odds != nil
}

// hundred is a share as so many of a hundred, rounded as its sentence rounds it: a half goes up.
func hundred(v float64) string { return strconv.Itoa(int(math.Round(v * 100))) }

func percent(v float64) string { return fmt.Sprintf("%.1f%%", v*100) }

// study is what studies found of one treatment.
type study struct {
	Asks, Answer string
	Concerns     bool   // she asks about it or takes it
	Not          string // that it is not for her, and why
	Trials       []trial
	Elsewhere    opened // results in people who are not like her
	Others       string
}

// trial is one result, with whether she is like those who were in it.
type trial struct {
	Glyph, Like  string
	Quality      string
	Harms, Lacks string
	Because      opened
}

func (p *summary) studies() (list []study) {
	for _, first := range []bool{true, false} {
		for i := range p.a.Evidence {
			if e := &p.a.Evidence[i]; p.concerns(e.Treatment) == first {
				list = append(list, p.study(e, first))
			}
		}
	}
	return list
}

// concerns reports a treatment she takes or asks about.
func (p *about) concerns(treatment string) bool {
	for i := range p.a.Treatments {
		if t := &p.a.Treatments[i]; t.ID == treatment && (t.Requested || t.Taken) {
			return true
		}
	}
	return false
}

func (p *summary) study(e *assessment.Evidence, concerns bool) study {
	s := study{Asks: e.Asks, Answer: e.Answer, Concerns: concerns}
	if i := slices.IndexFunc(p.a.Treatments, func(t assessment.Treatment) bool { return t.ID == e.Treatment }); i >= 0 {
		if why := p.a.WhyNot(&p.a.Treatments[i]); why != "" {
			s.Not = p.fill("evidence.notHers", "why", why)
		}
	}
	var elsewhere []assessment.StatementID
	for i := range e.Trials {
		t := &e.Trials[i]
		if t.LikeHer == "no" || !concerns {
			elsewhere = append(elsewhere, t.Statement)
			continue
		}
		glyph := "met"
		if t.LikeHer != "yes" {
			glyph = "unknown"
		}
		out := trial{Glyph: glyph, Like: p.fill("evidence.like."+t.LikeHer, "population", t.Population), Quality: t.Quality, Harms: t.Harms, Lacks: p.missing(t.Missing), Because: p.open(t.Statement)}
		s.Trials = append(s.Trials, out)
	}
	if len(elsewhere) > 0 {
		key := "evidence.elsewhere"
		if !concerns {
			key = "evidence.studies"
		}
		s.Others = words.Count(p.Lang, key, len(elsewhere))
		s.Elsewhere = p.open(elsewhere...)
	}
	return s
}
