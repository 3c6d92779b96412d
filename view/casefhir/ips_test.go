package casefhir_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/unit"
)

// The International Patient Summary's three profiles for pregnancy. The package that
// holds them is not among what the validator brings along, so that their rules stand
// here, as the pages have them:
//
//	https://hl7.org/fhir/uv/ips/StructureDefinition-Observation-pregnancy-status-uv-ips.html
//	https://hl7.org/fhir/uv/ips/StructureDefinition-Observation-pregnancy-edd-uv-ips.html
//	https://hl7.org/fhir/uv/ips/StructureDefinition-Observation-pregnancy-outcome-uv-ips.html
const (
	statusProfile  = "Observation-pregnancy-status-uv-ips"
	dueProfile     = "Observation-pregnancy-edd-uv-ips"
	outcomeProfile = "Observation-pregnancy-outcome-uv-ips"
)

// profiles says by its code which profile an observation has to keep, the one value
// it may have, and what it may not hold.
var profiles = map[string]struct {
	codes  []string // of LOINC: the fixed code, or the value set (required)
	value  string
	never  []string // elements with at most 0
	answer []string // of SNOMED CT: the value set (preferred)
}{
	statusProfile: {[]string{"82810-3"}, "valueCodeableConcept", []string{"bodySite", "method", "specimen", "device", "referenceRange", "component"},
		[]string{"77386006", "60001007", "152231000119106", "146799005"}},
	dueProfile: {[]string{"11778-8", "11779-6", "11780-4"}, "valueDateTime", []string{"bodySite", "method", "specimen", "device", "referenceRange", "component"}, nil},
	outcomeProfile: {[]string{"11636-8", "11637-6", "11638-4", "11639-2", "11640-0", "11612-9", "11613-7", "11614-5", "33065-4"}, "valueQuantity",
		[]string{"bodySite", "specimen", "device", "referenceRange", "component"}, nil},
}

// codesOf are the codes of one system in a concept.
func codesOf(concept any, system string) (codes []string) {
	list, _ := at(concept, "coding").([]any)
	for _, coding := range list {
		if at(coding, "system") == system {
			codes = append(codes, at(coding, "code").(string))
		}
	}
	return codes
}

const loinc, snomed = "http://loinc.org", "http://snomed.info/sct"

func TestPatientSummaryProfiles(t *testing.T) {
	k := base(t)
	met := map[string]int{}
	for _, file := range caseFiles(t) {
		c := readCase(t, file, k)
		t.Run(filepath.ToSlash(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) {
			var bundle object
			if err := json.Unmarshal(written(t, c, k), &bundle); err != nil {
				t.Fatal(err)
			}
			byURL := map[string]object{}
			for _, e := range bundle["entry"].([]any) {
				byURL[at(e, "fullUrl").(string)] = at(e, "resource").(object)
			}
			for _, r := range byURL {
				for profile, rules := range profiles {
					if r["resourceType"] == "Observation" && slices.ContainsFunc(codesOf(r["code"], loinc), func(c string) bool { return slices.Contains(rules.codes, c) }) {
						met[profile]++
						keeps(t, r, profile, byURL)
					}
				}
			}
		})
	}
	for profile := range profiles {
		if met[profile] == 0 {
			t.Errorf("no woman has an observation of %s", profile)
		}
	}
}

// given reports whether an element has a value, or says that it is not known.
func given(r object, name string) bool {
	if value, ok := r[name].(string); ok && value != "" {
		return true
	}
	none, ok := r["_"+name].(object)
	return ok && at(none, "extension", 0, "url") == "http://hl7.org/fhir/StructureDefinition/data-absent-reason" && at(none, "extension", 0, "valueCode") == "unknown"
}

// keeps holds an observation against its profile.
func keeps(t *testing.T, r object, profile string, byURL map[string]object) {
	t.Helper()
	rules := profiles[profile]
	wrong := func(what string, found any) { t.Errorf("%s: %s: %v", profile, what, found) }
	her := byURL[at(r, "subject", "reference").(string)]
	if her["resourceType"] != "Patient" || at(her, "meta", "tag", 0, "code") != "case" {
		wrong("subject is not her", r["subject"])
	}
	if !given(her, "birthDate") || !given(at(her, "name", 0).(object), "text") {
		wrong("no Patient of a summary", her)
	}
	if !given(r, "effectiveDateTime") {
		wrong("effectiveDateTime is missing", r)
	}
	if r["status"] != "final" {
		wrong("status", r["status"])
	}
	for key := range r {
		if strings.HasPrefix(key, "value") && key != rules.value || slices.Contains(rules.never, key) {
			wrong("may not hold", key)
		}
	}
	// HAPI's validator takes no second coding where a value set is required.
	if all := at(r, "code", "coding").([]any); profile != statusProfile && len(all) != 1 {
		wrong("a required value set", all)
	}
	switch profile {
	case outcomeProfile:
		if q := r["valueQuantity"].(object); q["system"] != "http://unitsofmeasure.org" || q["code"] != "1" || q["value"].(float64) < 0 {
			wrong("a count is a quantity of the unit 1", q)
		}
	case dueProfile:
		if d, err := date.Parse(r["valueDateTime"].(string)); err != nil || !d.Full() {
			wrong("a due date is a day", r["valueDateTime"])
		}
	case statusProfile:
		codes := codesOf(r["valueCodeableConcept"], snomed)
		if len(codes) != 1 || !slices.Contains(rules.answer, codes[0]) {
			wrong("value set", codes)
		}
		members, _ := r["hasMember"].([]any)
		for _, m := range members {
			member := byURL[at(m, "reference").(string)]
			if !slices.ContainsFunc(codesOf(member["code"], loinc), func(c string) bool { return slices.Contains(profiles[dueProfile].codes, c) }) {
				wrong("hasMember is no due date", m)
			}
		}
	}
}

