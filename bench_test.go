package gravida_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/knowledge"
)

// BenchmarkAssessWarm is each of the named women, and one who has something in
// every part of her record, by an engine that is ready.
func BenchmarkAssessWarm(b *testing.B) {
	files, err := filepath.Glob("testdata/women/*/case.yaml")
	if err != nil || len(files) == 0 {
		b.Fatalf("found %d women (%v)", len(files), err)
	}
	records := map[string]string{"rich": rich}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		records[filepath.Base(filepath.Dir(file))] = string(text)
	}
	for _, name := range slices.Sorted(maps.Keys(records)) {
		c := woman(b, records[name])
		b.Run(name, func(b *testing.B) {
			engine().Assess(c, assessment.Options{})
			b.ReportAllocs()
			for b.Loop() {
				engine().Assess(c, assessment.Options{})
			}
		})
	}
}

// BenchmarkEngineStart is what a command does before its first line: read the
// knowledge, compile it, answer once. The built-in knowledge is read only once
// in a process, so this reads the same files.
func BenchmarkEngineStart(b *testing.B) {
	for b.Loop() {
		base, err := knowledge.Read(os.DirFS("knowledge"))
		if err != nil {
			b.Fatal(err)
		}
		e, err := gravida.With(base)
		if err != nil {
			b.Fatal(err)
		}
		c, err := casefile.Read("case.yaml", []byte(rich), base)
		if err != nil {
			b.Fatal(err)
		}
		e.Assess(c, assessment.Options{})
	}
}

// BenchmarkRules evaluates a half, all and twice the rules: the time for one
// stays the same.
func BenchmarkRules(b *testing.B) {
	c := woman(b, rich)
	for _, share := range []float64{0.5, 1, 2} {
		base, err := knowledge.Default()
		if err != nil {
			b.Fatal(err)
		}
		n := int(share * float64(len(base.Rules)))
		rules := make([]*knowledge.Rule, n)
		for i := range rules {
			rules[i] = base.Rules[i*len(base.Rules)/n]
		}
		some := *base
		some.Rules = rules
		library, err := guideline.Compile(&some)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) {
			findings := finding.Derive(c, &some)
			for b.Loop() {
				library.Evaluate(findings)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/rule")
		})
	}
}
