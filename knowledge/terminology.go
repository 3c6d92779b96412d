package knowledge

// Terminology turns codes of public code systems into Gravida's words.
type Terminology struct{}
