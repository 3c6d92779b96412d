package casefile_test

import (
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake/casefile"
)

// An embolism in the lung counts as a clot in a vein, and the case keeps what it was.
func TestTheRecordsOwnWord(t *testing.T) {
	const file = "gravida: case/1\nevents: [{event: pulmonary-embolism, date: 2018-03}, venous-thrombosis]\nconditions: [pulmonary-embolism]\n"
	c, err := casefile.Read("case.yaml", []byte(file), base(t))
	if err != nil {
		t.Fatal(err)
	}
	if e := c.Events; e[0].Event != "venous-thrombosis" || e[0].As != "pulmonary-embolism" || e[1].As != "" {
		t.Errorf("events are %+v", e)
	}
	if x := c.Conditions; x[0].ID != "venous-thrombosis" || x[0].As != "pulmonary-embolism" {
		t.Errorf("conditions are %+v", x)
	}
	var out strings.Builder
	if err := casefile.Write(&out, c); err != nil {
		t.Fatal(err)
	}
	if strings.Count(out.String(), "pulmonary-embolism") != 2 {
		t.Errorf("written is\n%s", out.String())
	}
}
