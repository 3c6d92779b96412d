package gravida_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/knowledge"
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
	if err != nil || len(cases) < 30 {
		t.Fatalf("found %d women, want at least thirty (%v)", len(cases), err)
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

// repeated are texts that stand in the knowledge and are the same for every
// woman: a reader of an expected assessment skips them.
var repeated = []string{"how", "bring", "population", "quality", "harms", "outcome", "horizon", "design", "blinded",
	"treated", "control", "effect", "finding", "n", "answer"}

// mostDecided is how many of the things that a fact would decide are named.
const mostDecided = 3

// forReading leaves out what the knowledge repeats for everybody: how a test is
// taken, all of a study but whether she is like its women, the long end of what a
// fact would decide; and of a statement's facts all but their names, since other
// tests follow them to their places.
func forReading(t *testing.T, key string, value json.RawMessage) json.RawMessage {
	t.Helper()
	var list []map[string]any
	if !slices.Contains([]string{"evidence", "plan", "questions", "statements"}, key) || json.Unmarshal(value, &list) != nil {
		return value
	}
	for _, element := range list {
		if decides, ok := element["wouldDecide"].([]any); ok && len(decides) > mostDecided {
			element["wouldDecide"] = append(decides[:mostDecided], fmt.Sprintf("and %d more", len(decides)-mostDecided))
		}
		if studies()[fmt.Sprint(element["rule"])] {
			delete(element, "text")
			delete(element, "facts")
			delete(element, "note")
			delete(element, "ref")
		}
		if facts, ok := element["facts"].([]any); ok {
			names := make([]string, len(facts))
			for i, f := range facts {
				names[i] = fmt.Sprint(f.(map[string]any)["fact"])
			}
			element["facts"] = strings.Join(names, ", ")
		}
		shorten(element)
		for _, part := range []string{"trials", "tests"} {
			parts, _ := element[part].([]any)
			for _, p := range parts {
				shorten(p.(map[string]any))
			}
		}
	}
	out, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func shorten(element map[string]any) {
	for _, key := range repeated {
		delete(element, key)
	}
}

// studies are the rules of all trials.
var studies = sync.OnceValue(func() map[string]bool {
	ids := map[string]bool{}
	base, err := knowledge.Default()
	if err != nil {
		return ids // TestWomen says so
	}
	for _, e := range base.Evidence {
		for _, trial := range e.Trials {
			ids[trial.ID] = true
		}
	}
	return ids
})

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
		key := token()
		fmt.Fprintf(&out, "%s%q: ", separator, key)
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			t.Fatal(err)
		}
		value = forReading(t, key.(string), value)
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
