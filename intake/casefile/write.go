package casefile

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Write writes a case as YAML, its fields in the order of the contract. Reading
// it back gives the same case but for the sources. Issues are written as
// comments: they are about another document.
func Write(w io.Writer, c *patient.Case) error {
	k, err := knowledge.Default()
	if err != nil {
		return err
	}
	encoder := yaml.NewEncoder(w)
	encoder.SetIndent(2)
	if err := encoder.Encode((&writer{k.Units()}).caseFile(c)); err != nil {
		return fmt.Errorf("write case: %w", err)
	}
	return encoder.Close()
}

// writer knows the units: the laboratory's limits are written in the unit of
// their value, as they were read.
type writer struct{ units *knowledge.UnitTable }

func (w *writer) caseFile(c *patient.Case) *yaml.Node {
	m := block()
	m.put("gravida", text(Format))
	m.text("id", c.ID)
	m.date("asOf", c.AsOf)
	m.filled("patient", w.patient(c))
	if c.History.Given || len(c.Pregnancies) > 0 {
		m.list("pregnancies", each(c.Pregnancies, pregnancyNode))
	}
	if len(c.Observations) > 0 {
		m.list("observations", each(c.Observations, w.observation))
	}
	present, absent := conditionNodes(c.Conditions)
	m.given("conditions", present, c.NoConditions.Value)
	m.given("events", each(c.Events, eventNode), c.NoEvents.Value)
	m.given("absent", absent, false)
	m.given("medications", each(c.Medications, medicationNode), c.AllMedicines.Value)
	m.given("procedures", each(c.Procedures, procedureNode), c.AllProcedures.Value)
	m.given("allergies", each(c.Allergies, factNode), c.AllAllergies.Value)
	m.filled("lifestyle", lifestyleNode(c.Lifestyle))
	m.filled("partner", partnerNode(c.Partner))
	m.filled("status", statusNode(c.Status))
	m.given("requested", each(c.Requested, factNode), false)
	m.given("notDone", each(c.NotDone, factNode), false)
	m.fact("setting", c.Setting)
	m.filled("lists", listsNode(c))
	m.filled("interview", interviewNode(c.Interview))
	m.Content[0].HeadComment = issuesComment(c.Issues)
	return m.Node
}

func (w *writer) patient(c *patient.Case) *builder {
	m := block()
	m.date("born", c.Born.Value)
	m.whole("age", c.Age)
	m.number("heightCm", c.HeightCm)
	m.number("weightKg", c.WeightKg)
	m.fact("ethnicity", c.Ethnicity)
	return m
}

func pregnancyNode(p patient.Pregnancy) *yaml.Node {
	m := block()
	m.text("outcome", string(p.Outcome))
	m.date("ended", p.Ended)
	m.gestation("gestation", p.Gestation)
	m.fact("partner", p.Partner)
	m.fact("conception", p.Conception)
	m.given("details", each(p.Details, factNode), false)
	m.fact("morphology", p.Morphology)
	m.fact("tissueKaryotype", p.TissueKaryotype)
	m.gestation("severePreeclampsiaAt", p.SeverePEAt.Value)
	m.gestation("severePlacentalInsufficiencyAt", p.SeverePIAt.Value)
	m.fact("explainedBy", p.ExplainedBy)
	m.given("documentedBy", each(p.DocumentedBy.Value, text), p.DocumentedBy.Known)
	return m.orFlow()
}

func (w *writer) observation(o patient.Observation) *yaml.Node {
	m := block()
	m.text("test", o.Test)
	m.date("date", o.Date)
	value, unit, in := w.asWritten(o)
	if o.HasNumber {
		m.put("value", measure(value))
	}
	m.text("unit", unit)
	m.text("result", o.Result)
	m.text("finding", o.Finding)
	if o.HasUpper {
		m.put("upperLimit", measure(w.limit(o, o.UpperLimit, in)))
	}
	if o.HasLower {
		m.put("lowerLimit", measure(w.limit(o, o.LowerLimit, in)))
	}
	m.text("assay", o.Assay)
	m.given("context", each(o.Context, text), o.ContextGiven)
	return m.Node
}

// asWritten is the value and unit as the record had them, when they still give
// the number, and else the number itself. in is the unit that both mean.
func (w *writer) asWritten(o patient.Observation) (value, unit, in string) {
	in = o.Unit
	v, err := parseValue(o.Written)
	if units := w.units.Units(o.Test); in == "" && v.titre {
		in = titre
	} else if in == "" && len(units) == 1 {
		in = units[0]
	}
	if !o.HasNumber {
		return "", o.Unit, in
	}
	number, _, refused := w.units.Convert(o.Test, v.number, in)
	if err == nil && refused == nil && v.comparator == o.Comparator && near(number, o.Number) {
		return o.Written, o.Unit, in
	}
	if o.UnitIs == "" {
		return o.Comparator + short(o.Number), o.Unit, in
	}
	return o.Comparator + short(o.Number), o.UnitIs, o.UnitIs
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(math.Abs(a), math.Abs(b)) }

