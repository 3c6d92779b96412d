package casefhir

import (
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// person writes who she is: what FHIR keeps of a person in her Patient, the rest as
// observations.
func (w *writer) person() {
	c := w.c
	p := &r4.Patient{Gender: "female", BirthDate: c.Born.Value.String()}
	p.Meta.Tag = []r4.Coding{{System: r4.OriginSystem, Code: r4.CaseOrigin}}
	if c.ID != "" {
		p.Identifier = []r4.Identifier{{System: r4.CaseSystem, Value: r4.Text(c.ID)}}
	}
	w.her = w.add("Patient", "", nameless(p))

	about := parts{w: w}
	if c.AsOf.Known() {
		about.put("asOf", r4.Value{DateTime: w.now()})
	}
	about.text("ethnicity", c.Ethnicity)
	about.word("setting", "setting", c.Setting)
	about.pages("asked", c.Interview.Asked)
	about.pages("unsure", c.Interview.Unsure)
	about.pages("skipped", c.Interview.Skipped)
	about.pages("next", c.Interview.Next)
	if len(about.list) > 0 {
		w.observe("case", &r4.Observation{Code: w.field("case"), EffectiveDateTime: w.now(), Component: about.list})
	}
	if c.Age.Known {
		w.measure("age", w.field("age"), exact(whole(c.Age.Value), "a", "a"))
	}
	if c.HeightCm.Known {
		w.vital("heightCm", w.field("heightCm"), exact(decimal(c.HeightCm.Value), "cm", "cm"))
	}
	if c.WeightKg.Known {
		w.vital("weightKg", w.weight(), exact(decimal(c.WeightKg.Value), "kg", "kg"))
	}
}

// weight is her weight before any pregnancy: her weight of today only when she is
// not pregnant.
func (w *writer) weight() r4.CodeableConcept {
	const now, beforeThisPregnancy = "29463-7", "56077-1"
	code := w.field("weightKg")
	switch pregnant := w.c.Status.Pregnant; {
	case !pregnant.Known:
		return code
	case pregnant.Value:
		return loinc(code, beforeThisPregnancy)
	}
	return loinc(code, now)
}

// vital writes a vital sign. FHIR wants the day of one; without it only our own code
// says what it is.
func (w *writer) vital(key string, code r4.CodeableConcept, q *r4.Quantity) {
	o := &r4.Observation{Code: code, EffectiveDateTime: w.now(), Value: r4.Value{Quantity: q}}
	if w.c.AsOf.Full() {
		o.Category = []r4.CodeableConcept{coded("observation-category", "vital-signs")}
	} else {
		o.Code.Coding = o.Code.Coding[len(o.Code.Coding)-1:]
	}
	w.observe(key, o)
}

// measure writes a number that was true on the day of the case.
func (w *writer) measure(key string, code r4.CodeableConcept, q *r4.Quantity) {
	w.observe(key, &r4.Observation{Code: code, EffectiveDateTime: w.now(), Value: r4.Value{Quantity: q}})
}

// habit is measure for a habit.
func (w *writer) habit(key string, v r4.Value) {
	w.observe(key, &r4.Observation{Code: w.field(key), EffectiveDateTime: w.now(), Value: v,
		Category: []r4.CodeableConcept{coded("observation-category", "social-history")}})
}

func (w *writer) lifestyle() {
	l := w.c.Lifestyle
	if l.Smoking.Known {
		w.habit("smoking", r4.Value{Concept: w.word("smoking", l.Smoking.Value)})
	}
	if l.AlcoholUnitsPerWeek.Known {
		w.habit("alcoholUnitsPerWeek", r4.Value{Quantity: exact(decimal(l.AlcoholUnitsPerWeek.Value), "units of 8 g/wk", "{unit}/wk")})
	}
	if l.CaffeineMgPerDay.Known {
		w.habit("caffeineMgPerDay", r4.Value{Quantity: exact(decimal(l.CaffeineMgPerDay.Value), "mg/d", "mg/d")})
	}
}

// partner writes what is known of her partner to a Patient of his own: read by
// somebody who does not know our codes, none of it can pass for hers.
func (w *writer) partner() {
	p := w.c.Partner
	if p == (patient.Partner{}) {
		return
	}
	related := &r4.RelatedPerson{Patient: w.her, Relationship: []r4.CodeableConcept{coded("v3-RoleCode", "SIGOTHR")}}
	link := w.add("RelatedPerson", "partner", related)
	him := &r4.Patient{Link: []r4.PatientLink{{Other: link, Type: "seealso"}}}
	him.Meta.Tag = []r4.Coding{{System: r4.OriginSystem, Code: r4.PartnerOrigin}}
	if p.Label.Known {
		him.Identifier = []r4.Identifier{{System: r4.PartnerSystem, Value: r4.Text(p.Label.Value)}}
	}
	w.him = w.add("Patient", "partner", him)
	if p.Age.Known {
		w.observe("partner/age", &r4.Observation{Code: w.field("age"), Subject: w.him, EffectiveDateTime: w.now(), Value: r4.Value{Quantity: exact(whole(p.Age.Value), "a", "a")}})
	}
	if p.Karyotype.Known {
		w.observe("partner/karyotype", &r4.Observation{Code: w.field("karyotype"), Subject: w.him, Value: r4.Value{Concept: w.word("karyotype", p.Karyotype.Value)}})
	}
	if p.SpermDNAFragmentationPct.Known {
		w.observe("partner/sperm", &r4.Observation{Code: w.field("spermDnaFragmentationPct"), Subject: w.him,
			Value: r4.Value{Quantity: exact(decimal(p.SpermDNAFragmentationPct.Value), "%", "%")}})
	}
}
