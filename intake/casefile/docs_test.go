package casefile_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake/casefile"
)

// docs/case-file.md and the reader change together.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile("../../docs/case-file.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(page), "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	if _, err := casefile.Read("anna.yaml", []byte(example), base(t)); err != nil {
		t.Errorf("the example is refused:\n%v", err)
	}
	for _, key := range allKeys(t) {
		if !regexp.MustCompile("[`.{ ]" + key + "[`:]").Match(page) {
			t.Errorf("%s is not documented", key)
		}
	}
}

// allKeys asks the reader itself, by a wrong key in every mapping.
func allKeys(t *testing.T) []string {
	_, err := casefile.Read("a.yaml", []byte(`gravida: case/1
"?": 1
patient: {"?": 1}
pregnancies: [{"?": 1}]
observations: [{"?": 1}]
conditions: [{"?": 1}]
events: [{"?": 1}]
medications: [{"?": 1}]
procedures: [{"?": 1}]
lifestyle: {"?": 1}
partner: {"?": 1}
status: {"?": 1}
lists: {"?": 1}
interview: {"?": 1}
`), base(t))
	if err == nil {
		t.Fatal("unknown keys were accepted")
	}
	var keys []string
	mappings := 0
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if _, accepted, ok := strings.Cut(line, "; accepted: "); ok && strings.Contains(line, "unknown key") {
			accepted, _, _ = strings.Cut(accepted, ";")
			keys = append(keys, strings.Split(accepted, ", ")...)
			mappings++
		}
	}
	if mappings != 13 {
		t.Fatalf("%d mappings answered:\n%v", mappings, err)
	}
	return keys
}
