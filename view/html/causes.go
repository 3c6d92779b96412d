package html

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// causeRow is one group of causes, by how far each is settled.
type causeRow struct {
	Name, Leads string
	Cells       []causeCell
}

// causeCell holds the causes of one group and status.
type causeCell struct {
	Head, Class string
	Causes      []line // with what stands behind each
	Names       string // those that share what stands behind them
	Because     opened
}

// causeStatuses are the columns of the map.
var causeStatuses = []string{knowledge.Established, knowledge.Suspected, knowledge.NotExamined, knowledge.Excluded, knowledge.NotIndicated}

// Columns are the heads of the map of causes.
func (p *summary) Columns() (heads []line) {
	for _, s := range causeStatuses {
		heads = append(heads, line{Glyph: s, Class: "st-" + s, Word: p.fill("cause."+s, "leading", p.guideline(p.a.Leading))})
	}
	return heads
}

// causesMap lays the causes out by group and status.
func (p *summary) causesMap() (rows []causeRow) {
	var groups []string
	for i := range p.a.Causes {
		if g := p.a.Causes[i].Group; !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	for _, g := range groups {
		rows = append(rows, p.causeRow(g))
	}
	return rows
}

func (p *summary) causeRow(group string) causeRow {
	row := causeRow{Name: p.say("group." + group)}
	var leads []string
	for i := range p.a.Causes {
		if c := &p.a.Causes[i]; c.Group == group && !slices.Contains(leads, p.department(c.Department)) {
			leads = append(leads, p.department(c.Department))
		}
	}
	row.Leads = strings.Join(leads, p.say("list.names"))
	for _, status := range causeStatuses {
		row.Cells = append(row.Cells, p.causeCell(group, status))
	}
	return row
}

func (p *summary) causeCell(group, status string) causeCell {
	cell := causeCell{Head: p.say("status.short." + status)}
	settled := status == knowledge.Established || status == knowledge.Suspected
	var names []string
	var ids []assessment.StatementID
	for i := range p.a.Causes {
		c := &p.a.Causes[i]
		switch {
		case c.Group != group || c.Status != status:
		case settled:
			cell.Causes = append(cell.Causes, p.causeLine(c))
		default:
			names, ids = append(names, p.cause(c.ID)), append(ids, c.Statements...)
		}
	}
	if len(cell.Causes) > 0 {
		cell.Class = map[string]string{knowledge.Established: "is-est", knowledge.Suspected: "is-sus"}[status]
	}
	cell.Names = p.list(names)
	cell.Because = p.open(ids...)
	return cell
}

// causeLine says of one cause what speaks for it and what is missing beside the
// diagnosis itself.
func (p *summary) causeLine(c *assessment.Cause) line {
	l := line{Name: words.Sentence(p.cause(c.ID)), Because: p.open(c.Statements...)}
	if p.a.ShownAs(c) == "risk" {
		l.Notes = append(l.Notes, p.say("page.risk"))
	}
	if losses := p.a.Explains(c); losses != "" {
		l.Notes = append(l.Notes, words.Sentence(losses))
	}
	if old := p.old(p.base.Cause(c.ID).Tests); old != "" {
		l.Notes = append(l.Notes, old)
	}
	if t := c.Treated; t != nil {
		l.Notes = append(l.Notes, p.a.TreatedSince(t))
	}
	if missing := p.missing(slices.DeleteFunc(slices.Clone(c.Missing), func(fact string) bool { return fact == c.ID })); missing != "" {
		l.Notes = append(l.Notes, missing)
	}
	return l
}

// old names the results of some tests that are not of these weeks, with their age:
// what they showed was true then.
func (p *summary) old(tests []string) string {
	var list []string
	for i := range p.a.Tests {
		t := &p.a.Tests[i]
		if latest := p.a.Latest(t); latest != nil && slices.Contains(tests, t.ID) && words.Ago(p.Lang, latest.Date, p.a.Subject().AsOf) != "" {
			list = append(list, p.test(t.ID)+p.say("list.comma")+p.a.Dated(latest.Date))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return p.fill("cause.results", "list", strings.Join(list, p.say("list.semicolon")))
}
