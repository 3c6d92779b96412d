package knowledge

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/problem"
)

// relevantFile says which codes and words bear on pregnancy loss. What has one
// of them and stands in no table of codes is shown to people, never dropped.
const relevantFile = "terminology/relevant.tsv"

var (
	relevantColumns = []string{"where", "system", "begins", "matters", "note"}
	relevantPlaces  = []string{"any", "condition", "procedure", "observation", "medication", "except"}
)

type relevant struct{ where, system, begins, matters string }

// Relevant says to what a code or text that stands in no table seems to
// matter; "" when it does not. Where it stands is condition, procedure,
// observation or medication.
func (t *Terminology) Relevant(where, system, code, text string) string {
	if t == nil {
		return ""
	}
	text = normalText(text)
	key, found := normalCode(normalSystem(system), code), ""
	for _, r := range t.relevant {
		holds := strings.Contains(text, r.begins)
		if r.system != ByText {
			holds = slices.Contains(fallback(normalSystem(system)), r.system) && strings.HasPrefix(key, r.begins)
		}
		switch {
		case !holds:
		case r.where == "except":
			return ""
		case r.where != "any" && r.where != where || found != "":
		default:
			found = r.matters
		}
	}
	return found
}

func (t *Terminology) readRelevant(fsys fs.FS, wrong *problem.List) error {
	text, there, err := optionalTable(fsys, relevantFile)
	if err != nil || !there {
		return err
	}
	eachRow(relevantFile, text, relevantColumns, wrong, nil, func(cells []string, at Position) {
		switch {
		case !slices.Contains(relevantPlaces, cells[0]):
			wrong.Add(at, "where is "+problem.Quote(cells[0]), strings.Join(relevantPlaces, ", "), problem.Nearest(cells[0], relevantPlaces))
		case cells[1] == "" || cells[2] == "":
			wrong.Add(at, "an empty cell", "where, system and begins are all filled", "")
		case (cells[0] == "except") != (cells[3] == ""):
			wrong.Add(at, "matters is "+problem.Quote(cells[3]), "to what it matters, and nothing for an exception", "")
		default:
			r := relevant{where: cells[0], system: cells[1], begins: cells[2], matters: cells[3]}
			if r.system == ByText {
				r.begins = normalText(r.begins)
			}
			t.relevant = append(t.relevant, r)
		}
	})
	return nil
}
