package finding

import (
	"fmt"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// fact names a field of a pregnancy as a person can be asked for it;
// pregnancies count from 1.
func fact(i int, field string) string { return fmt.Sprintf("pregnancies.%d.%s", i+1, field) }

// birth reports whether the outcome's word is a birth, which ends a run of
// losses unless the definition counts it as a loss.
func birth(p *patient.Pregnancy) bool {
	return p.Outcome == patient.Livebirth || p.Outcome == patient.Stillbirth || p.Outcome == patient.NeonatalDeath
}

// gestation is the age at which a pregnancy ended: as recorded, or the range
// its outcome's word can mean.
func (d *deriver) gestation(p *patient.Pregnancy) patient.Gestation {
	return Gestation(p, d.Base)
}

// Gestation is the age at which a pregnancy ended: as recorded, or the range
// that the word for its outcome can mean.
func Gestation(p *patient.Pregnancy, base *knowledge.Base) patient.Gestation {
	if o := base.Outcome(string(p.Outcome)); o != nil {
		return p.Gestation.Within(patient.Gestation{Min: int(o.From), Max: int(o.To)})
	}
	return p.Gestation
}

// eachPregnancy joins an answer about every pregnancy: Yes when one holds, No
// when none does and there are no others.
func (d *deriver) eachPregnancy(about func(i int, p *patient.Pregnancy) (v truth.Value, lack string, from Ref)) Finding {
	if !d.Case.History.Given {
		return lacking("pregnancies")
	}
	f := Finding{Value: truth.No, From: []Ref{{Kind: ofPregnancies}}}
	for i := range d.Case.Pregnancies {
		p := &d.Case.Pregnancies[i]
		v, lack, from := about(i, p)
		f.Value = truth.Or(f.Value, v)
		switch v {
		case truth.Yes:
			f.From = append(f.From, from)
			f.Dates = append(f.Dates, p.Ended)
		case truth.Unknown:
			f.Lacks = union(f.Lacks, []string{lack})
		}
	}
	if f.Value == truth.No && !d.Case.History.Complete {
		f.Value, f.Lacks = truth.Unknown, union(f.Lacks, []string{"pregnancies"})
	}
	if f.Value != truth.Unknown {
		f.Lacks = nil
	}
	return f
}

// ongoing asks about the pregnancy she is in. Not being pregnant answers it with
// No; a pregnancy that is not in the list leaves it open.
func (d *deriver) ongoing(about func(i int, p *patient.Pregnancy) (v truth.Value, lack string, from Ref)) Finding {
	if now := d.pregnant(nil); now.Value != truth.Yes {
		return now
	}
	for i := range d.Case.Pregnancies {
		if p := &d.Case.Pregnancies[i]; p.Outcome == patient.Ongoing {
			v, lack, from := about(i, p)
			if v == truth.Unknown {
				return lacking(lack)
			}
			return flag(v, []Ref{from})
		}
	}
	return lacking("pregnancies")
}

// mayBeLoss reports whether the pregnancy was, or may have been, lost.
func mayBeLoss(p *patient.Pregnancy) bool {
	return p.Outcome == patient.Miscarriage || p.Outcome == patient.Stillbirth || p.Outcome == ""
}

// detail holds when a loss after the term's gestation had the detail, or with
// ongoing the pregnancy she is in. A detail that nobody wrote down is not known,
// except before that gestation.
func (d *deriver) detail(t *knowledge.Term) Finding {
	with := &t.From.With
	if with.Ongoing {
		return d.ongoing(func(i int, p *patient.Pregnancy) (truth.Value, string, Ref) {
			if _, ok := p.Has(with.Word); ok {
				return truth.Yes, "", Ref{ofDetails, i}
			}
			return truth.Unknown, fact(i, "details"), Ref{}
		})
	}
	return d.eachPregnancy(func(i int, p *patient.Pregnancy) (truth.Value, string, Ref) {
		late := truth.Not(d.gestation(p).Before(int(with.From)))
		if late == truth.No || !mayBeLoss(p) {
			return truth.No, "", Ref{}
		}
		if _, ok := p.Has(with.Word); ok {
			if p.Outcome == "" {
				return truth.Unknown, fact(i, "outcome"), Ref{ofDetails, i}
			}
			return late, fact(i, "gestation"), Ref{ofDetails, i}
		}
		return truth.Unknown, fact(i, "details"), Ref{}
	})
}

// tissue holds when the pregnancy tissue of some loss had the karyotype. A
// result that is missing, failed or not done leaves it open. With latest, the
// loss that stands last is meant.
func (d *deriver) tissue(t *knowledge.Term) Finding {
	word, last := t.From.With.Word, -1
	for i := range d.Case.Pregnancies {
		if mayBeLoss(&d.Case.Pregnancies[i]) {
			last = i
		}
	}
	return d.eachPregnancy(func(i int, p *patient.Pregnancy) (truth.Value, string, Ref) {
		k := p.TissueKaryotype
		switch {
		case t.From.With.Latest && i != last:
			return truth.No, "", Ref{}
		case k.Known && k.Value == word:
			return truth.Yes, "", Ref{ofTissue, i}
		case k.Known && k.Value != "failed" && k.Value != "not-done":
			return truth.No, "", Ref{}
		case mayBeLoss(p):
			return truth.Unknown, fact(i, "tissueKaryotype"), Ref{}
		}
		return truth.No, "", Ref{}
	})
}

// tissueNormal holds when the tissue of every loss had normal chromosomes. Of
// no loss at all nothing was tested, so then it does not hold; nor does it
// beside a loss that left no tissue, biochemical or never located.
func (d *deriver) tissueNormal(*knowledge.Term) Finding {
	tested := false
	other := d.eachPregnancy(func(i int, p *patient.Pregnancy) (truth.Value, string, Ref) {
		switch k := p.TissueKaryotype; {
		case tissueTold(p):
			tested = tested || k.Value == patient.Normal
			return truth.Of(k.Value != patient.Normal), "", Ref{ofTissue, i}
		case p.Outcome == patient.Biochemical || p.Outcome == patient.UnknownLocation:
			return truth.Yes, "", Ref{ofPregnancy, i}
		case mayBeLoss(p):
			return truth.Unknown, fact(i, "tissueKaryotype"), Ref{}
		}
		return truth.No, "", Ref{}
	})
	other.Value, other.Dates = truth.Not(other.Value), nil
	if other.Value == truth.Yes && !tested {
		other.Value = truth.No
	}
	return other
}

// tissueTold reports whether the chromosomes of the tissue were read.
func tissueTold(p *patient.Pregnancy) bool {
	k := p.TissueKaryotype
	return k.Known && k.Value != "failed" && k.Value != "not-done"
}

// conceived holds when a pregnancy, or with ongoing the one she is in, came
// about in the way the term names. Where
// nobody wrote down how, it is not known.
func (d *deriver) conceived(t *knowledge.Term) Finding {
	so := func(i int, p *patient.Pregnancy) (truth.Value, string, Ref) {
		if !p.Conception.Known {
			return truth.Unknown, fact(i, "conception"), Ref{}
		}
		return truth.Of(p.Conception.Value == t.From.With.Word), "", Ref{ofPregnancy, i}
	}
	if t.From.With.Ongoing {
		return d.ongoing(so)
	}
	return d.eachPregnancy(so)
}

// lastEnd is the latest date on which a pregnancy is known to have ended. What
// stands last and has no date may have ended later still: undated is its
// number, -1 if there is none.
func (d *deriver) lastEnd() (day date.Date, at, undated int) {
	at, undated = -1, -1
	for i := range d.Case.Pregnancies {
		p := &d.Case.Pregnancies[i]
		switch {
		case p.Outcome == patient.Ongoing:
		case !p.Ended.Known():
			undated = i
		case at < 0 || p.Ended.Latest() >= day.Latest():
			day, at, undated = p.Ended, i, -1
		}
	}
	return day, at, undated
}

// recentEnd holds when a pregnancy ended less than so many days ago.
func (d *deriver) recentEnd(t *knowledge.Term) Finding {
	return d.eachPregnancy(func(i int, p *patient.Pregnancy) (truth.Value, string, Ref) {
		if p.Outcome == patient.Ongoing {
			return truth.No, "", Ref{}
		}
		fewest, most, ok := date.DaysBetween(p.Ended, d.Case.AsOf)
		if !ok {
			return truth.Unknown, fact(i, "ended"), Ref{}
		}
		return truth.Not(truth.Between(fewest, most, int(t.From.With.Days))), fact(i, "ended"), Ref{ofPregnancy, i}
	})
}

// afterPregnancy is the date so many days after the latest pregnancy ended.
func (d *deriver) afterPregnancy(t *knowledge.Term) Finding {
	day, at, undated := d.lastEnd()
	switch {
	case undated >= 0:
		return lacking(fact(undated, "ended"))
	case at < 0:
		return lacking("pregnancies")
	}
	return Finding{Known: true, Day: day.AddDays(int(t.From.With.Days)), From: []Ref{{ofPregnancy, at}}}
}
