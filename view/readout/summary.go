package readout

import (
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// WriteText shows the total.
func (t *Total) WriteText(w io.Writer, base *knowledge.Base, lang string) error {
	t.finish()
	p := &page{lang: lang, base: base}
	n := strconv.Itoa
	p.line(0, p.say("reading.summary"))
	p.line(2, p.fill("reading.sum.patients", "n", n(t.Patients), "1", n(t.Women), "2", n(t.Men), "what", n(t.OtherGender)))
	p.line(2, p.fill("reading.sum.obstetric", "n", n(t.Obstetric), "1", n(t.Recurrent)))
	p.line(2, p.fill("reading.sum.pregnancies", "n", n(t.Pregnancies), "1", n(t.Losses), "list", p.outcomes(t.Outcomes)))
	p.line(2, p.fill("reading.sum.facts", "n", n(t.Results), "1", n(t.Facts)))
	p.types(t.Types)
	p.setAside(t.SetAside)
	p.counted("reading.textOnly", t.TextOnly)
	p.counted("reading.issues", t.Issues)
	p.unknown("reading.unknown", t.Unknown)
	p.howTo(t.Unknown)
	p.unknown("reading.leftOut", t.LeftOut)
	if t.Uncounted > 0 {
		p.line(0, "")
		p.line(0, p.fill("reading.uncounted", "n", n(t.Uncounted)))
	}
	return p.writeTo(w)
}

func (p *page) setAside(asides []AsideSum) {
	sum := 0
	for _, a := range asides {
		sum += a.Count
	}
	if sum == 0 {
		return
	}
	p.heading("reading.setAside", sum)
	for _, a := range asides {
		var types []string
		for _, kind := range slices.Sorted(maps.Keys(a.Types)) {
			types = append(types, kind+" "+strconv.Itoa(a.Types[kind]))
		}
		p.line(2, p.times(a.Count)+"  "+a.Says+p.fill("bracket", "what", strings.Join(types, p.say("list.comma"))))
	}
}

// counted lists sentences with how often each is said.
func (p *page) counted(key string, all []Counted) {
	sum := 0
	for _, c := range all {
		sum += c.Count
	}
	if sum == 0 {
		return
	}
	p.heading(key, sum)
	for _, c := range all[:min(len(all), most)] {
		p.line(2, at(p.times(c.Count)+"  "+c.Says, c.Example))
	}
	p.more(len(all))
}

func (p *page) outcomes(counts map[string]int) string {
	var parts []string
	for _, o := range slices.Sorted(maps.Keys(counts)) {
		name := p.say("pregnancy.outcome.unknown")
		if o != "" {
			name = words.Value(p.base, p.lang, o)
		}
		parts = append(parts, name+" "+strconv.Itoa(counts[o]))
	}
	if len(parts) == 0 {
		return "–"
	}
	return strings.Join(parts, p.say("list.comma"))
}

// WriteHint says how to see each patient of a summary.
func WriteHint(w io.Writer, lang string) error {
	p := &page{lang: lang}
	p.line(0, "")
	p.line(0, p.say("reading.each"))
	return p.writeTo(w)
}
