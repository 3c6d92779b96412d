package guideline

import (
	"cmp"
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// Score is a set of criteria held against the findings. While some of its items
// are undecided its points are a range: it is met when the lower end reaches
// the threshold, and not met when the upper end cannot.
type Score struct {
	Criterion *knowledge.Criterion
	Met       truth.Value
	Entry     truth.Value // Yes where the criteria have no entry criterion
	Sides     []SideScore
	Category  string
	Missing   []string // facts that would decide it
	// NotEvaluable are the observations, by their place in the case, that were
	// taken where they cannot be trusted or by a method that cannot be compared.
	NotEvaluable []int
	From         []finding.Ref
}

// SideScore is the points of one side.
type SideScore struct {
	Side     *knowledge.Side
	Min, Max int
	Domains  []DomainScore // those with a point, or that may still get one
}

// DomainScore is the points of one domain: only its highest item counts.
type DomainScore struct {
	Domain   *knowledge.Domain
	Min, Max int
	Item     *knowledge.Item // the one that gives Min; nil at 0
}

// Reached answers whether a side has its points.
func (s *SideScore) Reached() truth.Value { return truth.Between(s.Min, s.Max, s.Side.Threshold) }

// Begun reports whether anything holds on the side that counts most: the first.
func (s *Score) Begun() bool { return len(s.Sides) > 0 && s.Sides[0].Min > 0 }

// Rate holds a set of criteria against the findings.
func Rate(set *finding.Set, c *knowledge.Criterion) Score {
	score := Score{Criterion: c, Entry: truth.Yes}
	parts := []truth.Value{}
	for _, side := range c.Sides {
		s := rateSide(set, side)
		score.Sides = append(score.Sides, s)
		parts = append(parts, s.Reached())
	}
	var lacks []string
	if c.Entry != nil {
		score.Entry, lacks = entry(set, c)
		parts = append(parts, score.Entry)
	}
	if c.Apart != nil {
		relation, dates := apart(set, c)
		parts = append(parts, relation)
		lacks = append(lacks, dates...)
	}
	if len(c.Others) > 0 {
		ruled, facts := ruledOut(set, c)
		parts = append(parts, ruled)
		lacks = append(lacks, facts...)
	}
	score.Met = truth.And(parts...)
	if score.Met == truth.Unknown {
		score.Missing = unique(append(missing(set, &score), lacks...))
	}
	score.grounds(set)
	score.NotEvaluable = notEvaluable(set, c)
	score.Category = category(&score)
	return score
}

func rateSide(set *finding.Set, side *knowledge.Side) SideScore {
	s := SideScore{Side: side}
	for _, domain := range side.Domains {
		d := DomainScore{Domain: domain}
		for _, item := range domain.Items {
			switch set.Get(item.Finding).Value {
			case truth.Yes:
				if item.Points > d.Min {
					d.Min, d.Item = item.Points, item
				}
				d.Max = max(d.Max, item.Points)
			case truth.Unknown:
				d.Max = max(d.Max, item.Points)
			}
		}
		s.Min += d.Min
		s.Max += d.Max
		if d.Max > 0 {
			s.Domains = append(s.Domains, d)
		}
	}
	return s
}

// entry answers whether an item of the clinical side and a laboratory result
// hold within the time the criteria give.
func entry(set *finding.Set, c *knowledge.Criterion) (truth.Value, []string) {
	laboratory := set.Get(c.Entry.Laboratory)
	near := func(a, b date.Date) truth.Value { return between(a, b, knowledge.Span{}, c.Entry.Within) }
	value := truth.No
	var lacks []string
	for _, item := range items(c, c.Entry.Clinical) {
		f := set.Get(item.Finding)
		v := truth.And(f.Value, laboratory.Value)
		if v == truth.Yes {
			v = pairs(f.Dates, laboratory.Dates, near)
			if v == truth.Unknown {
				lacks = append(lacks, slices.Concat(set.Undated(f), set.Undated(laboratory))...)
			}
		} else if v == truth.Unknown {
			lacks = append(lacks, slices.Concat(f.Lacks, laboratory.Lacks)...)
		}
		value = truth.Or(value, v)
	}
	if value != truth.Unknown {
		lacks = nil
	}
	return value, lacks
}

// ruledOut answers whether every other reason for the same findings was looked
// for and is clear. One that was found leaves the criteria open, since nobody can
// tell before it is settled: the test for it is what is missing.
func ruledOut(set *finding.Set, c *knowledge.Criterion) (truth.Value, []string) {
	value := truth.Yes
	var lacks []string
	for _, item := range c.Others {
		switch f := set.Get(item.Finding); f.Value {
		case truth.Unknown:
			lacks = append(lacks, f.Lacks...)
			value = truth.Unknown
		case truth.No:
			lacks = append(lacks, set.Base.Term(item.Finding).Lacks...)
			value = truth.Unknown
		}
	}
	return value, lacks
}

// apart answers whether some item of the first side and some of the second lie
// neither too near nor too far from each other.
func apart(set *finding.Set, c *knowledge.Criterion) (truth.Value, []string) {
	value := truth.No
	var lacks []string
	for _, a := range items(c, c.Sides[0].ID) {
		for _, b := range items(c, c.Sides[1].ID) {
			fa, fb := set.Get(a.Finding), set.Get(b.Finding)
			v := truth.And(fa.Value, fb.Value)
			if v == truth.Yes {
				v = pairs(fa.Dates, fb.Dates, func(x, y date.Date) truth.Value {
					return between(x, y, c.Apart.AtLeast, c.Apart.AtMost)
				})
				if v == truth.Unknown {
					lacks = append(lacks, slices.Concat(set.Undated(fa), set.Undated(fb))...)
				}
			} else if v == truth.Unknown && dated(set, fa) && dated(set, fb) {
				lacks = append(lacks, slices.Concat(fa.Lacks, fb.Lacks)...)
			}
			value = truth.Or(value, v)
		}
	}
	if value != truth.Unknown {
		lacks = nil
	}
	return value, lacks
}

// dated reports whether a finding that holds has its dates; without them
// nothing on the other side can help.
func dated(set *finding.Set, f *finding.Finding) bool {
	return f.Value != truth.Yes || len(set.Undated(f)) == 0
}

func items(c *knowledge.Criterion, side string) (out []*knowledge.Item) {
	for _, s := range c.Sides {
		if s.ID == side {
			for _, d := range s.Domains {
				out = append(out, d.Items...)
			}
		}
	}
	return out
}

// pairs answers whether the relation holds for some pair of dates. What has no
// date may stand in any relation.
func pairs(as, bs []date.Date, relation func(a, b date.Date) truth.Value) truth.Value {
	if len(as) == 0 || len(bs) == 0 {
		return truth.Unknown
	}
	value := truth.No
	for _, a := range as {
		for _, b := range bs {
			value = truth.Or(value, relation(a, b))
		}
	}
	return value
}

// between answers whether the time between two dates, in either order, is at
// least one span and at most another. A date known to the month or year stands
// for every day in it.
func between(a, b date.Date, atLeast, atMost knowledge.Span) truth.Value {
	if !a.Known() || !b.Known() {
		return truth.Unknown
	}
	yes, no := false, false
	for _, x := range []int{a.Earliest(), a.Latest()} {
		for _, y := range []int{b.Earliest(), b.Latest()} {
			first, second := date.FromDay(min(x, y)), date.FromDay(max(x, y))
			holds := date.Compare(atLeast.After(first), second) <= 0 && date.Compare(second, atMost.After(first)) <= 0
			yes, no = yes || holds, no || !holds
		}
	}
	// Two ranges that overlap may also mean the same day.
	if a.Earliest() <= b.Latest() && b.Earliest() <= a.Latest() && atLeast != (knowledge.Span{}) && yes {
		no = true
	}
	switch {
	case yes && no:
		return truth.Unknown
	case yes:
		return truth.Yes
	}
	return truth.No
}

// missing names the facts of undecided items that could still raise a side
// that has not reached its threshold.
func missing(set *finding.Set, s *Score) (out []string) {
	for i := range s.Sides {
		side := &s.Sides[i]
		if side.Reached() == truth.Yes {
			continue
		}
		for _, d := range side.Domains {
			for _, item := range d.Domain.Items {
				if f := set.Get(item.Finding); f.Value == truth.Unknown && item.Points > d.Min {
					out = append(out, f.Lacks...)
				}
			}
		}
	}
	return out
}

// grounds gathers the facts behind every item that gave points.
func (s *Score) grounds(set *finding.Set) {
	for _, side := range s.Sides {
		for _, d := range side.Domains {
			if d.Item != nil {
				s.From = append(s.From, set.Get(d.Item.Finding).From...)
			}
		}
	}
	if s.Met == truth.Yes {
		for _, item := range s.Criterion.Others {
			s.From = append(s.From, set.Get(item.Finding).From...)
		}
	}
}

// notEvaluable lists results of the criteria's tests that say nothing here.
func notEvaluable(set *finding.Set, c *knowledge.Criterion) (out []int) {
	for _, u := range set.Untrusted {
		if slices.Contains(c.Trust, set.Case.Observations[u.Observation].Test) {
			out = append(out, u.Observation)
		}
	}
	for i := range set.Case.Observations {
		o := &set.Case.Observations[i]
		test := set.Base.Test(o.Test)
		if slices.Contains(c.Trust, o.Test) && !slices.Contains(out, i) && otherMethod(o, test, c.Assay) && !belowLimit(o) {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(i, j int) int {
		a, b := &set.Case.Observations[i], &set.Case.Observations[j]
		return cmp.Or(cmp.Compare(set.Base.Test(a.Test).Order, set.Base.Test(b.Test).Order), date.Compare(a.Date, b.Date),
			cmp.Compare(a.Source.String(), b.Source.String()))
	})
	return out
}

// otherMethod reports a number whose method or unit cannot be compared with
// those the thresholds are meant for.
func otherMethod(o *patient.Observation, test *knowledge.Test, assays []string) bool {
	if test.Kind != knowledge.Antibody || o.Result == patient.Negative || !o.HasNumber {
		return false
	}
	return o.UnitIs != test.Unit || o.Assay != "" && len(assays) > 0 && !slices.Contains(assays, o.Assay)
}

// belowLimit reports a number that is negative by the laboratory's own limit.
func belowLimit(o *patient.Observation) bool {
	return o.HasNumber && o.HasUpper && o.Number <= o.UpperLimit && o.Comparator != patient.Above && o.Comparator != patient.AtLeast
}

// category names the constellation of the last side: one group of domains
// alone, or several together. While a domain is undecided there is none.
func category(s *Score) string {
	if len(s.Criterion.Categories) == 0 {
		return ""
	}
	last := s.Sides[len(s.Sides)-1]
	held := map[string]bool{}
	for _, d := range last.Domains {
		for _, c := range s.Criterion.Categories {
			if slices.Contains(c.Domains, d.Domain.ID) && d.Min > 0 {
				held[c.ID] = true
			}
		}
	}
	open := last.Max > last.Min
	for _, c := range s.Criterion.Categories {
		switch {
		case len(c.Domains) == 0 && len(held) > 1:
			return c.ID
		case len(held) == 1 && held[c.ID] && !open:
			return c.ID
		}
	}
	return ""
}

func unique(list []string) (out []string) {
	seen := map[string]bool{}
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
