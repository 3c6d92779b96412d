package words

import "github.com/gravida-health/gravida/knowledge"

// Decides tells of a thing that a question would decide (the id of a body with a
// definition, of a set of criteria or of a rule) what it speaks of: the kind is
// danger, recurrence, criteria, causes, tests, treatments, cautions (the treatments to be
// careful with) or departments, the name is in the
// language asked for, and empty of a danger.
func Decides(base *knowledge.Base, lang, id string, rule *knowledge.Rule, add func(kind, name string)) {
	if g := base.Source(id); g != nil && base.Guideline(id) != nil {
		add("recurrence", g.Name.In(lang))
	} else if c := base.Criterion(id); c != nil {
		add("criteria", c.Name.In(lang))
	}
	if rule == nil {
		return
	}
	if rule.Flag != "" {
		add("danger", "")
	}
	if c := base.Cause(rule.Cause); c != nil {
		add("causes", c.Name.In(lang))
	}
	for _, id := range rule.Caution {
		add("cautions", NameOfTreatment(base, lang, id))
	}
	if rule.Department != "" && rule.Flag == "" {
		add("departments", NameOfDepartment(base, lang, rule.Department))
	}
	for _, id := range rule.Test {
		if t := base.Test(id); t != nil {
			add("tests", t.Name.In(lang))
		}
	}
	for _, id := range rule.Treatment {
		if t := base.Treatment(id); t != nil {
			add("treatments", t.Name.In(lang))
		}
	}
}
