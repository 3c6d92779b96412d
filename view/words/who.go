package words

import (
	"strconv"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/patient"
)

// Age is hers in years on the day of the case, or that it is not known.
func Age(lang string, c *patient.Case) string {
	years := 0
	if fewest, most, ok := date.YearsBetween(c.Born.Value, c.AsOf); c.Born.Known && ok && fewest == most {
		years = fewest
	} else if c.Age.Known {
		years = c.Age.Value
	}
	if years == 0 {
		return In(lang, "who.ageUnknown")
	}
	return Fill(lang, "who.years", "n", strconv.Itoa(years))
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
