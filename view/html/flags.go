package html

import (
	"slices"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// flag is one danger, or several that lead to the same place: where to go and how soon,
// what to do, and why.
type flag struct {
	Class, Glyph string
	Soon         string // the class of how soon it is
	Where        string
	Acts         []string
	Briefs       []string // the same for a doctor, in a line
	Because      opened
}

// Emergency reports a danger that comes before everything else.
func (p *about) Emergency() bool {
	return slices.ContainsFunc(p.a.RedFlags, func(f assessment.RedFlag) bool { return f.Urgency == "emergency" })
}

// flags are the dangers, the most urgent first. Who has to go to one place is told so once.
func (p *about) flags() (flags []flag) {
	because := map[string][]assessment.StatementID{}
	for k := range p.a.RedFlags {
		f := &p.a.RedFlags[k]
		class := "care"
		if f.Urgency == "emergency" {
			class = "stop"
		}
		where := words.Sentence(p.say("urgency."+f.Urgency) + p.say("list.dot") + p.department(f.Department))
		i := slices.IndexFunc(flags, func(one flag) bool { return one.Where == where })
		if i < 0 {
			i = len(flags)
			flags = append(flags, flag{Class: class, Glyph: class, Soon: urgencyClass(f.Urgency), Where: where})
		}
		flags[i].Acts = append(flags[i].Acts, f.Act)
		flags[i].Briefs = append(flags[i].Briefs, p.a.Briefs(f)...)
		because[where] = append(because[where], f.Because...)
	}
	for i := range flags {
		flags[i].Because = p.open(because[flags[i].Where]...)
	}
	return flags
}

// Unsure says the same to herself, and what then to look out for.
func (p *report) Unsure() string {
	open := p.a.OpenFlags()
	if len(open) == 0 {
		return ""
	}
	return p.fill("report.unsure.list", "list", words.Some(p.Lang, open))
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

// Unexcluded says which red flags cannot be excluded; "" where every one is decided.
func (p *summary) Unexcluded() string { return p.a.Unexcluded() }

// Would says what the danger that matters most would be.
func (p *summary) Would() string { return p.a.Would() }
