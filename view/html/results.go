package html

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/view/words"
)

// result is the latest result on record of a test, in what context it was taken
// and when.
func (p *about) result(t *assessment.Test) string {
	latest := p.a.Latest(t)
	if latest == nil {
		return ""
	}
	parts := []string{words.Clean(strings.TrimSpace(latest.AsWritten() + " " + latest.Unit)), p.value(latest.Result), p.value(latest.Finding)}
	context := t.LeftOut(latest)
	for _, c := range latest.Context {
		if c != context { // which is said with the reason
			parts = append(parts, p.value(c))
		}
	}
	parts = append(parts, p.dated(latest.Date), p.trend(t.Trend))
	if context != "" {
		parts = append(parts, p.fill("test.notCounted", "context", p.value(context)))
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), p.say("list.comma"))
}

// dated is the day of a result and how old that makes it: nothing here ages a result,
// so whoever reads it has to see its age.
func (p *about) dated(day date.Date) string {
	text := words.Date(p.Lang, day)
	if ago := words.Ago(p.Lang, day, p.a.Subject().AsOf); ago != "" {
		text += p.bracket(ago)
	}
	return text
}

// trend says how the latest number stands to the one before it.
func (p *about) trend(t *assessment.Trend) string {
	if t == nil {
		return ""
	}
	return p.fill("trend."+t.Direction, "than", strings.TrimSpace(t.Than+" "+t.Unit), "date", p.date(t.On))
}

// value puts a word of a result into words; "" for none.
func (p *about) value(word string) string {
	if word == "" {
		return ""
	}
	return words.Value(p.base, p.Lang, word)
}
