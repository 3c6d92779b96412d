package fhirin

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// unknown is a code or text that looks as if it mattered, by which it is
// counted.
type unknown struct{ system, code, text string }

// noteRelevant remembers a code that looks as if it mattered and is in no
// table, and a hint that decides nothing.
func (r *reading) noteRelevant(e *entry, c r4.CodeableConcept) {
	found := r.meanings(c)
	for _, m := range found {
		if o, ok := e.Resource.(*r4.Observation); m.Kind == knowledge.CodeHint && (!ok || answered(o)) {
			again(&r.hints, m.Concept+title(m), title(m), quote(title(m)), e.source())
		}
	}
	if slices.ContainsFunc(c.Coding, func(x r4.Coding) bool { return destroyed(x.Code) }) {
		r.issuef(e.source(), "A code of %s was rounded by a spreadsheet and cannot be told any more; it was not read.", "%s的编码被电子表格取整，无法辨认；未读取。", e.key)
	}
	if len(found) > 0 || r.countInWords(c) != nil {
		return
	}
	for _, text := range textsOf(c) {
		if rows, _ := r.findText(text, knowledge.CodeHint); len(rows) > 0 {
			again(&r.hints, rows[0].Concept+text, quote(text), quote(text), e.source())
			return
		}
		if rows, _ := r.findText(text, knowledge.CodeCondition, knowledge.CodeThrombosis, knowledge.CodeTest, knowledge.CodeProcedure, knowledge.CodeMedication); len(rows) > 0 {
			return // read from its words
		}
	}
	if headed, _ := r.headed(c); !headed {
		r.noteUnknown(e, c)
	}
}

// answered reports whether an observation holds any value: a panel only groups
// others.
func answered(o *r4.Observation) bool {
	has := func(v *r4.Value) bool {
		return v.Quantity != nil || v.Concept != nil || v.String != "" || v.Boolean != nil || v.Integer != nil || v.Range != nil || v.Ratio != nil || v.DateTime != ""
	}
	return has(&o.Value) || len(o.Interpretation) > 0 || slices.ContainsFunc(o.Component, func(c r4.Component) bool { return has(&c.Value) })
}

// noteUnknown counts a concept that no table knows, if it bears on pregnancy
// loss.
func (r *reading) noteUnknown(e *entry, c r4.CodeableConcept) {
	words := cmp.Or(c.Text, displays(c))
	for _, x := range codingsOf(c) {
		matters := r.terms.Relevant(amongst(whereOf(e.Resource)), x.System, x.Code, words)
		if matters == "" {
			continue
		}
		if r.unmappedAt == nil {
			r.unmappedAt = map[string]bool{}
		}
		r.unmappedAt[e.key] = true
		addUnknown(&r.unmapped, e, x, words, matters)
		return
	}
}

// codingsOf gives the codings of a concept; one that is empty for mere words.
func codingsOf(c r4.CodeableConcept) []r4.Coding {
	if len(c.Coding) == 0 {
		return []r4.Coding{{}}
	}
	return c.Coding
}

// addUnknown counts one more of a code that no table knows.
func addUnknown(m *map[unknown]*patient.UnknownCode, e *entry, x r4.Coding, words, matters string) {
	if *m == nil {
		*m = map[unknown]*patient.UnknownCode{}
	}
	key := unknown{x.System, x.Code, words}
	u := (*m)[key]
	if u == nil {
		u = &patient.UnknownCode{System: x.System, Code: x.Code, Text: words, Where: whereOf(e.Resource), Matters: matters, At: e.source()}
		(*m)[key] = u
	}
	u.Count++
	if e.source().Document < u.At.Document {
		u.At = e.source()
	}
}

// amongst is the part of a record whose words also tell for another.
func amongst(where string) string {
	switch where {
	case "encounter":
		return "condition"
	case "allergy":
		return "medication"
	}
	return where
}

// whereOf says in which part of a record something stands.
func whereOf(res r4.Resource) string {
	switch res.(type) {
	case *r4.AllergyIntolerance:
		return "allergy"
	case *r4.Encounter, *r4.EpisodeOfCare:
		return "encounter"
	case *r4.Procedure:
		return "procedure"
	case *r4.Observation, *r4.DiagnosticReport:
		return "observation"
	case *r4.MedicationRequest, *r4.MedicationStatement, *r4.MedicationAdministration, *r4.MedicationDispense:
		return "medication"
	}
	return "condition"
}

// closingIssues says what concerns the whole record.
func (r *reading) closingIssues() {
	if r.childbirth {
		r.issue(r.person.source(), "Some births are known only from a delivery, which does not say that the child lived; they are read as live births because no death is recorded.",
			"部分分娩仅有分娩记录，未说明新生儿是否存活；因无死亡记录，按活产处理。")
	}
	if p := r.person.resource; p != nil && p.Gender == "male" && len(r.c.Pregnancies) > 0 {
		r.issue(r.person.source(), "The record says that this person is male, and tells of pregnancies. Are they his partner's, or is the sex wrong?",
			"病历记载该患者为男性，却有妊娠记录。是其伴侣的妊娠，还是性别有误？")
	}
	if slices.ContainsFunc(r.entries, func(e *entry) bool { return e.partial }) {
		r.c.History.Complete = false
		r.issue(r.person.source(), "The record is not whole: it is one page of several, or a part of it could not be read; what the rest holds is not known.", "病历不完整：仅为多页中的一页，或部分内容无法读取；其余内容未知。")
	}
	if r.person.shared {
		r.c.History.Complete = r.c.History.Complete && r.person.strays == 0
		r.issuef(r.person.source(), "%s is the id of two people, who differ in sex or date of birth; only what lies in the same file as this one was read, and %d entries that could be about either were not.",
			"%s这一编号属于性别或出生日期不同的两个人；仅读取与本人同一文件中的内容，另有%d项无法判断归属，未读取。", r.person.key, r.person.strays)
	}
	r.repeats()
	r.account()
	r.tellUnknown()
	slices.SortStableFunc(r.c.Issues, func(a, b patient.Issue) int {
		return cmp.Or(cmp.Compare(a.Source.Document, b.Source.Document), cmp.Compare(a.Source.At, b.Source.At), cmp.Compare(a.En, b.En))
	})
	r.c.Issues = slices.CompactFunc(r.c.Issues, func(a, b patient.Issue) bool { return a.Source == b.Source && a.En == b.En })
}

// tellUnknown says in one sentence what looks relevant and was not understood;
// the whole list stands in the account of the reading.
func (r *reading) tellUnknown() {
	var names []string
	for key := range r.unmapped {
		names = append(names, cmp.Or(key.text, key.code))
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) == 0 {
		return
	}
	const shown = 5
	list := strings.Join(names[:min(len(names), shown)], "; ")
	if more := len(names) - shown; more > 0 {
		list += fmt.Sprintf("; … (%d)", len(names))
	}
	r.c.Issues = append(r.c.Issues, patient.Issue{Source: r.person.source(), Kind: patient.NotUnderstood,
		En: "What looks as if it mattered and is not understood was not used: " + list, Zh: "以下内容可能相关但无法识别，未采用：" + list})
}
