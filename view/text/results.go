package text

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/view/words"
)

// result is the latest result on record of a test, in what context it was taken
// and when.
func (p *page) result(t *assessment.Test) string {
	latest := p.a.Latest(t)
	if latest == nil {
		return ""
	}
	parts := []string{
		strings.Trim(latest.AsWritten()+nbsp+latest.Unit, nbsp),
		p.value(latest.Result), p.value(latest.Finding),
	}
	context := t.LeftOut(latest)
	for _, c := range latest.Context {
		if c != context { // which is said with the reason
			parts = append(parts, p.value(c))
		}
	}
	day := words.Date(p.lang, latest.Date)
	if ago := words.Ago(p.lang, latest.Date, p.a.Subject().AsOf); ago != "" {
		day += p.fill("bracket", "what", ago)
	}
	parts = append(parts, day, p.trend(t.Trend))
	if context != "" {
		parts = append(parts, p.fill("test.notCounted", "context", p.value(context)))
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), p.say("list.comma"))
}

// trend says how the latest number stands to the one before it.
func (p *page) trend(t *assessment.Trend) string {
	if t == nil {
		return ""
	}
	on, err := date.Parse(t.On)
	if err != nil {
		return ""
	}
	return p.fill("trend."+t.Direction, "than", strings.TrimSpace(t.Than+nbsp+t.Unit), "date", words.Date(p.lang, on))
}

// value puts a word of a result into words; "" for none.
func (p *page) value(word string) string {
	if word == "" {
		return ""
	}
	return words.Value(p.base, p.lang, word)
}
