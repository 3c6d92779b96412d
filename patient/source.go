package patient

// Source is the place a fact was read from: a document and a position in it.
// For a case file that is "anna.yaml" and "21:5" (line and column); for a FHIR
// resource "Observation/123" and, where it helps, a path inside it; for an
// answer "interview" and the question.
type Source struct{ Document, At string }

// String joins document and position: "anna.yaml:21:5".
func (s Source) String() string {
	if s.At == "" {
		return s.Document
	}
	return s.Document + ":" + s.At
}

// Fact is one datum with where it came from. The zero Fact is not known, which
// is never the same as false, none or normal.
type Fact[T any] struct {
	Value  T
	Known  bool
	Source Source
}

// Know makes a known fact.
func Know[T any](v T, s Source) Fact[T] { return Fact[T]{Value: v, Known: true, Source: s} }
