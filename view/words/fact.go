package words

import (
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
)

// Fact says in words what a fact is called that a case file names: in a list of
// what is missing ("pregnancies.2.gestation", "tsh") or among the facts of a
// statement ("tsh 2026-01-09", "absent.diabetes"). A name it does not know is
// given back.
func Fact(base *knowledge.Base, lang, name string) string {
	if test, day, ok := strings.Cut(name, " "); ok {
		if _, err := date.Parse(day); err == nil && named(base, lang, test) != "" {
			return named(base, lang, test) + In(lang, "list.comma") + DateOf(lang, day)
		}
	}
	if rest, ok := strings.CutPrefix(name, "pregnancies."); ok {
		return pregnancyFact(lang, name, rest)
	}
	if Has("fact." + name) {
		return In(lang, "fact."+name)
	}
	if word := named(base, lang, name); word != "" {
		return word
	}
	list, id, _ := strings.Cut(name, ".")
	if f, ok := listed[list]; ok {
		if word := f.name(base, lang, id); word != "" {
			return Fill(lang, f.key, "name", word)
		}
	}
	return name
}

func pregnancyFact(lang, name, rest string) string {
	number, field, ok := strings.Cut(rest, ".")
	key := "fact.pregnancy"
	if ok {
		key += "." + field
	}
	if !Has(key) {
		return name
	}
	return Fill(lang, key, "n", number)
}

// listed says how a fact about a member of a list is called, and where the
// member's name stands.
var listed = map[string]struct {
	key  string
	name func(base *knowledge.Base, lang, id string) string
}{
	"absent":      {"fact.absent", conditionName},
	"conditions":  {"fact.named", conditionName},
	"events":      {"fact.named", conditionName},
	"medications": {"fact.takes", wordName(knowledge.Medications)},
	"procedures":  {"fact.named", wordName(knowledge.Procedures)},
}

func conditionName(base *knowledge.Base, lang, id string) string {
	if word := wordName(knowledge.Conditions)(base, lang, id); word != "" {
		return word
	}
	if c := base.Cause(id); c != nil {
		return c.Name.In(lang)
	}
	return ""
}

func wordName(list string) func(*knowledge.Base, string, string) string {
	return func(base *knowledge.Base, lang, id string) string {
		if w := base.Word(list, id); w != nil {
			return w.Name.In(lang)
		}
		return ""
	}
}

// named is the name of a test, a panel, a condition or a treatment; "" when
// there is none of that id.
func named(base *knowledge.Base, lang, id string) string {
	if t := base.Test(id); t != nil {
		return t.Name.In(lang)
	}
	if p := base.Panel(id); p != nil {
		return p.Name.In(lang)
	}
	if word := conditionName(base, lang, id); word != "" {
		return word
	}
	if t := base.Treatment(id); t != nil {
		return t.Name.In(lang)
	}
	return ""
}
