package text

import "strings"

// table writes rows in aligned columns. A cell never takes more than its share,
// so that one long word does not push the others off the page; a row that is
// too wide all the same flows on below itself.
func (p *page) table(indent int, rows [][]string) {
	const most = 34
	var widest []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widest) {
				widest = append(widest, 0)
			}
			widest[i] = max(widest[i], min(width(clean(cell)), most))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			cell = strings.Join(strings.Fields(clean(cell)), nbsp)
			line.WriteString(cell)
			if i < len(row)-1 {
				line.WriteString(strings.Repeat(nbsp, max(widest[i]-width(cell), 0)+1) + " ")
			}
		}
		p.flow(indent, indent+3, strings.TrimRight(line.String(), nbsp+" "))
	}
}
