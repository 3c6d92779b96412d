package gravida_test

import (
	"fmt"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
)

// One woman from her case file to the answer: two losses, a lupus anticoagulant
// that was positive once.
func Example() {
	engine, err := gravida.New()
	if err != nil {
		panic(err)
	}
	woman, err := casefile.Read("anna.yaml", []byte(`
gravida: case/1
id: anna
asOf: 2026-03-01
pregnancies:
  - {outcome: miscarriage, ended: 2024-05-10, gestation: 8w2d, partner: A, documentedBy: [ultrasound]}
  - {outcome: miscarriage, ended: 2025-09-02, gestation: 11w0d, partner: A, documentedBy: [ultrasound]}
observations:
  - {test: lupus-anticoagulant, date: 2026-01-09, result: positive, context: []}
`), engine.Base())
	if err != nil {
		panic(err)
	}

	answer := engine.Assess(woman, assessment.Options{Setting: "int"})

	for _, r := range answer.Recurrence {
		fmt.Println(r.Definition, r.Status, r.Counted)
	}
	for _, c := range answer.Causes {
		if c.Status == "suspected" {
			fmt.Println("suspected:", c.ID)
			fmt.Println("because:", answer.Statement(c.Statements[0]).Text)
		}
	}
	for _, test := range answer.Tests {
		if test.Status == "repeat" {
			fmt.Println("repeat:", test.ID, "not before", test.NotBefore)
		}
	}
	fmt.Println("first door:", answer.Departments[0].ID)
	// Output:
	// interview met [1 2]
	// eshre-2022 met [1 2]
	// rcog-2023 not-met [1 2]
	// asrm-2012 met [1 2]
	// dggg-2022 not-met [1 2]
	// cma-2022 met [1 2]
	// cngof-2014 not-met [1 2]
	// ngf-2024 met [1 2]
	// jp-2021 met [1 2]
	// suspected: antiphospholipid-syndrome
	// because: An antiphospholipid antibody was positive. One positive test is not enough; it has to be repeated at least 12 weeks later before anyone can say.
	// repeat: lupus-anticoagulant not before 2026-04-03
	// first door: rheumatology
}
