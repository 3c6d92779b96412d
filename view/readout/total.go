package readout

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
)

// distinct is how many different sentences or codes a total keeps of one kind.
// What comes after that is counted together, so that an export of any size can
// be summed up.
const distinct = 20000

// Total adds up the readings of many records. Of what it says nothing is about
// one person but the examples, which name a resource by its id.
type Total struct {
	Format      string         `json:"gravida"` // reading/1
	Kind        string         `json:"kind"`    // summary
	Patients    int            `json:"patients"`
	Women       int            `json:"women"` // recorded as female
	Men         int            `json:"men"`
	OtherGender int            `json:"otherGender"` // or none recorded
	Obstetric   int            `json:"withObstetricData"`
	Recurrent   int            `json:"withTwoLossesOrMore"` // found, by any definition or none
	Pregnancies int            `json:"pregnancies"`
	Outcomes    map[string]int `json:"outcomes"` // by id; "" is not known
	Losses      int            `json:"losses"`
	Results     int            `json:"results"`
	Facts       int            `json:"otherFacts"`
	Types       []TypeOfEntry  `json:"resources"`
	SetAside    []AsideSum     `json:"setAside"`
	TextOnly    []Counted      `json:"textOnly"`
	Issues      []Counted      `json:"issues"`
	Unknown     []Unknown      `json:"notUnderstood"`
	LeftOut     []Unknown      `json:"leftOut"`
	// Uncounted is how many more sentences and codes there were than a total
	// keeps apart.
	Uncounted int `json:"uncounted,omitempty"`

	came             map[string]int
	types            map[string]*TypeOfEntry
	asides           map[string]*AsideSum
	textOnly, issues map[string]*Counted
	unknown, leftOut map[[3]string]*Unknown
}

// AsideSum counts what was set aside for one reason.
type AsideSum struct {
	Why   string         `json:"why"`
	Says  string         `json:"says"`
	Count int            `json:"count"`
	Types map[string]int `json:"types"`
}

// Counted is one sentence, what differs from record to record left open, and how
// often it is said.
type Counted struct {
	Says    string `json:"says"`
	Count   int    `json:"count"`
	Example string `json:"example"`
}

// NewTotal is the total of nothing.
func NewTotal() *Total {
	return &Total{Format: Format, Kind: "summary", Outcomes: map[string]int{}, came: map[string]int{}, types: map[string]*TypeOfEntry{}, asides: map[string]*AsideSum{},
		textOnly: map[string]*Counted{}, issues: map[string]*Counted{}, unknown: map[[3]string]*Unknown{}, leftOut: map[[3]string]*Unknown{}}
}

// Came adds how many resources of each type there were, read or not.
func (t *Total) Came(types map[string]int) {
	for kind, n := range types {
		t.came[kind] += n
	}
}

// Add counts one record.
func (t *Total) Add(r *Record) {
	t.Patients++
	switch r.Gender {
	case "female":
		t.Women++
	case "male":
		t.Men++
	default:
		t.OtherGender++
	}
	if r.Obstetric {
		t.Obstetric++
	}
	if r.Losses >= 2 {
		t.Recurrent++
	}
	t.Pregnancies += len(r.Pregnancies)
	t.Losses += r.Losses
	for _, p := range r.Pregnancies {
		t.Outcomes[p.Outcome]++
	}
	for _, g := range r.Groups {
		for _, f := range g.Facts {
			switch {
			case f.Unused:
			case g.Part == resultsPart:
				t.Results++
			default:
				t.Facts++
			}
		}
	}
	t.addTypes(r.Types)
	t.aside(r.SetAside)
	t.say(t.textOnly, r.TextOnly, r.File)
	t.say(t.issues, r.Issues, r.File)
	t.codes(t.unknown, r.Unknown, r.File)
	t.codes(t.leftOut, r.LeftOut, r.File)
}

