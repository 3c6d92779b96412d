package finding_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/knowledge"
)

var base = sync.OnceValue(func() *knowledge.Base {
	b, err := knowledge.Default()
	if err != nil {
		panic(err)
	}
	return b
})

func derive(t testing.TB, text string) *finding.Set {
	t.Helper()
	head := "gravida: case/1\n"
	if !strings.Contains(text, "asOf:") {
		head += "asOf: 2026-03-01\n"
	}
	c, err := casefile.Read("case.yaml", []byte(head+text), base())
	if err != nil {
		t.Fatalf("the case of the test is not accepted: %v\n%s", err, text)
	}
	return finding.Derive(c, base())
}

// known is one case in testdata/cases: what the record holds, and what some
// findings must be: yes, no, unknown, a number or a date. lacks are all the
// facts that a finding names while it is not known.
type known struct {
	Name  string              `yaml:"name"`
	Case  yaml.Node           `yaml:"case"`
	Want  map[string]any      `yaml:"want"`
	Lacks map[string][]string `yaml:"lacks"`
}

func TestCases(t *testing.T) {
	files, _ := filepath.Glob("testdata/cases/*.yaml")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var cases []known
		decoder := yaml.NewDecoder(bytes.NewReader(data))
		decoder.KnownFields(true)
		if err := decoder.Decode(&cases); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		topic := strings.TrimSuffix(filepath.Base(file), ".yaml")
		for _, c := range cases {
			t.Run(topic+"/"+c.Name, func(t *testing.T) { c.check(t) })
		}
	}
}

func (c *known) check(t *testing.T) {
	t.Parallel()
	var text []byte
	if c.Case.Kind != 0 {
		c.Case.Style = 0
		var err error
		if text, err = yaml.Marshal(&c.Case); err != nil {
			t.Fatal(err)
		}
	}
	set := derive(t, string(text))
	for name, want := range c.Want {
		f := set.Get(name)
		if f == nil {
			t.Errorf("the vocabulary has no %s", name)
			continue
		}
		if day, ok := want.(time.Time); ok { // an unquoted date
			want = day.Format(time.DateOnly)
		}
		if got := show(f); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
		if !f.Decided() && len(f.Lacks) == 0 {
			t.Errorf("%s is not known and names no fact that would decide it", name)
		}
		if f.Decided() && len(f.Lacks) > 0 {
			t.Errorf("%s is known and lacks %v", name, f.Lacks)
		}
	}
	for name, want := range c.Lacks {
		if f := set.Get(name); f == nil || !slices.Equal(f.Lacks, want) {
			t.Errorf("%s lacks %v, want %v", name, f.Lacks, want)
		}
	}
}

// show is a finding as the files write it.
func show(f *finding.Finding) any {
	switch {
	case f.Day.Known():
		return f.Day.String()
	case f.Known && f.Number == float64(int(f.Number)):
		return int(f.Number)
	case f.Known:
		return f.Number
	}
	return f.Value.String()
}

// Every function that a term may name is named by one, and the other way round.
func TestComputedAreTheVocabularys(t *testing.T) {
	named := map[string]bool{}
	for _, term := range base().Vocabulary {
		if term.From.Computed != "" {
			named[term.From.Computed] = true
		}
	}
	for _, name := range finding.Computed() {
		if !named[name] {
			t.Errorf("no term names %q", name)
		}
		delete(named, name)
	}
	for name := range named {
		t.Errorf("a term names %q, and there is no such function", name)
	}
}

// Nothing said: nothing is decided but what nobody asked about or treated, and everything
// that is open names what would decide it.
func TestNothingKnown(t *testing.T) {
	set := derive(t, "")
	for _, term := range base().Vocabulary {
		f := &set.Slots[term.Slot]
		switch {
		case term.From.Verdict != "": // filled in by package guideline
		case term.From.Requested != "", strings.HasPrefix(term.Name, "asks."), term.From.Computed == "treated", term.From.Computed == "on-record": // they say what the record holds
			if f.Value.String() != "no" {
				t.Errorf("%s is %v", term.Name, show(f))
			}
		case f.Decided():
			t.Errorf("%s is %v", term.Name, show(f))
		case len(f.Lacks) == 0:
			t.Errorf("%s names no fact that would decide it", term.Name)
		}
	}
}
