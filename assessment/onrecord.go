package assessment

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
	"github.com/gravida-health/gravida/view/words"
)

// mostTimes is how many of the results of one test the line of the record tells.
const mostTimes = 2

// nbsp holds a number and its unit together.
const nbsp = "\u00a0"

// OnRecord is what the record holds of results, in as few words as can be: first what
// several of them make together, then what is outside the limits, positive, seen or not
// to be told, and the chromosomes of a loss; in plain the names of the tests of which
// nothing of that kind is on record. Each in the order of a work-up.
func (a *Assessment) OnRecord() (telling, plain []string) {
	for _, term := range words.Under("profile.") {
		if f := a.verdicts.Findings.Get(strings.TrimPrefix(term, "profile.")); f != nil && f.Value == truth.Yes {
			telling = append(telling, a.say(term))
		}
	}
	type told struct {
		names     []string
		tail, day string
	}
	var list []*told
	for _, test := range a.base.Tests {
		tail, day, tells, ok := a.recorded(test)
		name := words.NameOfTest(a.base, a.Lang, test.ID)
		switch {
		case !ok:
		case !tells:
			plain = append(plain, name)
		default:
			if i := slices.IndexFunc(list, func(t *told) bool { return t.tail == tail && t.day == day }); i >= 0 {
				list[i].names = append(list[i].names, name)
				continue
			}
			list = append(list, &told{[]string{name}, tail, day})
		}
	}
	for i, t := range list {
		text := strings.Join(t.names, a.say("list.and")) + a.say("clause") + t.tail
		if i > 0 && t.day != "" && t.day == list[i-1].day { // of one day: it is said once
			telling[len(telling)-1] = strings.TrimSuffix(telling[len(telling)-1], t.day) + a.say("list.comma") + text + t.day
			continue
		}
		telling = append(telling, text+t.day)
	}
	return append(telling, a.tissues()...), plain
}

// recorded is what the record holds of one test, the newest first, with whether it tells
// more than that all is well. Where all of it is of the same days these stand apart.
func (a *Assessment) recorded(test *knowledge.Test) (text, day string, tells, ok bool) {
	var t Test
	if i := slices.IndexFunc(a.Tests, func(t Test) bool { return t.ID == test.ID }); i >= 0 {
		t = a.Tests[i]
	}
	t.ID = test.ID
	newest := a.Latest(&t)
	if newest == nil {
		return "", "", false, false
	}
	var list []*patient.Observation
	for i := range a.subject.Observations {
		if o := &a.subject.Observations[i]; o.Test == test.ID {
			list = append(list, o)
		}
	}
	slices.SortStableFunc(list, func(x, y *patient.Observation) int {
		switch {
		case x == newest || y == newest:
			return later(x != newest, y != newest)
		case !x.Date.Known() || !y.Date.Known():
			return later(!x.Date.Known(), !y.Date.Known())
		}
		return date.Compare(y.Date, x.Date)
	})
	type said struct {
		same, text string
		left       NotCounted
		dates      []string
	}
	var groups []said
	for _, o := range list {
		judged := ""
		if o == newest {
			judged = t.Judged
		}
		tells = tells || judged != "" || speaks(o)
		same, left := a.shortResult(o, ""), t.leftOut(o)
		tells = tells || left.Context != "" // nothing was found, but it does not count
		i := slices.IndexFunc(groups, func(g said) bool {
			return g.same == same && g.left.Context == left.Context && g.left.Perhaps == left.Perhaps
		})
		if i < 0 {
			i = len(groups)
			groups = append(groups, said{same: same, text: a.shortResult(o, judged), left: left})
		}
		if day := words.Date(a.Lang, o.Date); day != "" && o.Date.Known() {
			groups[i].dates = append(groups[i].dates, day)
		}
	}
	var parts []string
	if len(groups) == 1 && groups[0].left.Context == "" {
		g := &groups[0]
		slices.Reverse(g.dates)
		return g.text, a.on(g.dates), tells, true
	}
	for _, g := range groups[:min(mostTimes, len(groups))] {
		slices.Reverse(g.dates)
		part := g.text + a.on(g.dates)
		if g.left.Context != "" {
			key := "record.left"
			if g.left.Perhaps {
				key = "record.left.perhaps"
			}
			part += a.fill("bracket", "what", a.fill(key, "context", a.value(g.left.Context)))
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, a.say("list.comma")), "", tells, true
}

// on says when: the days, or how often and from when to when.
func (a *Assessment) on(dates []string) string {
	switch {
	case len(dates) == 0:
		return a.fill("record.on", "dates", a.say("record.undated"))
	case len(dates) > mostTimes:
		return a.fill("record.times", "n", words.Count(a.Lang, "record.count", len(dates)), "dates", dates[0]+a.say("record.to")+dates[len(dates)-1])
	}
	return a.fill("record.on", "dates", strings.Join(dates, a.say("list.and")))
}

// speaks reports a result that says by itself more than that all is well.
func speaks(o *patient.Observation) bool {
	switch o.Result {
	case patient.Positive, patient.Abnormal, patient.Indeterminate:
		return true
	}
	return o.Finding != "" && o.Finding != patient.Normal
}

// shortResult is one result with how it was judged.
func (a *Assessment) shortResult(o *patient.Observation, judged string) string {
	number := words.Clean(words.Digits(strings.Trim(o.AsWritten()+nbsp+o.Unit, nbsp)))
	word := a.value(o.Result)
	if o.Finding != "" {
		word = a.value(o.Finding)
	}
	switch {
	case number == "":
		return word
	case word != "":
		return number + a.fill("bracket", "what", word)
	case judged == "":
		return number
	}
	return number + a.fill("bracket", "what", a.say("result."+judged))
}

// tissues are the chromosomes of her losses, those together of which the same is known,
// and her partner's.
func (a *Assessment) tissues() (list []string) {
	var order []string
	places := map[string][]int{}
	for i := range a.subject.Pregnancies {
		k := a.subject.Pregnancies[i].TissueKaryotype
		if !k.Known {
			continue
		}
		if places[k.Value] == nil {
			order = append(order, k.Value)
		}
		places[k.Value] = append(places[k.Value], i+1)
	}
	for _, value := range order {
		list = append(list, a.fill("record.tissue", "list", words.Pregnancies(a.Lang, places[value]), "value", a.value(value)))
	}
	if k := a.subject.Partner.Karyotype; k.Known {
		list = append(list, a.fill("record.partner", "value", a.value(k.Value)))
	}
	return list
}
