package words

import (
	"strings"

	"github.com/gravida-health/gravida/knowledge"
)

// Names of the catalogue; an id that the catalogue does not have stands for itself.

// NameOfSource names a body, or another source of statements.
func NameOfSource(base *knowledge.Base, lang, id string) string {
	if s := base.Source(id); s != nil {
		return s.Name.In(lang)
	}
	return id
}

// ShortNameOfSource is the name without what stands in brackets at its end, for a place
// where the full name stands nearby: EULAR 2019.
func ShortNameOfSource(base *knowledge.Base, lang, id string) string {
	name := NameOfSource(base, lang, id)
	for _, open := range []string{" (", "（"} {
		if i := strings.LastIndex(name, open); i > 0 && (strings.HasSuffix(name, ")") || strings.HasSuffix(name, "）")) {
			return name[:i]
		}
	}
	return name
}

// NameOfTest names a test.
func NameOfTest(base *knowledge.Base, lang, id string) string {
	if t := base.Test(id); t != nil {
		return t.Name.In(lang)
	}
	return id
}

// NameOfCause names a cause.
func NameOfCause(base *knowledge.Base, lang, id string) string {
	if c := base.Cause(id); c != nil {
		return c.Name.In(lang)
	}
	return id
}

// NameOfTreatment names a treatment.
func NameOfTreatment(base *knowledge.Base, lang, id string) string {
	if t := base.Treatment(id); t != nil {
		return t.Name.In(lang)
	}
	return id
}

// NameOfProcedure names an operation or another procedure.
func NameOfProcedure(base *knowledge.Base, lang, id string) string {
	if w := base.Word(knowledge.Procedures, id); w != nil {
		return w.Name.In(lang)
	}
	return id
}

// NameOfDepartment names a department.
func NameOfDepartment(base *knowledge.Base, lang, id string) string {
	if d := base.Department(id); d != nil {
		return d.Name.In(lang)
	}
	return id
}

// NameOfSetting names a country or region.
func NameOfSetting(base *knowledge.Base, lang, id string) string {
	if s := base.Setting(id); s != nil {
		return s.Name.In(lang)
	}
	return id
}

// NameOfModel names a model of prognosis.
func NameOfModel(base *knowledge.Base, lang, id string) string {
	if m := base.Model(id); m != nil {
		return m.Name.In(lang)
	}
	return id
}

// NameOfPredicted names what a model predicts.
func NameOfPredicted(base *knowledge.Base, lang, id string) string {
	if o := base.PredictedOutcome(id); o != nil {
		return o.Name.In(lang)
	}
	return id
}
