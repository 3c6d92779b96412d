package finding

import (
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// What the record says of her as she is now.

func (d *deriver) smokes(*knowledge.Term) Finding {
	s := d.Case.Lifestyle.Smoking
	if !s.Known {
		return lacking("lifestyle.smoking")
	}
	return flag(truth.Of(s.Value == "current"), []Ref{{Kind: ofSmoking}})
}

func (d *deriver) alcohol(*knowledge.Term) Finding {
	return amount(d.Case.Lifestyle.AlcoholUnitsPerWeek, ofAlcohol, "lifestyle.alcoholUnitsPerWeek")
}

func (d *deriver) caffeine(*knowledge.Term) Finding {
	return amount(d.Case.Lifestyle.CaffeineMgPerDay, ofCaffeine, "lifestyle.caffeineMgPerDay")
}

func amount(f patient.Fact[float64], kind Kind, fact string) Finding {
	if !f.Known {
		return lacking(fact)
	}
	return number(f.Value, Ref{Kind: kind})
}

func (d *deriver) partnerAge(*knowledge.Term) Finding {
	a := d.Case.Partner.Age
	if !a.Known {
		return lacking("partner.age")
	}
	return number(float64(a.Value), Ref{Kind: ofPartnerAge})
}

// pregnant is also known from a pregnancy that is on record as ongoing.
func (d *deriver) pregnant(*knowledge.Term) Finding {
	if s := d.Case.Status.Pregnant; s.Known {
		return flag(truth.Of(s.Value), []Ref{{Kind: ofPregnant}})
	}
	for i := range d.Case.Pregnancies {
		if d.Case.Pregnancies[i].Outcome == patient.Ongoing {
			return flag(truth.Yes, []Ref{{ofPregnancy, i}})
		}
	}
	return lacking("status.pregnant")
}

// pregnantDays is known when the gestation is known to the day; completed
// weeks alone leave it open, and so does no pregnancy at all.
func (d *deriver) pregnantDays(*knowledge.Term) Finding {
	g := d.Case.Status.Gestation
	if g.Known && g.Value.Min == g.Value.Max {
		return number(float64(g.Value.Min), Ref{Kind: ofPregnantGestation})
	}
	return lacking("status.gestation")
}

// pregnantWeek answers whether the pregnancy is from one gestation on and
// before another; completed weeks are enough where every day in them agrees.
func (d *deriver) pregnantWeek(t *knowledge.Term) Finding {
	with := &t.From.With
	g := d.Case.Status.Gestation
	if !g.Known {
		return d.unlessNotPregnant("status.gestation")
	}
	v := truth.Yes
	if with.From > 0 {
		v = truth.Not(g.Value.Before(int(with.From)))
	}
	if with.Before > 0 {
		v = truth.And(v, g.Value.Before(int(with.Before)))
	}
	return flag(v, []Ref{{Kind: ofPregnantGestation}}, "status.gestation")
}

// location says whether the pregnancy lies where the term names. Not being
// pregnant settles it.
func (d *deriver) location(t *knowledge.Term) Finding {
	if l := d.Case.Status.Location; l.Known {
		return flag(truth.Of(l.Value == t.From.With.Word), []Ref{{Kind: ofLocation}})
	}
	return d.unlessNotPregnant("status.location")
}

// bleeding means: in this pregnancy.
func (d *deriver) bleeding(*knowledge.Term) Finding {
	if b := d.Case.Status.Bleeding; b.Known {
		return flag(truth.Of(b.Value), []Ref{{Kind: ofBleeding}})
	}
	for i, s := range d.Case.Status.Symptoms {
		if s.Value == "heavy-bleeding" || s.Value == "light-bleeding" {
			p := d.pregnant(nil)
			return flag(p.Value, append(p.From, Ref{ofSymptom, i}), p.Lacks...)
		}
	}
	return d.unlessNotPregnant("status.bleeding")
}

// unlessNotPregnant is No for a woman known not to be pregnant, and otherwise
// lacks the fact.
func (d *deriver) unlessNotPregnant(fact string) Finding {
	if p := d.pregnant(nil); p.Value == truth.No {
		return p
	}
	return lacking(fact)
}

func (d *deriver) planning(*knowledge.Term) Finding {
	p := d.Case.Status.PlanningPregnancy
	if !p.Known {
		return lacking("status.planningPregnancy")
	}
	return flag(truth.Of(p.Value), []Ref{{Kind: ofPlanning}})
}

// listed looks for a word in a list that may be known to be whole.
func (d *deriver) listed(list []patient.Fact[string], whole patient.Fact[bool], one, all Kind, word, fact string) Finding {
	for i := range list {
		if list[i].Value == word {
			return flag(truth.Yes, []Ref{{one, i}})
		}
	}
	if whole.Known {
		return flag(truth.No, []Ref{{Kind: all}})
	}
	return lacking(fact)
}

// requested is known either way: what nobody asked about was not asked about.
func (d *deriver) requested(word string) Finding {
	for i, r := range d.Case.Requested {
		if r.Value == word {
			return flag(truth.Yes, []Ref{{ofRequested, i}})
		}
	}
	return flag(truth.No, nil)
}