// limit is a limit in the unit of the value. A laboratory prints few digits:
// twelve give back what it printed.
func (w *writer) limit(o patient.Observation, limit float64, in string) string {
	back, err := w.units.Back(o.Test, limit, in)
	if err != nil {
		back = limit
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(back, 'g', 12, 64), 64)
	return short(rounded)
}

func conditionNodes(conditions []patient.Condition) (present, absent []*yaml.Node) {
	for _, c := range conditions {
		if c.Absent {
			absent = append(absent, text(c.ID))
			continue
		}
		m := flow()
		m.text("condition", cmp.Or(c.As, c.ID))
		m.date("since", c.Since)
		m.date("until", c.Until)
		present = append(present, m.orWord())
	}
	return present, absent
}

func eventNode(e patient.Event) *yaml.Node {
	m := flow()
	m.text("event", cmp.Or(e.As, e.Event))
	m.date("date", e.Date)
	m.fact("proven", e.Proven)
	m.flag("highRiskProfile", e.HighRiskProfile)
	return m.orWord()
}

func medicationNode(x patient.Medication) *yaml.Node {
	m := flow()
	m.text("medication", x.Medication)
	m.date("since", x.Since)
	m.date("until", x.Until)
	return m.orWord()
}

func procedureNode(p patient.Procedure) *yaml.Node {
	m := flow()
	m.text("procedure", p.Procedure)
	m.date("date", p.Date)
	return m.orWord()
}

func lifestyleNode(l patient.Lifestyle) *builder {
	m := flow()
	m.fact("smoking", l.Smoking)
	m.number("alcoholUnitsPerWeek", l.AlcoholUnitsPerWeek)
	m.number("caffeineMgPerDay", l.CaffeineMgPerDay)
	return m
}

func partnerNode(p patient.Partner) *builder {
	m := flow()
	m.fact("label", p.Label)
	m.whole("age", p.Age)
	m.fact("karyotype", p.Karyotype)
	m.number("spermDnaFragmentationPct", p.SpermDNAFragmentationPct)
	return m
}

func statusNode(s patient.Status) *builder {
	m := block()
	m.flag("pregnant", s.Pregnant)
	m.gestation("gestation", s.Gestation.Value)
	m.fact("location", s.Location)
	m.flag("bleeding", s.Bleeding)
	m.flag("planningPregnancy", s.PlanningPregnancy)
	m.given("symptoms", each(s.Symptoms, factNode), s.AllSymptoms.Value)
	return m
}

func interviewNode(i patient.Interview) *builder {
	m := block()
	m.given("asked", each(i.Asked, text), false)
	m.given("unsure", each(i.Unsure, text), false)
	m.given("skipped", each(i.Skipped, text), false)
	m.given("next", each(i.Next, text), false)
	return m
}

// listsNode says what the lists themselves do not: that a list is given in
// part, or that one is whole that usually is not.
func listsNode(c *patient.Case) *builder {
	present, _ := conditionNodes(c.Conditions)
	m := flow()
	for _, l := range []struct {
		key   string
		empty bool
		usual bool // whole, when it is not empty and nothing is said
		whole bool
	}{
		{"pregnancies", !c.History.Given && len(c.Pregnancies) == 0, true, c.History.Complete},
		{"conditions", len(present) == 0, false, c.NoConditions.Value},
		{"events", len(c.Events) == 0, false, c.NoEvents.Value},
		{"medications", len(c.Medications) == 0, true, c.AllMedicines.Value},
		{"procedures", len(c.Procedures) == 0, true, c.AllProcedures.Value},
		{"allergies", len(c.Allergies) == 0, true, c.AllAllergies.Value},
		{"symptoms", len(c.Status.Symptoms) == 0, true, c.Status.AllSymptoms.Value},
	} {
		switch {
		case l.empty || l.whole == l.usual:
		case l.whole:
			m.put(l.key, text(wholeList))
		default:
			m.put(l.key, text(partOfList))
		}
	}
	return m
}

func issuesComment(issues []patient.Issue) string {
	lines := make([]string, len(issues))
	for i, issue := range issues {
		lines[i] = "# " + strings.Join(strings.Fields(issue.Source.String()+": "+issue.En), " ")
	}
	return strings.Join(lines, "\n")
}
