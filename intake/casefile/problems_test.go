package casefile_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake/casefile"
)

var update = flag.Bool("update", false, "write the expected problems anew")

// testdata/problems.txt shows every message whole: a name, the wrong file and
// what it is answered.
func TestProblems(t *testing.T) {
	const file = "testdata/problems.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	k := base(t)
	head, rest, _ := strings.Cut(string(data), "\n## ")
	var renewed bytes.Buffer
	renewed.WriteString(head)
	for part := range strings.SplitSeq(rest, "\n## ") {
		name, body, _ := strings.Cut(part, "\n")
		input, want, _ := strings.Cut(body, "\n--\n")
		extension := ".yaml"
		if strings.HasPrefix(input, "{") {
			extension = ".json"
		}
		_, err := casefile.Read("anna"+extension, []byte(input+"\n"), k)
		got := "no problem"
		if err != nil {
			got = err.Error()
		}
		if got != strings.TrimRight(want, "\n") && !*update {
			t.Errorf("%s:\n%s\n got:\n%s\nwant:\n%s", name, input, got, want)
		}
		fmt.Fprintf(&renewed, "\n## %s\n%s\n--\n%s\n", name, input, got)
	}
	if *update {
		if err := os.WriteFile(file, renewed.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
