package patient

// reader is the document of what whoever reads a record says of it.
const reader = "(reader)"

// ByReader is the source of a fact that a reader of the record corrected; was is where
// the record says it, and the zero source where it says nothing.
func ByReader(was Source) Source {
	if was.Document == reader {
		return was
	}
	return Source{Document: reader, At: was.String()}
}

// Corrected reports whether a reader of the record said so, and where the record itself
// says it.
func (s Source) Corrected() (was string, ok bool) { return s.At, s.Document == reader }
