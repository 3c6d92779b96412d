package fhirin

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// How reliable a stated gestation is: the smaller rank wins where they differ.
const (
	rankUltrasound = iota + 1
	rankPeriod
	rankStated
	rankCode
	rankText
	rankWord // "first trimester"
)

// observationTime is when an observation was true.
func observationTime(o *r4.Observation) span {
	return between(firstDate(o.EffectiveDateTime, o.EffectiveInstant, startOf(o.EffectivePeriod)), firstDate(o.EffectiveDateTime, o.EffectiveInstant, endOf(o.EffectivePeriod)))
}

// observationTraces reads what an observation says of pregnancies.
func (r *reading) observationTraces(g *gathered, e *entry, o *r4.Observation) {
	when := observationTime(o)
	links := r.links(e, slices.Concat(o.Focus, focusOf(o.Extension), o.PartOf, o.HasMember, o.DerivedFrom, []r4.Reference{o.Encounter})...)
	defer r.listed(g, e, len(g.traces))
	if len(r.meanings(o.Code, knowledge.CodeEvidence, knowledge.CodeCount, knowledge.CodeStatement, knowledge.CodeQuestion)) > 0 {
		r.notes(g, e, o.Note, when, nil, nil)
	}
	r.observed(g, e, o.Code, &o.Value, when, links)
	for i := range o.Component {
		r.observed(g, e, o.Component[i].Code, &o.Component[i].Value, when, links)
	}
	r.geneticTraces(g, e, o, when, links)
	r.noteRelevant(e, o.Code)
	for i := range o.Component {
		r.noteRelevant(e, o.Component[i].Code)
	}
}

// observed reads one code with its value.
func (r *reading) observed(g *gathered, e *entry, code r4.CodeableConcept, v *r4.Value, when span, links []string) {
	if m, conflict := r.meaning(code, knowledge.CodeCount, knowledge.CodeDating); m != nil || conflict {
		if conflict {
			r.issuef(e.source(), "The codes of %s contradict each other; read by its words%s.", "%s的编码互相矛盾；按文字理解%s。", e.key, readAs(m))
		}
		switch {
		case m == nil:
		case m.Kind == knowledge.CodeCount:
			r.count(g, e, m, v, when)
		default:
			r.dating(g, e, m, v, when, links)
		}
		return
	}
	if r.countNamed(g, e, code, v, when) {
		return
	}
	if headed, history := r.headed(code); headed {
		g.prose(prose{text: v.String, when: when, source: e.source(), history: history})
		return
	}
	for _, m := range r.meanings(code, knowledge.CodeQuestion, knowledge.CodeEvidence, knowledge.CodeStatement, knowledge.CodeGenetics) {
		switch {
		case m.Concept == "outcome" || m.Concept == "one-pregnancy":
			r.outcomes(g, e, v, when, links)
		case m.Concept == "pregnancy-status":
			r.pregnancyStatus(g, e, v, when, links)
		case m.Concept == "history-text" || m.Concept == "history-section":
			g.prose(prose{text: v.String, when: when, source: e.source(), history: true})
		case m.Concept == "hcg":
			r.hcg(g, e, v, when, links)
		case m.Kind == knowledge.CodeEvidence || m.Kind == knowledge.CodeStatement:
			r.finding(g, e, m, v, when, links)
		}
	}
}

func readAs(m *knowledge.Code) string {
	if m == nil {
		return ""
	}
	return " (" + m.Concept + ")"
}

// finding reads an observation that is itself an event: present unless its
// value says no.
func (r *reading) finding(g *gathered, e *entry, m *knowledge.Code, v *r4.Value, when span, links []string) {
	if v.Boolean == nil {
		return // a question whose answer is elsewhere, or nowhere
	}
	if !*v.Boolean {
		if m.Concept == "pregnant" {
			r.setPregnant(false, when, e.source())
		}
		return
	}
	if m.Kind == knowledge.CodeStatement {
		g.statements = append(g.statements, statement{concept: m.Concept, number: m.Number, has: m.HasNumber, on: when, says: title(m), source: e.source()})
		return
	}
	t := newTrace(m.Concept, title(m), when, e.source())
	t.links = links
	if m.Concept == "pregnant" {
		r.setPregnant(true, when, e.source())
	}
	g.add(t)
}

