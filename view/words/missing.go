package words

import (
	"slices"
	"strconv"
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

// Facts names facts in words, each name once; what is missing of several
// pregnancies is named once for all.
func Facts(base *knowledge.Base, lang string, facts []string) (names []string) {
	places := map[string][]int{} // of the pregnancies, by field
	for _, fact := range facts {
		if n, field, ok := OfPregnancy(fact); ok && !slices.Contains(places[field], n) {
			places[field] = append(places[field], n)
		}
	}
	for _, fact := range facts {
		name := Fact(base, lang, fact)
		if _, field, ok := OfPregnancy(fact); ok && len(places[field]) > 1 && Has("fact.pregnancies."+field) {
			name = Fill(lang, "fact.pregnancies."+field, "list", Pregnancies(lang, places[field]))
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// OfPregnancy takes apart a fact of one pregnancy: its place and the field.
func OfPregnancy(fact string) (place int, field string, ok bool) {
	rest, ok := strings.CutPrefix(fact, "pregnancies.")
	if !ok {
		return 0, "", false
	}
	number, field, ok := strings.Cut(rest, ".")
	place, err := strconv.Atoi(number)
	return place, field, ok && err == nil
}

// Pregnancies names several pregnancies by their places: 1, 3 and 5; three or
// more that follow each other as 1 to 5.
func Pregnancies(lang string, places []int) string {
	places = slices.Compact(slices.Sorted(slices.Values(places)))
	var parts []string
	for i := 0; i < len(places); {
		j := i
		for j+1 < len(places) && places[j+1] == places[j]+1 {
			j++
		}
		if j-i < 2 {
			j = i
			parts = append(parts, strconv.Itoa(places[i]))
		} else {
			parts = append(parts, Fill(lang, "span", "from", strconv.Itoa(places[i]), "to", strconv.Itoa(places[j])))
		}
		i = j + 1
	}
	return Count(lang, "recurrence.pregnancies", len(places), "list", strings.Join(parts, In(lang, "list.and")))
}

// Some lists the first few names, and how many are left out.
func Some(lang string, names []string) string {
	comma := In(lang, "list.names")
	if len(names) <= mostNamed+1 {
		return strings.Join(names, comma)
	}
	return Count(lang, "missing.more", len(names)-mostNamed, "list", strings.Join(names[:mostNamed], comma))
}