func (t *Total) addTypes(types []TypeOfEntry) {
	for _, x := range types {
		sum := t.types[x.Type]
		if sum == nil {
			sum = &TypeOfEntry{Type: x.Type}
			t.types[x.Type] = sum
		}
		sum.add(x)
	}
}

func (t *TypeOfEntry) add(x TypeOfEntry) {
	t.Total += x.Total
	t.Read += x.Read
	t.SetAside += x.SetAside
	t.NotUnderstood += x.NotUnderstood
	t.Other += x.Other
	t.NotHers += x.NotHers
}

func (t *Total) aside(asides []Aside) {
	for _, a := range asides {
		sum := t.asides[a.Why]
		if sum == nil {
			sum = &AsideSum{Why: a.Why, Says: a.Says, Types: map[string]int{}}
			t.asides[a.Why] = sum
		}
		sum.Count++
		kind, _, _ := strings.Cut(a.Source, "/")
		sum.Types[kind]++
	}
}

func (t *Total) say(all map[string]*Counted, issues []Issue, file string) {
	for _, i := range issues {
		if all[i.sort] == nil {
			if len(all) >= distinct {
				t.Uncounted++
				continue
			}
			all[i.sort] = &Counted{Says: i.sort, Example: whole(i.Source, file)}
		}
		all[i.sort].Count++
	}
}

func (t *Total) codes(all map[[3]string]*Unknown, codes []Unknown, file string) {
	for _, u := range codes {
		if u.Code == "" {
			u.Text = cut(u.Text)
		}
		key := [3]string{u.System, u.Code, u.Text}
		if all[key] == nil {
			if len(all) >= distinct {
				t.Uncounted += u.Count
				continue
			}
			first := u
			first.Count, first.Example = 0, whole(u.Example, file)
			all[key] = &first
		}
		all[key].Count += u.Count
	}
}

const cutOff = "…"

// cut shortens words that stand without a code: a long text tells of a person.
func cut(text string) string {
	const longest = 60
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + cutOff
	}
	return text
}

// whole is a place with the file it was cut from.
func whole(place, file string) string {
	if file == "" || place == "" {
		return place
	}
	return place + ":" + file
}

// finish puts what was counted in order.
func (t *Total) finish() *Total {
	t.Types = t.All()
	t.SetAside = []AsideSum{}
	for _, why := range slices.Sorted(maps.Keys(t.asides)) {
		t.SetAside = append(t.SetAside, *t.asides[why])
	}
	t.TextOnly, t.Issues = said(t.textOnly), said(t.issues)
	t.Unknown, t.LeftOut = ranked(t.unknown), ranked(t.leftOut)
	return t
}

// All gives the counts of every type that came. What no record accounts for
// is of a type that is not read, about nobody, or there a second time.
func (t *Total) All() []TypeOfEntry {
	all := []TypeOfEntry{}
	for _, kind := range slices.Sorted(maps.Keys(t.types)) {
		all = append(all, *t.types[kind])
	}
	for _, kind := range slices.Sorted(maps.Keys(t.came)) {
		i := slices.IndexFunc(all, func(x TypeOfEntry) bool { return x.Type == kind })
		if i < 0 {
			all = append(all, TypeOfEntry{Type: kind})
			i = len(all) - 1
		}
		x := &all[i]
		rest := max(t.came[kind]-x.Total, 0)
		x.Total += rest
		if r4.Reads(kind) {
			x.NotHers += rest
		} else {
			x.Other += rest
		}
	}
	slices.SortFunc(all, func(a, b TypeOfEntry) int { return strings.Compare(a.Type, b.Type) })
	return all
}

func said(m map[string]*Counted) []Counted {
	all := []Counted{}
	for _, c := range m {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Counted) int { return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Says, b.Says)) })
	return all
}

func ranked(m map[[3]string]*Unknown) []Unknown {
	all := []Unknown{}
	for _, u := range m {
		all = append(all, *u)
	}
	slices.SortFunc(all, moreFirst)
	return all
}
