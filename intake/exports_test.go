package intake_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// exported is a made-up bulk export: the lines of each human, and those that
// are about nobody. Whoever has a partner needs his lines too.
type exported struct {
	hers    map[string][]string // id to lines
	partner map[string]string   // id to the partner's
	shared  []string
}

// all are the lines of everybody.
func (x *exported) all() []string {
	lines := slices.Clone(x.shared)
	for _, hers := range x.hers {
		lines = append(lines, hers...)
	}
	slices.Sort(lines)
	return lines
}

// alone are the lines one case can rest on.
func (x *exported) alone(id string) []string {
	return slices.Concat(x.shared, x.hers[id], x.hers[x.partner[id]])
}

const (
	sct   = "http://snomed.info/sct"
	loinc = "http://loinc.org"
	atc   = "http://www.whocc.no/atc"
)

func coded(system, code string) string {
	return fmt.Sprintf(`{"coding":[{"system":%q,"code":%q}]}`, system, code)
}

// made makes an export of n women, some with a partner, in which resources are
// tied to each other in every way that is understood.
func made(r *rand.Rand, n int) *exported {
	x := &exported{hers: map[string][]string{}, partner: map[string]string{}}
	some := func(list ...string) string { return list[r.IntN(len(list))] }
	day := func() string {
		return fmt.Sprintf("20%02d-%02d-%02d", 10+r.IntN(15), 1+r.IntN(12), 1+r.IntN(28))
	}
	for i, code := range []string{"B01AB05", "B01AC06", "G03DA04"} {
		x.shared = append(x.shared, fmt.Sprintf(`{"resourceType":"Medication","id":"m%d","code":%s}`, i, coded(atc, code)))
	}
	for i, where := range []string{"15497006", "119403008"} {
		x.shared = append(x.shared, fmt.Sprintf(`{"resourceType":"Specimen","id":"s%d","type":%s}`, i, coded(sct, where)))
	}
	for i := range 3 { // visits without a subject
		x.shared = append(x.shared, fmt.Sprintf(`{"resourceType":"Encounter","id":"v%d","status":"finished","period":{"start":%q}}`, i, day()))
	}
	x.shared = append(x.shared,
		`{"resourceType":"Organization","id":"o"}`, `{"resourceType":"Group","id":"g"}`,
		`{"resourceType":"Observation","id":"ofgroup","status":"final","subject":{"reference":"Group/g"},"code":`+coded(loinc, "11996-6")+`,"valueInteger":4}`)
	for i := range n {
		id := fmt.Sprintf("w%03d", i)
		number := 0
		add := func(about, kind, format string, parts ...any) {
			number++
			line := fmt.Sprintf(`{"resourceType":%q,"id":"%s-%d",`, kind, about, number) + fmt.Sprintf(format, parts...) + "}"
			if r.IntN(4) == 0 { // the type may stand anywhere
				line = "{" + strings.TrimPrefix(strings.TrimSuffix(line, "}"), fmt.Sprintf(`{"resourceType":%q,`, kind)) + fmt.Sprintf(`,"resourceType":%q}`, kind)
			}
			x.hers[about] = append(x.hers[about], line)
		}
		subject := func(about string) string {
			return some(fmt.Sprintf(`{"reference":"Patient/%s"}`, about), fmt.Sprintf(`{"reference":"https://example.org/fhir/Patient/%s/_history/2"}`, about),
				fmt.Sprintf(`{"identifier":{"system":"urn:mrn","value":"mrn %s"}}`, about), fmt.Sprintf(`{"reference":"Patient?identifier=urn:mrn|mrn%%20%s"}`, about))
		}
		person := func(about, gender, more string) {
			x.hers[about] = append(x.hers[about], fmt.Sprintf(`{"resourceType":"Patient","id":%q,"gender":%q,"birthDate":"19%02d-05-06","identifier":[{"system":"urn:mrn","value":"mrn %s"},{"system":"urn:family","value":"f%03d"}]%s}`,
				about, gender, 80+r.IntN(15), about, i, more))
		}
		person(id, "female", "")
		for range r.IntN(8) {
			code := some("17369002", "34801009", "237244005", "19169002", "72892002", "161744009")
			switch r.IntN(8) {
			case 0:
				add(id, "Condition", `"subject":%s,"code":%s,"encounter":{"reference":"Encounter/v%d"}`, subject(id), coded(sct, code), r.IntN(4))
			case 1:
				visit := fmt.Sprintf("%s-e%d", id, number)
				x.hers[id] = append(x.hers[id], fmt.Sprintf(`{"resourceType":"Encounter","id":%q,"status":"finished","subject":%s,"period":{"start":%q}}`, visit, subject(id), day()))
				add(id, "Condition", `"subject":%s,"code":%s,"encounter":{"reference":"Encounter/%s"}`, subject(id), coded(sct, code), visit)
			case 2:
				add(id, some("MedicationRequest", "MedicationStatement"), `"status":"active","intent":"order","subject":%s,"authoredOn":%q,"medicationReference":{"reference":"Medication/m%d"}`, subject(id), day(), r.IntN(4))
			case 3:
				add(id, "Observation", `"status":"final","subject":%s,"effectiveDateTime":%q,"code":%s,"specimen":{"reference":"Specimen/s%d"},"valueString":%q`,
					subject(id), day(), coded(loinc, some("29770-5", "3016-3")), r.IntN(3), some("46,XX", "46,XX,t(7;14)(q32;q11.2)"))
			case 4:
				add(id, "Observation", `"status":"final","subject":%s,"effectiveDateTime":%q,"code":%s,"valueQuantity":{"value":%d.%d,"unit":"mIU/L"}`, subject(id), day(), coded(loinc, "3016-3"), r.IntN(9), r.IntN(9))
			case 5:
				add(id, "Condition", `"contained":[{"resourceType":"Patient","id":"p","identifier":[{"system":"urn:mrn","value":"mrn %s"}]}],"subject":{"reference":"#p"},"onsetDateTime":%q,"code":%s`, id, day(), coded(sct, code))
			case 6:
				add(id, "Bundle", `"type":"collection","entry":[{"fullUrl":"urn:uuid:b%s-%d","resource":{"resourceType":"Encounter","id":"%s-b%d","status":"finished","subject":%s,"period":{"start":%q}}},{"fullUrl":"urn:uuid:c%s-%d","resource":{"resourceType":"Condition","id":"%s-c%d","encounter":{"reference":"urn:uuid:b%s-%d"},"subject":%s,"code":%s}}]`,
					id, number, id, number, subject(id), day(), id, number, id, number, id, number, subject(id), coded(sct, code))
			default:
				add(id, "Condition", `"subject":%s,"code":%s,"onsetDateTime":%q`, subject(id), coded(sct, code), day())
			}
		}
		switch r.IntN(4) {
		case 0: // a partner, known by his identifier
			him := fmt.Sprintf("h%03d", r.IntN(1000)*1000+i)
			x.partner[id] = him
			person(him, "male", "")
			add(id, "RelatedPerson", `"patient":%s,"relationship":[%s],"identifier":[{"system":"urn:family","value":"f%03d"},{"system":"urn:mrn","value":"mrn %s"}]`, subject(id), coded("x", "SPS"), i, him)
		case 1: // or by a link of his
			him := fmt.Sprintf("h%03d", r.IntN(1000)*1000+i)
			x.partner[id] = him
			add(id, "RelatedPerson", `"patient":%s,"relationship":[%s]`, subject(id), coded("x", "HUSB"))
			person(him, "male", fmt.Sprintf(`,"link":[{"other":{"reference":"RelatedPerson/%s-%d"},"type":"seealso"}]`, id, number))
		}
		if him := x.partner[id]; him != "" {
			add(him, "Observation", `"status":"final","subject":%s,"effectiveDateTime":%q,"code":%s,"valueString":"46,XY,t(7;14)(q32;q11.2)"`, subject(him), day(), coded(loinc, "29770-5"))
			add(him, "Observation", `"status":"final","subject":%s,"effectiveDateTime":%q,"code":%s,"valueQuantity":{"value":30,"unit":"%%"},"specimen":{"reference":"Specimen/s1"}`, subject(him), day(), coded(loinc, "80653-9"))
		}
	}
	return x
}

// write puts lines into files of a folder at random, some packed, with blank
// lines, CR LF, a mark at the beginning and no end of the last line.
func write(t testing.TB, dir string, r *rand.Rand, lines []string, files int) {
	t.Helper()
	texts := make([]string, files)
	for _, i := range r.Perm(len(lines)) {
		texts[r.IntN(files)] += lines[i] + []string{"\n", "\r\n", "\n\n", " \n"}[r.IntN(4)]
	}
	for i, text := range texts {
		name := fmt.Sprintf("%s-%d.ndjson", []string{"Patient", "Condition", "Any"}[r.IntN(3)], i)
		if text == "" {
			continue
		}
		if r.IntN(2) == 0 {
			text = strings.TrimSpace(text)
		}
		if r.IntN(3) == 0 {
			text = "\uFEFF" + text
		}
		if r.IntN(3) == 0 {
			name, text = name+".gz", zip(text)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
