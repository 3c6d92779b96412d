package words

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
)

// mostNamed is how many things a sentence names one by one.
const mostNamed = 5

// Missing says what would decide something that is open. The first few facts
// are named; the questions name them all.
func Missing(base *knowledge.Base, lang string, facts []string) string {
	return Fill(lang, "missing", "list", Some(lang, Facts(base, lang, facts)))
}

// Facts names facts in words, each name once.
func Facts(base *knowledge.Base, lang string, facts []string) (names []string) {
	for _, fact := range facts {
		if name := Fact(base, lang, fact); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Some lists the first few names, and how many are left out.
func Some(lang string, names []string) string {
	comma := In(lang, "list.names")
	if len(names) <= mostNamed+1 {
		return strings.Join(names, comma)
	}
	return Count(lang, "missing.more", len(names)-mostNamed, "list", strings.Join(names[:mostNamed], comma))
}