// outcomes reads the coded answer to "how did it end": one for each fetus.
func (r *reading) outcomes(g *gathered, e *entry, v *r4.Value, when span, links []string) {
	if v.Concept == nil {
		return
	}
	for _, m := range r.meanings(*v.Concept, knowledge.CodeEvidence) {
		t := newTrace(m.Concept, title(m), when, e.source())
		t.links, t.fetus, t.living = links, true, t.sign.group == birth
		g.add(t)
	}
}

// pregnancyStatus reads whether she was pregnant on a day.
func (r *reading) pregnancyStatus(g *gathered, e *entry, v *r4.Value, when span, links []string) {
	if v.Boolean != nil {
		r.setPregnant(*v.Boolean, when, e.source())
	}
	if v.Concept == nil {
		return
	}
	for _, m := range r.meanings(*v.Concept, knowledge.CodeEvidence, knowledge.CodeAnswer) {
		switch m.Concept {
		case "pregnant":
			t := newTrace("pregnant", title(m), when, e.source())
			t.links = links
			g.add(t)
			r.setPregnant(true, when, e.source())
		case "not-pregnant":
			r.setPregnant(false, when, e.source())
		}
	}
}

// setPregnant keeps the newest statement.
func (r *reading) setPregnant(yes bool, when span, s patient.Source) {
	if r.person.resource != nil && r.person.resource.Gender == "male" {
		return
	}
	if r.c.Status.Pregnant.Known && (!when.known || when.last < r.statusOn) {
		return
	}
	r.statusOn = when.last
	r.c.Status.Pregnant = patient.Know(yes, s)
}

// dating reads what places a pregnancy in time.
func (r *reading) dating(g *gathered, e *entry, m *knowledge.Code, v *r4.Value, when span, links []string) {
	day := firstDate(v.DateTime)
	switch m.Concept {
	case "due-date", "due-date-by-period", "due-date-by-ultrasound":
		if !day.Full() {
			return
		}
		const term = 280
		sure := map[string]int{"due-date-by-ultrasound": byUltrasound, "due-date-by-period": byPeriod}[m.Concept]
		if sure == 0 {
			sure = byCode
		}
		r.datedBy(g, e, title(m)+" "+day.String(), when, day.Latest()-term, sure, links)
	case "last-period":
		if day.Full() {
			g.periods = append(g.periods, day.Latest())
			r.datedBy(g, e, title(m)+" "+day.String(), when, day.Latest(), byPeriod, links)
		}
	case "date-of-last-loss":
		if day.Known() {
			g.statements = append(g.statements, statement{concept: m.Concept, on: spanOf(day), says: title(m), source: e.source()})
		}
	case "delivery-time":
		if day.Known() {
			t := newTrace("delivery-time", title(m), spanOf(day), e.source())
			t.links = links
			g.add(t)
		}
	case "gestation", "gestation-by-period", "gestation-by-ultrasound", "gestation-days":
		r.gestation(g, e, m, v, when, links)
	}
}

func (r *reading) datedBy(g *gathered, e *entry, says string, when span, lmp, sure int, links []string) {
	t := datedTrace(says, when, lmp, sure, e.source())
	t.links, t.rank = links, rankPeriod
	if sure == byUltrasound {
		t.rank = rankUltrasound
	}
	g.add(t)
}

// gestation reads a gestational age at a visit.
func (r *reading) gestation(g *gathered, e *entry, m *knowledge.Code, v *r4.Value, when span, links []string) {
	age, why := gestationOf(m, v)
	if why.En != "" {
		r.issue(e.source(), title(m)+": "+why.En+"; it was not read.", title(m)+"："+why.Zh+"；未读取。")
	}
	if !age.Known() {
		return
	}
	t := newTrace("gestation-code", title(m)+" "+age.String(), when, e.source())
	t.links, t.gestation, t.rank = links, age, rankStated
	sure := byCode
	switch m.Concept {
	case "gestation-by-ultrasound":
		t.rank, sure = rankUltrasound, byUltrasound
	case "gestation-by-period":
		t.rank, sure = rankPeriod, byPeriod
	}
	if when.known {
		t.lmp, t.exact = window{when.first - age.Max - sure, when.last - age.Min + sure, true}, true
	}
	g.add(t)
}

