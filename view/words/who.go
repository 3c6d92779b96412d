package words

import (
	"strconv"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/patient"
)

// Age is hers in years on the day of the case, two years where only the year or the
// month of her birth is known, or that it is not known.
func Age(lang string, c *patient.Case) string {
	fewest, most, ok := date.YearsBetween(c.Born.Value, c.AsOf)
	switch {
	case c.Born.Known && ok && fewest == most:
		return Fill(lang, "who.years", "n", strconv.Itoa(fewest))
	case c.Age.Known:
		return Fill(lang, "who.years", "n", strconv.Itoa(c.Age.Value))
	case c.Born.Known && ok && fewest+1 == most:
		return Fill(lang, "who.eitherYears", "fewest", strconv.Itoa(fewest), "most", strconv.Itoa(most))
	}
	return In(lang, "who.ageUnknown")
}

// Pregnant says whether she is, how far, or that she plans to be.
func Pregnant(lang string, s *patient.Status) string {
	word := In(lang, "who.pregnantUnknown")
	switch {
	case s.Pregnant.Known && s.Pregnant.Value && s.Gestation.Known:
		return Fill(lang, "who.pregnantAt", "gestation", Gestation(lang, s.Gestation.Value))
	case s.Pregnant.Known && s.Pregnant.Value:
		return In(lang, "who.pregnant")
	case s.Pregnant.Known:
		word = In(lang, "who.notPregnant")
	}
	if s.PlanningPregnancy.Known && s.PlanningPregnancy.Value {
		word += In(lang, "list.comma") + In(lang, "who.planning")
	}
	return word
}
