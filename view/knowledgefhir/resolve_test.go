package knowledgefhir_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/fhirout"
	"github.com/gravida-health/gravida/view/knowledgefhir"
)

// pointers are the elements that hold the address of another resource.
var pointers = []string{"resource", "definitionCanonical", "library", "valueSet", "answerValueSet", "reference", "sourceVersion", "moduleCanonical"}

// Whatever points at something inside the export finds it, also when what holds
// SNOMED CT was left out.
func TestPointersResolve(t *testing.T) {
	there := map[string]bool{}
	for _, r := range exported() {
		if !r.Licensed {
			there[text(r.json["url"])] = true
		}
	}
	n := 0
	for _, r := range exported() {
		checkCodings(t, r.String(), r.json)
		walk(r.json, "", func(o object, path string) {
			for key, v := range o {
				if !slices.Contains(pointers, key) {
					continue
				}
				all := list(v)
				if s, ok := v.(string); ok {
					all = []any{s}
				}
				for _, to := range all {
					url, version, versioned := strings.Cut(text(to), "|")
					if !strings.HasPrefix(url, "urn:gravida:") {
						continue
					}
					n++
					if !there[url] || versioned && version != base().Version {
						t.Errorf("%s%s.%s points at %s", r, path, key, to)
					}
				}
			}
		})
	}
	if n < 2000 {
		t.Errorf("only %d pointers were seen", n)
	}
}

// The whole names every part that cannot be left out.
func TestWhole(t *testing.T) {
	whole := find(t, "urn:gravida:knowledge")
	parts := map[string]bool{}
	for _, a := range list(whole.json["relatedArtifact"]) {
		parts[text(a.(object)["resource"])] = true
	}
	for _, r := range exported() {
		if address := text(r.json["url"]) + "|" + base().Version; parts[address] == r.Licensed && r.ID != whole.ID {
			t.Errorf("%s: named %v, licensed %v", r, parts[address], r.Licensed)
		}
	}
	if !strings.Contains(fmt.Sprint(whole.json["identifier"]), base().Digest) {
		t.Errorf("the digest is not in %v", whole.json["identifier"])
	}
}

// SNOMED CT stands only where it can be left out, and everything there does.
func TestSnomedApart(t *testing.T) {
	n := 0
	for _, r := range exported() {
		data, err := r.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if has := bytes.Contains(data, []byte("snomed.info")); has != r.Licensed || has != strings.HasSuffix(r.ID, "-snomed") {
			t.Errorf("%s: SNOMED CT %v, licensed %v", r, has, r.Licensed)
		}
		if r.Licensed {
			n++
		}
	}
	if n < 100 {
		t.Errorf("only %d resources hold SNOMED CT", n)
	}
}

// What an assessment points at and codes with stands in the export.
func TestAssessmentsResolve(t *testing.T) {
	files, err := filepath.Glob("../../testdata/women/*/case.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d women, %v", len(files), err)
	}
	libraries := map[string]bool{}
	for _, r := range of("Library") {
		for _, i := range list(r.json["identifier"]) {
			libraries[text(i.(object)["system"])+"|"+text(i.(object)["value"])] = true
		}
	}
	whole := find(t, "urn:gravida:knowledge")
	derived := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := casefile.Read(file, data, base())
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := fhirout.Write(&out, engine().Assess(c, assessment.Options{})); err != nil {
			t.Fatal(err)
		}
		var bundle object
		if err := json.Unmarshal(out.Bytes(), &bundle); err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(filepath.Dir(file))
		checkCodings(t, name, bundle)
		walk(bundle, "", func(o object, path string) {
			if to := text(o["moduleCanonical"]); to != "" && to != text(whole.json["url"])+"|"+text(whole.json["version"]) {
				t.Errorf("%s asks %s", name, to)
			}
			if o["resourceType"] == "Library" && (o["url"] != whole.json["url"] || o["version"] != whole.json["version"]) {
				t.Errorf("%s has the Library %v|%v", name, o["url"], o["version"])
			}
			if o["resourceType"] == "Library" && fmt.Sprint(o["identifier"], o["type"]) != fmt.Sprint(whole.json["identifier"], whole.json["type"]) {
				t.Errorf("%s: its Library is %v, %v and not %v, %v", name, o["identifier"], o["type"], whole.json["identifier"], whole.json["type"])
			}
			if id, ok := o["identifier"].(object); ok && o["type"] == "Library" {
				derived++
				if !libraries[text(id["system"])+"|"+text(id["value"])] {
					t.Errorf("%s%s: no Library is %v", name, path, id)
				}
			}
		})
	}
	if derived < 1000 {
		t.Errorf("only %d references to a source", derived)
	}
}

// Ids and names are those that FHIR takes, each once; an id of others that it would
// not take becomes one.
func TestIDs(t *testing.T) {
	id, name := regexp.MustCompile(`^gravida-[A-Za-z0-9.-]{1,56}$`), regexp.MustCompile(`^[A-Z][A-Za-z0-9_]{0,254}$`)
	ids, urls, files := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range exported() {
		url := text(r.json["url"])
		if !id.MatchString(r.ID) || !name.MatchString(text(r.json["name"])) || ids[r.String()] || urls[url] || files[strings.ToLower(r.File())] {
			t.Errorf("%s: name %v, url %s", r, r.json["name"], url)
		}
		if url != r.Canonical || r.json["version"] != base().Version || r.json["date"] != "2026-11" {
			t.Errorf("%s: url %s, version %v, date %v", r, url, r.json["version"], r.json["date"])
		}
		ids[r.String()], urls[url], files[strings.ToLower(r.File())] = true, true, true
	}
}

// The same knowledge, read again, gives the same bytes.
func TestSameBytes(t *testing.T) {
	read := func() *knowledge.Base {
		b, err := knowledge.Read(os.DirFS("../../knowledge"))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	first, again := knowledgefhir.Resources(read()), knowledgefhir.Resources(read())
	if len(first) != len(again) {
		t.Fatalf("%d and %d resources", len(first), len(again))
	}
	for i := range first {
		a, err := first[i].JSON()
		if err != nil {
			t.Fatal(err)
		}
		b, err := again[i].JSON()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs", first[i].File())
		}
	}
}
