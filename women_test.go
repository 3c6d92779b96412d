package gravida_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
)

var update = flag.Bool("update", false, "rewrite the expected assessments of the women")

// TestWomen compares the assessment of every named woman with the one that was
// read and accepted. Run it with -update after a change that is meant to change
// an answer, and read the difference like code.
func TestWomen(t *testing.T) {
	engine, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := filepath.Glob("testdata/women/*/case.yaml")
	if err != nil || len(cases) < 8 {
		t.Fatalf("found %d women, want at least eight (%v)", len(cases), err)
	}
	for _, file := range cases {
		folder := filepath.Dir(file)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			got := assessed(t, engine, file)
			golden := filepath.Join(folder, "assessment.json")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("the assessment changed (-want +got):\n%s", diff)
			}
		})
	}
}

// assessed is a woman's assessment in English, an element a line for reading.
// The digest is left out: it changes with every comment.
func assessed(t *testing.T, engine *gravida.Engine, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := casefile.Read("case.yaml", data, engine.Base())
	if err != nil {
		t.Fatal(err)
	}
	a := engine.Assess(c, assessment.Options{})
	a.Knowledge.Digest = ""
	document, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return elementALine(t, document)
}

// elementALine writes a JSON object with each key on a line, and each element of
// a list on one of its own.
func elementALine(t *testing.T, document []byte) []byte {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(document))
	var out bytes.Buffer
	token := func() json.Token {
		v, err := decoder.Token()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	token() // {
	for separator := "{\n"; decoder.More(); separator = ",\n" {
		fmt.Fprintf(&out, "%s%q: ", separator, token())
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			t.Fatal(err)
		}
		var list []json.RawMessage
		if json.Unmarshal(value, &list) != nil || len(list) == 0 {
			out.Write(value)
			continue
		}
		for i, element := range list {
			out.WriteString(map[bool]string{true: "[\n  ", false: ",\n  "}[i == 0])
			out.Write(element)
		}
		out.WriteString("\n]")
	}
	out.WriteString("\n}\n")
	return out.Bytes()
}
