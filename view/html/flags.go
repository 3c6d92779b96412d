package html

import (
	"slices"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// flag is one danger: where to go and how soon, what to do, and why.
type flag struct {
	Class, Glyph string
	Where, Act   string
	Because      opened
}

// Emergency reports a danger that comes before everything else.
func (p *about) Emergency() bool {
	return slices.ContainsFunc(p.a.RedFlags, func(f assessment.RedFlag) bool { return f.Urgency == "emergency" })
}

// flags are the dangers, the most urgent first.
func (p *about) flags() (flags []flag) {
	for _, f := range p.a.RedFlags {
		class := "care"
		if f.Urgency == "emergency" {
			class = "stop"
		}
		where := p.say("urgency."+f.Urgency) + p.say("list.dot") + p.department(f.Department)
		flags = append(flags, flag{class, class, words.Sentence(where), f.Act, p.open(f.Because...)})
	}
	return flags
}

// OpenFlags says what is not known and could raise a red flag, of what she can
// feel or tell at once: how she is now before anything else.
func (p *about) OpenFlags() string {
	open := p.a.OpenFlags()
	if len(open) == 0 {
		return ""
	}
	return p.fill("flags.open", "list", words.Some(p.Lang, open))
}
