package gravida

import _ "embed"

// AssessmentSchema describes the assessment in JSON Schema 2020-12. It is closed, and
// tests hold it against the Go types and against every woman of the test data.
//
//go:embed docs/assessment.schema.json
var AssessmentSchema []byte
