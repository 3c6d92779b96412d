package fhirin

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Relationships that make somebody a partner (HL7 RoleCode).
var partnerRoles = []string{"SPS", "HUSB", "DOMPART", "SIGOTHR", "FTH", "FTHFOST", "PRN"}

// partner takes results from the partner's own record, where a link says who
// he is. A fact never moves between people by sex or code alone.
func (r *reading) partner() {
	if r.isMan() {
		return
	}
	him := r.partnerOf()
	if him == nil {
		return
	}
	if him.resource != nil {
		r.c.Partner.Label = patient.Know(him.id, him.source())
	}
	other := &reading{records: r.records, person: him, knowledge: r.knowledge, terms: r.terms, words: r.words, c: &patient.Case{}}
	other.clean()
	g := &gathered{}
	for _, e := range other.entries {
		if o, ok := e.Resource.(*r4.Observation); ok {
			other.geneticTraces(g, e, o, observationTime(o), nil)
			other.observation(e, o)
		}
	}
	other.sortObservations()
	for _, o := range other.c.Observations {
		if o.Test == "parental-karyotype-male" {
			r.c.Partner.Karyotype = patient.Know(o.Result, o.Source)
		}
		if o.Test == "sperm-dna-fragmentation" && o.HasNumber {
			r.c.Partner.SpermDNAFragmentationPct = patient.Know(o.Number, o.Source)
		}
	}
}

// partnerOf finds the partner's own Patient: by the identifier of a related
// person, or by a link of that Patient to it.
func (r *reading) partnerOf() *person {
	for _, e := range r.entries {
		rp, ok := e.Resource.(*r4.RelatedPerson)
		if !ok || !slices.ContainsFunc(rp.Relationship, isPartner) {
			continue
		}
		for _, id := range rp.Identifier {
			if key := r.byPatient[id.System+"|"+id.Value]; key != "" && key != r.person.key {
				return r.persons[key]
			}
		}
		for _, key := range sortedKeys(r.persons) {
			p := r.persons[key]
			if p.resource == nil || key == r.person.key {
				continue
			}
			for _, link := range p.resource.Link {
				if r.target(link.Other, p.entry) == e.key {
					return p
				}
			}
		}
	}
	return nil
}

func isPartner(c r4.CodeableConcept) bool {
	for _, role := range partnerRoles {
		if hasCode(c, role) {
			return true
		}
	}
	return false
}

// semen reads a semen result: on a man's own record it is his; on a woman's it
// belongs to somebody who is not named.
func (r *reading) semen(e *entry, m *knowledge.Code, v *r4.Value, on span) {
	if !r.isMan() {
		r.issuef(e.source(), "%s is found on the woman's record and belongs to somebody else; it was not used. Whose is it?", "“%s”出现在女方病历中，应属他人；未采用。是谁的结果？", title(m))
		return
	}
	n, ok := quantity(v.Quantity)
	if m.Concept != "sperm-intact-dna" || !ok || n < 0 || n > 100 {
		return
	}
	// The code reports the sperm whose chromatin is intact: the rest is broken.
	r.c.Observations = append(r.c.Observations, patient.Observation{Test: "sperm-dna-fragmentation", Date: on.written, HasNumber: true,
		Number: 100 - n, Written: string(v.Quantity.Value), Unit: "%", UnitIs: "%", Source: e.source()})
}

// relevant are the beginnings of ICD codes, and words, that bear on recurrent
// loss; what has one and is not understood is shown.
var (
	relevantCodes = []string{"O0", "O20", "O26", "O31", "O36", "N96", "N97", "Q51", "Q95", "Q96", "Q97", "D68", "D69", "M32", "M33", "M34", "M35", "E05", "E22", "E28"}
	relevantWords = []string{"miscarr", "abortion", "pregnancy loss", "stillb", "lupus", "phospholipid", "cardiolipin", "thromb", "translocation", "pregnan", "last menstrual", "流产", "胎停", "妊娠", "狼疮", "磷脂", "血栓", "宫腔", "纵隔", "易位"}
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
	matters := slices.ContainsFunc(relevantWords, func(w string) bool { return strings.Contains(lower, w) }) && !strings.Contains(lower, "no known")
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
