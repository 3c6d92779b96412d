package readout

import (
	"maps"
	"slices"
)

// Total adds up the readings of many records.
type Total struct {
	Format        string         `json:"gravida"` // reading/1
	Kind          string         `json:"kind"`    // summary
	Patients      int            `json:"patients"`
	Women         int            `json:"women"` // recorded as female
	Men           int            `json:"men"`
	OtherGender   int            `json:"otherGender"` // or none recorded
	Obstetric     int            `json:"withObstetricData"`
	Recurrent     int            `json:"withTwoLossesOrMore"` // found, by any definition or none
	Pregnancies   int            `json:"pregnancies"`
	Outcomes      map[string]int `json:"outcomes"` // by id; "" is not known
	Losses        int            `json:"losses"`
	Results       int            `json:"results"`
	Facts         int            `json:"otherFacts"`
	TextOnly      int            `json:"readFromTextOnly"`
	Issues        int            `json:"issues"`
	SetAside      map[string]int `json:"setAside"` // by reason
	Types         []TypeOfEntry  `json:"resources"`
	NotUnderstood []Unknown      `json:"notUnderstood"`

	types   map[string]*TypeOfEntry
	unknown map[[3]string]*Unknown
}

// NewTotal is the total of nothing.
func NewTotal() *Total {
	return &Total{Format: Format, Kind: "summary", Outcomes: map[string]int{}, SetAside: map[string]int{}, types: map[string]*TypeOfEntry{}, unknown: map[[3]string]*Unknown{}}
}

// Add counts one record. Nothing of it is kept but an example of the place of
// each code that was not understood.
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
		if g.Part == resultsPart {
			t.Results += len(g.Facts)
		} else {
			t.Facts += len(g.Facts)
		}
	}
	t.TextOnly += len(r.TextOnly)
	t.Issues += len(r.Issues)
	for _, a := range r.SetAside {
		t.SetAside[a.Why]++
	}
	t.add(r)
	t.Types = t.Types[:0]
	for _, kind := range slices.Sorted(maps.Keys(t.types)) {
		t.Types = append(t.Types, *t.types[kind])
	}
}

func (t *Total) add(r *Record) {
	for _, x := range r.Types {
		sum := t.types[x.Type]
		if sum == nil {
			sum = &TypeOfEntry{Type: x.Type}
			t.types[x.Type] = sum
		}
		sum.Total += x.Total
		sum.Read += x.Read
		sum.SetAside += x.SetAside
		sum.NotUnderstood += x.NotUnderstood
		sum.Other += x.Other
	}
	for _, u := range r.Unknown {
		key := [3]string{u.System, u.Code, u.Text}
		if t.unknown[key] == nil {
			first := u
			first.Count = 0
			t.unknown[key] = &first
		}
		t.unknown[key].Count += u.Count
	}
}

// finish puts the codes that were not understood in order.
func (t *Total) finish() *Total {
	t.NotUnderstood = []Unknown{}
	for _, u := range t.unknown {
		t.NotUnderstood = append(t.NotUnderstood, *u)
	}
	slices.SortFunc(t.NotUnderstood, moreFirst)
	if t.Types == nil {
		t.Types = []TypeOfEntry{}
	}
	return t
}
