package interview

// GiveAll gives many answers as Give would one after the other, and makes the case once.
// It reports false where any of them would be refused; Give then says which. An answer
// to a page that nothing leads to is kept, as a state keeps it.
func (v *Interview) GiveAll(s State, answers []Answer) (State, bool) {
	after := s
	for _, a := range answers {
		if page, ok := v.Page(after, a.Page); ok && len(v.check(page, a, s.AsOf)) > 0 {
			return s, false
		}
		after = after.With(a)
	}
	if _, err := v.Case(after); err != nil {
		return s, false
	}
	return after, true
}
