package server

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
	"github.com/gravida-health/gravida/view/words"
)

// timeline is her history as a picture: a bar for each pregnancy, by weeks, with its
// words beside it.
type timeline struct {
	Lang string
	Bars []bar
	Cuts []string // where the frame draws the line between early and late, in per cent
	Axis []tick
}

// bar is one pregnancy. Its lengths are per cent of the axis.
type bar struct {
	When, What string
	Kind       string // loss, late, live, other, now, unknown
	Length     string
	Open       string // from Length on it is not known how long; empty when it is
	This       bool   // the one that is asked about
}

type tick struct{ At, Says, Anchor string }

// axisWeeks is how many weeks the picture shows, and axisStep how far its marks stand
// apart. They are the scale of a drawing; nothing is decided by them.
const axisWeeks, axisStep = 42, 14

func percent(days int) string { return fmt.Sprintf("%.2f%%", min(100, float64(days)/7/axisWeeks*100)) }

// timeline draws the pregnancies of a case; this is the number of the one that is
// asked about, which may not be there yet, or 0. It is nil when there is nothing to
// draw.
func (s *Server) timeline(c *patient.Case, lang string, this int) *timeline {
	if len(c.Pregnancies) == 0 {
		return nil
	}
	t := &timeline{Lang: lang}
	for i := range c.Pregnancies {
		p := &c.Pregnancies[i]
		b := s.bar(p, lang)
		b.This = i+1 == this
		t.Bars = append(t.Bars, b)
	}
	if this > len(c.Pregnancies) {
		t.Bars = append(t.Bars, bar{When: strconv.Itoa(this), What: words.In(lang, "web.tl.this"), Kind: "unknown", Length: "0%", This: true})
	}
	for _, g := range s.engine.Base().Guidelines {
		if early, ok := g.Pattern["early"]; ok {
			t.Cuts = append(t.Cuts, percent(int(early.Before)))
		}
	}
	for w := 0; w < axisWeeks; w += axisStep {
		says, anchor := strconv.Itoa(w), "middle"
		if w == 0 { // the unit once, where there is room also on a phone
			says, anchor = words.In(lang, "timeline.begin"), "start"
		}
		t.Axis = append(t.Axis, tick{percent(w * 7), says, anchor})
	}
	t.Axis = append(t.Axis, tick{"100%", strconv.Itoa(axisWeeks), "end"})
	return t
}

func (s *Server) bar(p *patient.Pregnancy, lang string) bar {
	b := bar{When: words.Date(lang, p.Ended), Kind: "other", Length: percent(p.Gestation.Min)}
	if b.When == "" && p.Outcome != patient.Ongoing {
		b.When = words.In(lang, "pregnancy.date.unknown")
	}
	name := words.In(lang, "pregnancy.outcome.unknown")
	if o := s.engine.Base().Outcome(string(p.Outcome)); o != nil {
		name = o.Name.In(lang)
	}
	switch {
	case p.Outcome == patient.Livebirth:
		b.Kind = "live"
	case p.Outcome == patient.Ongoing:
		b.Kind, b.When = "now", words.In(lang, "web.tl.now")
	case s.counts("early", p):
		b.Kind = "loss"
	case s.counts("late", p):
		b.Kind = "late"
	}
	b.What = words.Sentence(name)
	if p.Gestation.Known() {
		b.What += words.In(lang, "list.comma") + words.PlainGestation(lang, p.Gestation)
		if p.Gestation.Max-p.Gestation.Min > 6 {
			b.Open = fmt.Sprintf("%.2f%%", min(100, float64(p.Gestation.Max-p.Gestation.Min)/7/axisWeeks*100))
		}
	} else {
		b.Kind = "unknown"
		b.What += words.In(lang, "list.comma") + words.In(lang, "pregnancy.gestation.unknown")
	}
	return b
}

// counts reports whether a pregnancy surely is what the frame's pattern calls by that
// name.
func (s *Server) counts(name string, p *patient.Pregnancy) bool {
	for _, g := range s.engine.Base().Guidelines {
		if c, ok := g.Pattern[name]; ok && slices.Contains(c.Outcomes, string(p.Outcome)) {
			return p.Gestation.Before(int(c.Before)) == truth.Yes && p.Gestation.Before(int(c.From)) == truth.No
		}
	}
	return false
}
