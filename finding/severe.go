package finding

import (
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// severe holds when severe features of the named disorder appeared before the
// term's gestation; "both" needs them in one pregnancy.
func (d *deriver) severe(t *knowledge.Term) Finding {
	with := &t.From.With
	return d.eachPregnancy(func(i int, p *patient.Pregnancy) (truth.Value, string, Ref) {
		pe, pi := d.preEclampsia(p, with), d.insufficiency(p, with)
		switch with.Word {
		case "pre-eclampsia":
			return pe, fact(i, "severePreeclampsiaAt"), Ref{ofSeverePE, i}.or(p, p.SeverePEAt.Known, i)
		case "placental-insufficiency":
			return pi, fact(i, "severePlacentalInsufficiencyAt"), Ref{ofSeverePI, i}.or(p, p.SeverePIAt.Known, i)
		}
		lack := fact(i, "severePlacentalInsufficiencyAt")
		if pe == truth.Unknown {
			lack = fact(i, "severePreeclampsiaAt")
		}
		return truth.And(pe, pi), lack, Ref{ofPregnancy, i}
	})
}

// or points at the details where the gestation itself was not recorded.
func (r Ref) or(p *patient.Pregnancy, known bool, i int) Ref {
	if known || len(p.Details) == 0 {
		return r
	}
	return Ref{ofDetails, i}
}

// severeFrom are the pregnancies that tell of a disorder by its severe form: whoever had
// it in one of them has had it.
func (d *deriver) severeFrom(id string) (told []Ref) {
	kind := ofSeverePE
	switch id {
	case "pre-eclampsia":
	case "placental-insufficiency":
		kind = ofSeverePI
	default:
		return nil
	}
	for i := range d.Case.Pregnancies {
		p := &d.Case.Pregnancies[i]
		dated := kind == ofSeverePE && p.SeverePEAt.Known || kind == ofSeverePI && p.SeverePIAt.Known
		if _, said := p.Has(id + "-severe"); dated || said {
			told = append(told, Ref{kind, i}.or(p, dated, i))
		}
	}
	return told
}

func (d *deriver) preEclampsia(p *patient.Pregnancy, with *knowledge.With) truth.Value {
	return d.appeared(p, p.SeverePEAt, "pre-eclampsia-severe", "pre-eclampsia", with)
}

func (d *deriver) insufficiency(p *patient.Pregnancy, with *knowledge.With) truth.Value {
	return d.appeared(p, p.SeverePIAt, "placental-insufficiency-severe", "placental-insufficiency", with)
}

// appeared answers whether severe features appeared before a gestation. A
// pregnancy that ended before the disorder can exist had none.
func (d *deriver) appeared(p *patient.Pregnancy, at patient.Fact[patient.Gestation], detail, disease string, with *knowledge.With) truth.Value {
	before := int(with.Before)
	if at.Known {
		return at.Value.Before(before)
	}
	ended := d.gestation(p)
	if _, ok := p.Has(detail); ok {
		if ended.Before(before) == truth.Yes {
			return truth.Yes // it was there before the end
		}
		return truth.Unknown
	}
	if ended.Before(int(with.From)) == truth.Yes || p.Outcome == patient.Ectopic || p.Outcome == patient.Biochemical || p.Outcome == patient.UnknownLocation {
		return truth.No
	}
	if d.condition(disease).Value == truth.No {
		return truth.No
	}
	return truth.Unknown
}

// earlyBirth holds when a normally formed child was born before a gestation
// because of severe pre-eclampsia or placental insufficiency.
func (d *deriver) earlyBirth(t *knowledge.Term) Finding {
	with := &t.From.With
	return d.eachPregnancy(func(i int, p *patient.Pregnancy) (truth.Value, string, Ref) {
		if p.Outcome != "" && p.Outcome != patient.Livebirth && p.Outcome != patient.NeonatalDeath {
			return truth.No, "", Ref{}
		}
		early := d.gestation(p).Before(int(with.Before))
		why := truth.Or(d.preEclampsia(p, with), d.insufficiency(p, with))
		form, _ := d.morphology(p, i)
		v := truth.And(early, why, form)
		switch {
		case p.Outcome == "":
			return truth.And(v, truth.Unknown), fact(i, "outcome"), Ref{ofPregnancy, i}
		case early == truth.Unknown:
			return v, fact(i, "gestation"), Ref{ofPregnancy, i}
		case why == truth.Unknown:
			return v, fact(i, "severePreeclampsiaAt"), Ref{ofPregnancy, i}
		}
		return v, fact(i, "morphology"), Ref{ofPregnancy, i}
	})
}
