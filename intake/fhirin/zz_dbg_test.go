package fhirin_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake/fhirin"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

func TestDebug(t *testing.T) {
	k, err := knowledge.Default()
	if err != nil {
		terms, err2 := knowledge.ReadTerminology(os.DirFS("/work/main/knowledge"))
		if err2 != nil { t.Fatal(err2) }
		k = &knowledge.Base{Terminology: terms}
	}
	for _, dir := range strings.Split(os.Getenv("DIRS"), " ") {
		files, _ := filepath.Glob(dir)
		var items []fhirin.Item
		for _, f := range files {
			b, _ := os.ReadFile(f)
			if strings.HasSuffix(f, ".ndjson") {
				for i, l := range strings.Split(string(b), "\n") {
					if l == "" { continue }
					r, fl, err := r4.DecodeJSON([]byte(l))
					if err != nil { t.Fatal(err) }
					items = append(items, fhirin.Item{Resource: r, File: filepath.Base(f), Entry: i, Flaws: fl})
				}
				continue
			}
			dec := r4.DecodeJSON
			if strings.HasSuffix(f, ".xml") { dec = r4.DecodeXML }
			r, fl, err := dec(b)
			if err != nil { t.Errorf("%s: %v", f, err); continue }
			items = append(items, fhirin.Item{Resource: r, File: filepath.Base(f), Flaws: fl})
		}
		fmt.Println("=====", dir)
		for _, c := range fhirin.Read(items, k) {
			fmt.Println("  case", c.ID, "born", c.Born.Value, "history", c.History.Given, c.History.Complete, "preg", c.Status.Pregnant.Known, c.Status.Pregnant.Value, c.Status.Gestation.Value, "h/w", int(c.HeightCm.Value), int(c.WeightKg.Value), "smoking", c.Lifestyle.Smoking.Value, "obs", len(c.Observations))
			for _, p := range c.Pregnancies {
				var d []string
				for _, x := range p.Details { d = append(d, x.Value) }
				fmt.Printf("     %-14s ended %-10s gest %-18s details %v doc %v merged %d\n", p.Outcome, p.Ended, p.Gestation, d, p.DocumentedBy.Value, len(p.Merged))
			}
			for _, x := range c.Conditions { fmt.Print("     cond ", x.ID, " absent=", x.Absent, " ", x.Since, "\n") }
			for _, x := range c.Medications { fmt.Print("     med ", x.Medication, " ", x.Since, " ", x.Until, "\n") }
			for _, x := range c.Events { fmt.Print("     event ", x.Event, " ", x.Date, "\n") }
			for _, x := range c.Issues { fmt.Println("     ISSUE", x.Source, x.En) }
		}
	}
}
