package casefile

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/date"
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
	m.given("conditions", present, c.NoConditions.Known)
	m.given("events", each(c.Events, eventNode), c.NoEvents.Known)
	m.given("absent", absent, false)
	m.given("medications", each(c.Medications, medicationNode), c.AllMedicines.Known)
	m.given("procedures", each(c.Procedures, procedureNode), c.AllProcedures.Known)
	m.given("allergies", each(c.Allergies, factNode), c.AllAllergies.Known)
	m.filled("lifestyle", lifestyleNode(c.Lifestyle))
	m.filled("partner", partnerNode(c.Partner))
	m.filled("status", statusNode(c.Status))
	m.given("requested", each(c.Requested, factNode), false)
	m.filled("lists", listsNode(c))
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
		m.text("condition", c.ID)
		m.date("since", c.Since)
		m.date("until", c.Until)
		present = append(present, m.orWord())
	}
	return present, absent
}

func eventNode(e patient.Event) *yaml.Node {
	m := flow()
	m.text("event", e.Event)
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
	m.given("symptoms", each(s.Symptoms, factNode), s.AllSymptoms.Known)
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
		{"conditions", len(present) == 0, false, c.NoConditions.Known},
		{"events", len(c.Events) == 0, false, c.NoEvents.Known},
		{"medications", len(c.Medications) == 0, true, c.AllMedicines.Known},
		{"procedures", len(c.Procedures) == 0, true, c.AllProcedures.Known},
		{"allergies", len(c.Allergies) == 0, true, c.AllAllergies.Known},
		{"symptoms", len(c.Status.Symptoms) == 0, true, c.Status.AllSymptoms.Known},
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

// builder is a mapping that leaves out what is not known.
type builder struct{ *yaml.Node }

func block() *builder { return &builder{&yaml.Node{Kind: yaml.MappingNode}} }
func flow() *builder  { return &builder{&yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}} }

func (m *builder) put(key string, value *yaml.Node) {
	m.Content = append(m.Content, text(key), value)
}

func (m *builder) text(key, value string) {
	if value != "" {
		m.put(key, text(value))
	}
}

func (m *builder) date(key string, d date.Date) {
	if d.Known() {
		m.put(key, bare(d.String()))
	}
}

func (m *builder) gestation(key string, g patient.Gestation) {
	if g.Known() {
		m.put(key, bare(g.String()))
	}
}

func (m *builder) fact(key string, f patient.Fact[string]) {
	if f.Known {
		m.put(key, text(f.Value))
	}
}

func (m *builder) flag(key string, f patient.Fact[bool]) {
	if f.Known {
		m.put(key, bare(strconv.FormatBool(f.Value)))
	}
}

func (m *builder) number(key string, f patient.Fact[float64]) {
	if f.Known {
		m.put(key, bare(short(f.Value)))
	}
}

func (m *builder) whole(key string, f patient.Fact[int]) {
	if f.Known {
		m.put(key, bare(strconv.Itoa(f.Value)))
	}
}

// filled puts a mapping that holds something.
func (m *builder) filled(key string, inner *builder) {
	if len(inner.Content) > 0 {
		m.put(key, inner.Node)
	}
}

// list puts a list of entries, one a line.
func (m *builder) list(key string, items []*yaml.Node) {
	n := &yaml.Node{Kind: yaml.SequenceNode, Content: items}
	if len(items) == 0 {
		n.Style = yaml.FlowStyle
	}
	m.put(key, n)
}

// given puts a list that has items or was given as empty; words alone stand in
// one line.
func (m *builder) given(key string, items []*yaml.Node, given bool) {
	if len(items) == 0 && !given {
		return
	}
	m.list(key, items)
	for _, item := range items {
		if item.Kind != yaml.ScalarNode {
			return
		}
	}
	m.Content[len(m.Content)-1].Style = yaml.FlowStyle
}

// orWord is the word alone where the mapping says no more.
func (m *builder) orWord() *yaml.Node {
	if len(m.Content) == 2 {
		return m.Content[1]
	}
	return m.Node
}

// orFlow writes an empty mapping as {}.
func (m *builder) orFlow() *yaml.Node {
	if len(m.Content) == 0 {
		m.Style = yaml.FlowStyle
	}
	return m.Node
}

func each[T any](list []T, node func(T) *yaml.Node) []*yaml.Node {
	nodes := make([]*yaml.Node, len(list))
	for i, v := range list {
		nodes[i] = node(v)
	}
	return nodes
}

func factNode(f patient.Fact[string]) *yaml.Node { return text(f.Value) }

// harmless texts stand without quotes: no YAML reader takes them for anything
// but a text.
var harmless = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9/µ.]*([ -][a-zA-Z0-9/]+)*$`)

// spoken are words that YAML readers take for something else.
var spoken = regexp.MustCompile(`(?i)^(y|n|yes|no|on|off|true|false|null)$`)

func text(s string) *yaml.Node {
	n := bare(s)
	if !harmless.MatchString(s) || spoken.MatchString(s) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// measure is a value or limit: a number where it is one.
func measure(s string) *yaml.Node {
	if decimal.MatchString(s) {
		return bare(s)
	}
	return text(s)
}

func bare(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }
