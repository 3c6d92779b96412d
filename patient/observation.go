package patient

import "github.com/gravida-health/gravida/date"

// Comparators a laboratory puts before a number: the true value lies on that
// side of it.
const (
	Exactly = ""
	Below   = "<"
	AtMost  = "<="
	Above   = ">"
	AtLeast = ">="
)

// Results in words.
const (
	Positive      = "positive"
	Negative      = "negative"
	Indeterminate = "indeterminate"
	Normal        = "normal"
	Abnormal      = "abnormal"
)

// Observation is one result of one test.
type Observation struct {
	Test string
	Date date.Date

	// HasNumber says that Number holds a value in the catalogue's unit for the
	// test, converted from Written and Unit as they stand in the record.
	HasNumber  bool
	Number     float64
	Comparator string // Exactly, Below, AtMost, Above, AtLeast
	Written    string // the value as the record writes it
	Unit       string // the unit as the record writes it
	UnitIs     string // the catalogue's unit that Number is in; "" for an assay's own units

	Result  string // positive, negative, indeterminate, normal, abnormal
	Finding string // a cause the image shows, or normal

	// The laboratory's own limits, converted like Number. For antibodies
	// UpperLimit is the laboratory's 99th centile.
	HasLower, HasUpper     bool
	LowerLimit, UpperLimit float64

	Assay        string   // elisa, clia, multiplex
	Context      []string // on-warfarin, pregnant …
	ContextGiven bool     // the context was stated, even as empty
	Source       Source
}

// AsWritten is the value as the record has it, with its sign: some records keep
// the sign within the value, some beside it.
func (o *Observation) AsWritten() string {
	if o.Written == "" || o.Written[0] != '.' && (o.Written[0] < '0' || o.Written[0] > '9') {
		return o.Written
	}
	return o.Comparator + o.Written
}