// TestCounts: a number is written where it is sure, and nowhere else.
func TestCounts(t *testing.T) {
	k := base(t)
	for _, test := range []struct {
		name, pregnancies string
		want              map[string]int
	}{
		{"nobody asked", "", nil},
		{"there was none", "pregnancies: []", map[string]int{"11996-6": 0, "33065-4": 0, "11614-5": 0, "11612-9": 0, "11613-7": 0, "11640-0": 0, "11637-6": 0, "11639-2": 0, "11636-8": 0, "11638-4": 0}},
		{"part of a list", "pregnancies: [{outcome: miscarriage}]\nlists: {pregnancies: some}", nil},
		{"an outcome is not known", "pregnancies: [{outcome: miscarriage}, {ended: 2024}]", map[string]int{"11996-6": 2}},
		{"losses of every kind", "pregnancies: [{outcome: miscarriage}, {outcome: biochemical}, {outcome: ectopic}, {outcome: termination}, {outcome: molar}, {outcome: ongoing}]",
			map[string]int{"11996-6": 6, "33065-4": 1, "11614-5": 2, "11612-9": 3, "11613-7": 1, "11640-0": 0, "11637-6": 0, "11639-2": 0, "11636-8": 0, "11638-4": 0}},
		{"one that nobody located", "pregnancies: [{outcome: miscarriage}, {outcome: unknown-location}]",
			map[string]int{"11996-6": 2, "11613-7": 0, "11640-0": 0, "11637-6": 0, "11639-2": 0, "11636-8": 0, "11638-4": 0}},
		{"births", "pregnancies: [{outcome: stillbirth, gestation: 30}, {outcome: livebirth, gestation: 37w0d}, {outcome: neonatal-death, gestation: 24w1d}]",
			map[string]int{"11996-6": 3, "33065-4": 0, "11614-5": 0, "11612-9": 0, "11613-7": 0, "11640-0": 3, "11637-6": 2, "11639-2": 1, "11636-8": 2}},
		{"a birth of which the week is not known", "pregnancies: [{outcome: livebirth}]",
			map[string]int{"11996-6": 1, "33065-4": 0, "11614-5": 0, "11612-9": 0, "11613-7": 0, "11640-0": 1, "11636-8": 1}},
		{"twins", "pregnancies: [{outcome: livebirth, gestation: 36, details: [twin]}]",
			map[string]int{"11996-6": 1, "33065-4": 0, "11614-5": 0, "11612-9": 0, "11613-7": 0, "11640-0": 1, "11637-6": 1, "11639-2": 0}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := casefile.Read("case.yaml", []byte("gravida: case/1\nasOf: 2026-03-01\n"+test.pregnancies+"\n"), k)
			if err != nil {
				t.Fatal(err)
			}
			var bundle object
			if err := json.Unmarshal(written(t, c, k), &bundle); err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for _, e := range bundle["entry"].([]any) {
				r := at(e, "resource").(object)
				if q, ok := r["valueQuantity"].(object); ok && q["code"] == "1" {
					got[codesOf(r["code"], loinc)[0]] = int(q["value"].(float64))
				}
			}
			if len(got) == 0 {
				got = nil
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

// TestPublicCodes: every public code beside a word of ours stands in the tables of
// the world's codes with that meaning, looked up, or is listed here with the page.
func TestPublicCodes(t *testing.T) {
	elsewhere := map[string]string{
		"160245001": "IPS value set problems-uv-ips", "787481004": "IPS value set medications-uv-ips", "787480003": "IPS value set procedures-uv-ips",
		"10828004": "SNOMED CT Positive; read by intake/fhirin", "260385009": "SNOMED CT Negative; read by intake/fhirin", "82334004": "SNOMED CT Indeterminate; read by intake/fhirin",
		"30525-0": "terminology.hl7.org/ValueSet/v3-LOINCObservationActContextAgeDefinitionCode",
	}
	k := base(t)
	for word, codes := range words(t) {
		for _, c := range codes {
			found := k.Terminology.Find(c.system, c.code, "")
			if len(found) == 0 && elsewhere[c.code] == "" {
				t.Errorf("%s: %s is in no table", word, c.code)
			}
			for _, f := range found {
				if f.Verified == "memory" {
					t.Errorf("%s: nobody has looked up %s", word, c.code)
				}
			}
		}
	}
}

type code struct{ system, code string }

// words are the words of the table of names, with the public codes beside them.
func words(t *testing.T) map[string][]code {
	t.Helper()
	data, err := os.ReadFile("names.tsv")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]code{}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 6 {
			t.Fatalf("line %d has %d cells", i+2, len(cells))
		}
		word := cells[0] + "|" + cells[1]
		if _, again := all[word]; !again && (cells[4] == "" || cells[5] == "") {
			t.Errorf("%s has no name in one of the languages", word)
		}
		all[word] = append(all[word], code{cells[2], cells[3]})
		if cells[3] == "" {
			all[word] = nil
		}
	}
	return all
}

// TestUnits: every unit a result can be in has its UCUM code, unless it is one of a
// single assay or of counting, which UCUM does not have.
func TestUnits(t *testing.T) {
	without := []string{"index", "ratio", "CU", "RU/mL", "EU/mL", "EliA U/mL", "SGU", "SMU", "U/mL", "U/L", "U/dL", "kU/L", "mU/L", "mU/mL", "µU/mL", "个"}
	k := base(t)
	for _, test := range k.TestIDs() {
		for _, u := range k.Units().Units(test) {
			if _, ok := unit.UCUM(u); !ok && !slices.Contains(without, u) {
				t.Errorf("%s of %s has no UCUM code", u, test)
			}
		}
	}
}
