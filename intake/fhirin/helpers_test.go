package fhirin_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/fhirin"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

func base(t testing.TB) *knowledge.Base {
	t.Helper()
	k, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// files reads the FHIR files that match a pattern below testdata/fhir.
func files(t testing.TB, pattern string) []fhirin.Item {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", "..", "testdata", "fhir", pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files match %s: %v", pattern, err)
	}
	var items []fhirin.Item
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		documents, decode := []string{string(data)}, r4.DecodeJSON
		switch filepath.Ext(name) {
		case ".ndjson":
			documents = strings.Split(strings.TrimSpace(string(data)), "\n")
		case ".xml":
			decode = r4.DecodeXML
		}
		for i, doc := range documents {
			resource, flaws, err := decode([]byte(doc))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			items = append(items, fhirin.Item{Resource: resource, File: filepath.Base(name), Entry: i, Flaws: flaws})
		}
	}
	return items
}

// resources reads one resource from each text. {} stands for Anna, who is the
// subject of everything that names no other.
func resources(t testing.TB, texts ...string) []fhirin.Item {
	t.Helper()
	items := []fhirin.Item{}
	for i, text := range append([]string{`{"resourceType":"Patient","id":"anna","gender":"female","birthDate":"1985-03-04"}`}, texts...) {
		resource, flaws, err := r4.DecodeJSON([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		items = append(items, fhirin.Item{Resource: resource, File: "anna.json", Entry: i, Flaws: flaws})
	}
	return items
}

const anna = `"subject":{"reference":"Patient/anna"}`

var systems = map[string]string{
	"sct": knowledge.SNOMED, "loinc": knowledge.LOINC, "icd": knowledge.ICD10, "cm": knowledge.ICD10CM, "rx": knowledge.RxNorm, "icd9": knowledge.ICD9CM,
}

// concept writes sct:19169002 as a CodeableConcept.
func concept(code string) string {
	system, rest, _ := strings.Cut(code, ":")
	rest, display, _ := strings.Cut(rest, "|")
	return fmt.Sprintf(`{"coding":[{"system":%q,"code":%q,"display":%q}]}`, systems[system], rest, display)
}

var number int

// condition writes a Condition of Anna; more are further elements.
func condition(code, onset string, more ...string) string {
	number++
	parts := append([]string{`"resourceType":"Condition"`, fmt.Sprintf(`"id":"c%d"`, number), anna, `"code":` + concept(code)}, more...)
	if onset != "" {
		parts = append(parts, fmt.Sprintf(`"onsetDateTime":%q`, onset))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func procedure(code, on string, more ...string) string {
	number++
	parts := append([]string{`"resourceType":"Procedure"`, fmt.Sprintf(`"id":"p%d"`, number), `"status":"completed"`, anna, `"code":` + concept(code),
		fmt.Sprintf(`"performedDateTime":%q`, on)}, more...)
	return "{" + strings.Join(parts, ",") + "}"
}

func observation(code, on, value string, more ...string) string {
	number++
	parts := append([]string{`"resourceType":"Observation"`, fmt.Sprintf(`"id":"o%d"`, number), `"status":"final"`, anna, `"code":` + concept(code)}, more...)
	if on != "" {
		parts = append(parts, fmt.Sprintf(`"effectiveDateTime":%q`, on))
	}
	if value != "" {
		parts = append(parts, value)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func encounter(id, on string, more ...string) string {
	parts := append([]string{`"resourceType":"Encounter"`, fmt.Sprintf(`"id":%q`, id), `"status":"finished"`, anna,
		fmt.Sprintf(`"period":{"start":%q,"end":%q}`, on, on)}, more...)
	return "{" + strings.Join(parts, ",") + "}"
}

func at(id string) string { return fmt.Sprintf(`"encounter":{"reference":"Encounter/%s"}`, id) }

// told writes a history in short: each pregnancy as outcome, end and age.
func told(c *patient.Case) string {
	var all []string
	for _, p := range c.Pregnancies {
		outcome := string(p.Outcome)
		if outcome == "" {
			outcome = "open"
		}
		all = append(all, strings.Join(strings.Fields(outcome+" "+p.Ended.String()+" "+p.Gestation.String()), " "))
	}
	return strings.Join(all, "; ")
}

// one reads a single case.
func one(t testing.TB, items []fhirin.Item) *patient.Case {
	t.Helper()
	cases := fhirin.Read(items, base(t))
	if len(cases) != 1 {
		t.Fatalf("%d cases, want 1", len(cases))
	}
	return cases[0]
}

// says reports whether an issue holds the words.
func says(c *patient.Case, words string) bool {
	for _, i := range c.Issues {
		if strings.Contains(i.En, words) {
			return true
		}
	}
	return false
}

func issues(c *patient.Case) string {
	var all []string
	for _, i := range c.Issues {
		all = append(all, i.Source.Document+": "+i.En)
	}
	return strings.Join(all, "\n")
}

// unbundled takes bundles apart, so that the order can be changed.
func unbundled(items []fhirin.Item) []fhirin.Item {
	var out []fhirin.Item
	for _, it := range items {
		b, ok := it.Resource.(*r4.Bundle)
		if !ok {
			out = append(out, it)
			continue
		}
		for i, e := range b.Entry {
			out = append(out, fhirin.Item{Resource: e.Resource, FullURL: e.FullURL, File: it.File, Entry: i})
		}
	}
	return out
}

func sameDate(a, b date.Date) bool { return a == b }

// readAll reads all cases, Anna's among them.
func readAll(t testing.TB, texts ...string) []*patient.Case {
	t.Helper()
	return fhirin.Read(resources(t, texts...), base(t))
}

// item reads one document.
func item(t testing.TB, text, file string, entry int) fhirin.Item {
	t.Helper()
	resource, flaws, err := r4.DecodeJSON([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return fhirin.Item{Resource: resource, File: file, Entry: entry, Flaws: flaws}
}
