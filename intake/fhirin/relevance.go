package fhirin

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// relevant are the beginnings of ICD codes, and words, that bear on recurrent
// loss; what has one and is not understood is shown.
var (
	relevantCodes = []string{"O0", "O20", "O26", "O31", "O36", "N96", "N97", "Q51", "Q95", "Q96", "Q97", "D68", "D69", "M32", "M33", "M34", "M35", "E05", "E22", "E28"}
	relevantWords = []string{"miscarr", "abortion", "pregnancy loss", "stillb", "lupus", "phospholipid", "cardiolipin", "thromb", "translocation", "pregnan", "last menstrual", "流产", "胎停", "妊娠", "狼疮", "磷脂", "血栓", "宫腔", "纵隔", "易位"}
	// Of what was done: every visit of a pregnancy has procedures that name it.
	relevantDone = []string{"thromb", "uterine sept", "adhesi", "cerclage", "myomectomy", "血栓", "纵隔", "粘连", "环扎"}
)

// noteRelevant remembers a code that looks as if it mattered and is in no
// table, and shows a hint that decides nothing.
func (r *reading) noteRelevant(e *entry, c r4.CodeableConcept) {
	found := r.meanings(c)
	for _, m := range found {
		if m.Kind == knowledge.CodeHint {
			r.issuef(e.source(), "%s bears on recurrent loss but does not say enough by itself; it was not used.", "“%s”与复发性流产有关，但信息不足，未采用。", title(m))
		}
	}
	if slices.ContainsFunc(c.Coding, func(x r4.Coding) bool { return destroyed(x.Code) }) {
		r.issuef(e.source(), "A code of %s was rounded by a spreadsheet and cannot be told any more; it was not read.", "%s的编码被电子表格取整，无法辨认；未读取。", e.key)
	}
	if len(found) > 0 {
		return
	}
	words := cmp.Or(c.Text, displays(c))
	lower := strings.ToLower(words)
	telling := relevantWords
	if _, done := e.Resource.(*r4.Procedure); done {
		telling = relevantDone
	}
	matters := slices.ContainsFunc(telling, func(w string) bool { return strings.Contains(lower, w) }) && !strings.Contains(lower, "no known")
	for _, x := range c.Coding {
		icd := strings.Contains(x.System, "icd-10")
		matters = matters || icd && slices.ContainsFunc(relevantCodes, func(p string) bool { return strings.HasPrefix(strings.ToUpper(x.Code), p) })
		words = cmp.Or(words, x.Code)
	}
	if matters {
		r.unmapped = append(r.unmapped, words)
	}
}

// closingIssues says what concerns the whole record.
func (r *reading) closingIssues() {
	if r.childbirth {
		r.issue(r.person.source(), "Some births are known only from a delivery, which does not say that the child lived; they are read as live births because no death is recorded.",
			"部分分娩仅有分娩记录，未说明新生儿是否存活；因无死亡记录，按活产处理。")
	}
	if slices.ContainsFunc(r.entries, func(e *entry) bool { return e.partial }) {
		r.c.History.Complete = false
		r.issue(r.person.source(), "The record is one page of several; what the others hold is not known.", "该病历仅为多页中的一页，其余内容未知。")
	}
	slices.Sort(r.unmapped)
	r.unmapped = slices.Compact(r.unmapped)
	if n := len(r.unmapped); n > 0 {
		const shown = 5
		list := strings.Join(r.unmapped[:min(n, shown)], "; ")
		r.issuef(r.person.source(), "%d entries look as if they mattered and are not understood, so they were not used: %s", "有%d条记录可能相关但无法识别，未采用：%s", n, list)
	}
	slices.SortStableFunc(r.c.Issues, func(a, b patient.Issue) int {
		return cmp.Or(cmp.Compare(a.Source.Document, b.Source.Document), cmp.Compare(a.Source.At, b.Source.At), cmp.Compare(a.En, b.En))
	})
	r.c.Issues = slices.CompactFunc(r.c.Issues, func(a, b patient.Issue) bool { return a.Source == b.Source && a.En == b.En })
}