// gestationOf turns a value into completed days. why says, in two languages,
// what was wrong with a value that is there.
func gestationOf(m *knowledge.Code, v *r4.Value) (age patient.Gestation, why knowledge.Text) {
	if v.String != "" {
		age, err := patient.ParseGestation(v.String)
		if err != nil {
			return age, knowledge.Text{En: err.Error(), Zh: "“" + v.String + "”不是孕周"}
		}
		return age, why
	}
	n, ok := quantity(v.Quantity)
	if !ok {
		if v.Integer == nil {
			return age, why
		}
		n = float64(*v.Integer)
	}
	unit := ""
	if v.Quantity != nil {
		unit = cmp.Or(v.Quantity.Code, v.Quantity.Unit)
	}
	days := m.Concept == "gestation-days"
	switch strings.ToLower(unit) {
	case "wk", "w", "week", "weeks", "周", "{weeks}", "wks":
	case "d", "day", "days", "天":
		days = true
	case "":
	default:
		return age, knowledge.Text{En: "a gestational age in " + strconv.Quote(unit), Zh: "孕周的单位为“" + unit + "”"}
	}
	return agesOf(n, days)
}

// agesOf is what a number of weeks or days can mean. A week's number stands
// for the whole week; with one decimal from 1 to 6 it may be the days.
func agesOf(n float64, days bool) (patient.Gestation, knowledge.Text) {
	tooFar := knowledge.Text{En: "a gestational age of " + strconv.FormatFloat(n, 'g', -1, 64), Zh: "孕周数值为" + strconv.FormatFloat(n, 'g', -1, 64)}
	limit := float64(patient.MaxGestationDays)
	if !days {
		limit /= 7
	}
	if !(n > 0 && n <= limit) {
		return patient.Gestation{}, tooFar
	}
	if days {
		d := int(math.Round(n))
		return patient.Gestation{Min: d, Max: d}, knowledge.Text{}
	}
	whole := math.Floor(n)
	if n == whole {
		return patient.Gestation{Min: int(n) * 7, Max: int(n)*7 + 6}, knowledge.Text{}
	}
	middle := n * 7
	written := int(whole)*7 + int(math.Round((n-whole)*10))
	tenths := (n - whole) * 10
	if math.Abs(tenths-math.Round(tenths)) < 1e-6 && math.Round(tenths) <= 6 {
		return patient.Gestation{Min: min(int(middle), written), Max: max(int(math.Ceil(middle)), written)}, knowledge.Text{}
	}
	return patient.Gestation{Min: int(math.Floor(middle)), Max: int(math.Ceil(middle))}, knowledge.Text{}
}

// quantity is the number of a quantity that says what it is. "More than 2" is not 2.
func quantity(q *r4.Quantity) (float64, bool) {
	if q == nil || q.Comparator != "" {
		return 0, false
	}
	return rawNumber(q)
}

// rawNumber is the number in a quantity, whatever sign stands before it.
func rawNumber(q *r4.Quantity) (float64, bool) {
	if q == nil || q.Value == "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(string(q.Value), 64)
	return n, err == nil && !math.IsInf(n, 0) && !math.IsNaN(n)
}

// count reads a stated number of pregnancies or children.
func (r *reading) count(g *gathered, e *entry, m *knowledge.Code, v *r4.Value, when span) {
	n, ok := quantity(v.Quantity)
	if v.Integer != nil {
		n, ok = float64(*v.Integer), true
	}
	if v.String != "" {
		if f, err := strconv.ParseFloat(strings.TrimSpace(v.String), 64); err == nil {
			n, ok = f, true
		}
	}
	if !ok {
		return // asked and not answered is not zero
	}
	if n < 0 || n > mostPregnancies || n != math.Trunc(n) {
		r.issuef(e.source(), "%s is stated as %v; nobody has so many, so it was not read.", "%s的数值为%v，不合常理，未读取。", title(m), n)
		return
	}
	g.statements = append(g.statements, statement{concept: m.Concept, number: int(n), has: true, on: when, says: title(m), source: e.source()})
}
