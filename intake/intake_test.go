package intake_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/internal/problem"
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

// told writes what came: the id of each case, and each error.
func told(t *testing.T, cases iter.Seq2[*patient.Case, error]) string {
	t.Helper()
	var all []string
	for c, err := range cases {
		switch {
		case err != nil:
			all = append(all, err.Error())
			var one problem.Problem
			var several problem.List
			if !errors.As(err, &one) && !errors.As(err, &several) {
				t.Errorf("%v is no problem", err)
			}
		default:
			all = append(all, fmt.Sprintf("%s: %d", c.ID, len(c.Pregnancies)))
		}
	}
	return strings.Join(all, "\n")
}

const (
	caseFile  = "gravida: case/1\nid: anna\npregnancies:\n  - {outcome: miscarriage, ended: 2022-05-10}\n"
	patientA  = `{"resourceType":"Patient","id":"a","gender":"female"}`
	lossOfA   = `{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/a"},"onsetDateTime":"2020-01-02","code":{"coding":[{"system":"http://snomed.info/sct","code":"19169002"}]}}`
	patientB  = `{"resourceType":"Patient","id":"b"}`
	bundle    = `{"resourceType":"Bundle","type":"collection","entry":[{"resource":` + patientA + `},{"resource":` + lossOfA + `},{"resource":` + patientB + `}]}`
	inXML     = `<?xml version="1.0" encoding="UTF-8"?><Patient xmlns="http://hl7.org/fhir"><id value="x"/></Patient>`
	accepted  = "; accepted: " + intake.Accepted
	malformed = `{"resourceType":"Condition","id":"d",}`
)

func TestRead(t *testing.T) {
	for _, test := range []struct{ name, file, text, want string }{
		{"case file", "anna.yaml", caseFile, "anna: 1"},
		{"case file in JSON", "anna.json", `{"gravida":"case/1","id":"anna","pregnancies":[{"outcome":"miscarriage"}]}`, "anna: 1"},
		{"case file with a mark", "anna.yaml", "\uFEFF" + caseFile, "anna: 1"},
		{"bundle", "b.json", bundle, "a: 1\nb: 0"},
		{"bundle over lines", "b.json", strings.ReplaceAll(bundle, ",", ",\n"), "a: 1\nb: 0"},
		{"one resource", "c.json", lossOfA, "a: 1"},
		{"XML", "x.xml", inXML, "x: 0"},
		{"NDJSON by name", "x.ndjson", patientA + "\n" + lossOfA + "\n", "a: 1"},
		{"NDJSON by content", "-", patientA + "\r\n\r\n" + lossOfA, "a: 1"},
		{"NDJSON with a broken line", "x.ndjson", patientA + "\n" + malformed + "\n" + lossOfA, "x.ndjson:2:38: no JSON: invalid character ',' at start of value; accepted: one FHIR resource a line\na: 1"},
		{"NDJSON with something else", "x.ndjson", patientA + "\n{\"id\":\"z\"}\n[]", "x.ndjson:2:1: a line without a resourceType; accepted: one FHIR resource a line\nx.ndjson:3:1: a line without a resourceType; accepted: one FHIR resource a line\na: 0"},
		{"gzip", "x.ndjson.gz", zip(patientA + "\n" + lossOfA), "a: 1"},
		{"empty", "e.json", " \n\t", "e.json: an empty document" + accepted},
		{"UTF-16", "u.json", "\xFF\xFE{\x00", "u.json: a document in UTF-16 or UTF-32; accepted: UTF-8"},
		{"UTF-16 without a mark", "u.json", "{\x00\"\x00", "u.json: a document in UTF-16 or UTF-32; accepted: UTF-8"},
		{"GB 18030", "g.yaml", "gravida: case/1\nid: \xB0\xB2", "g.yaml:2:5: bytes that are not UTF-8; accepted: UTF-8; text from older Chinese systems is often GB 18030 and has to be converted"},
		{"binary", "p.pdf", "%PDF-1.4\n\x00\x01", "p.pdf: a binary document" + accepted},
		{"another JSON", "j.json", `{"a":1}`, `j.json:1:1: a JSON object with neither "gravida" nor "resourceType"` + accepted},
		{"broken JSON", "j.json", "{\"resourceType\":\"Patient\",\n \"id\":}", "j.json:2:7: broken JSON: invalid character '}' at start of value; accepted: JSON in which every name stands once"},
		{"a name twice", "j.json", `{"resourceType":"Patient","id":"a","id":"b"}`, `j.json:1:36: broken JSON: duplicate object member name; accepted: JSON in which every name stands once`},
		{"broken XML", "x.xml", "<Patient xmlns=\"http://hl7.org/fhir\">\n<id>", "x.xml:2:1: broken XML: unexpected EOF; accepted: well-formed XML"},
		{"another XML", "x.xml", "<html></html>", "x.xml:1:1: the element html is not of http://hl7.org/fhir" + accepted},
		{"about nobody", "m.json", `{"resourceType":"Medication"}`, "m.json: FHIR resources that are about no patient; accepted: at least one Patient, or a resource whose subject is one"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := told(t, intake.Read(test.file, strings.NewReader(test.text), base(t))); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func zip(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.String()
}

func TestOpenFolder(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"anna.yaml": caseFile, "Patient.ndjson": patientA + "\n" + patientB, "sub/Condition.json": lossOfA, "notes.txt": "hello", "broken.json": "{"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got := told(t, intake.Open(dir, base(t)))
	for _, want := range []string{"anna: 1", "a: 1", "b: 0", "broken.json:1:2", "notes.txt"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if got := told(t, intake.Open(filepath.Join(dir, "anna.yaml"), base(t))); got != "anna: 1" {
		t.Errorf("one file: %s", got)
	}
	if got := told(t, intake.Open(t.TempDir(), base(t))); !strings.Contains(got, "an empty folder") {
		t.Errorf("empty folder: %s", got)
	}
}

func TestOpenNothing(t *testing.T) {
	for _, err := range intake.Open(filepath.Join(t.TempDir(), "none"), base(t)) {
		if !errors.Is(err, os.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	}
}

func TestTooLarge(t *testing.T) {
	text := "gravida: case/1\n#" + strings.Repeat("x", intake.MaxCaseFile)
	if got := told(t, intake.Read("big.yaml", strings.NewReader(text), base(t))); got != "big.yaml: a document of more than 4 MiB, too large for a case file" {
		t.Error(got)
	}
	line := `{"resourceType":"Patient","id":"` + strings.Repeat("x", 17<<20) + `"}`
	if got := told(t, intake.Read("big.ndjson", strings.NewReader(line+"\n"+patientA), base(t))); got != "big.ndjson:1:1: a line of more than 16 MiB; accepted: one resource a line\na: 0" {
		t.Error(got)
	}
}

// What is packed is not unpacked without an end, in whatever format it is.
func TestPackedTooLarge(t *testing.T) {
	long := strings.Repeat(" ", 3<<20)
	for name, text := range map[string]string{
		"a.ndjson.gz": strings.Repeat(patientA+"\n", 3<<20/len(patientA)+1),
		"a.json.gz":   `{"resourceType":"Patient","id":"a","language":"` + long + `"}`,
		"a.xml.gz":    `<Patient xmlns="http://hl7.org/fhir"><id value="a"/>` + long + `</Patient>`,
		"a.yaml.gz":   "gravida: case/1\n#" + long,
	} {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, _ = io.WriteString(w, text)
		w.Close()
		for most, want := range map[int64]bool{0: false, 4 << 20: false, 1 << 20: true} {
			r := intake.Reader{Knowledge: base(t), MostPlain: most}
			got := told(t, r.Read(context.Background(), name, bytes.NewReader(packed.Bytes())))
			if strings.Contains(got, "more than 1 MiB when unpacked; accepted: a smaller file") != want {
				t.Errorf("%s, at most %d: %s", name, most, got)
			}
		}
	}
}

// A reader that stops asking is left alone.
func TestStop(t *testing.T) {
	n := 0
	for range intake.Read("b.json", strings.NewReader(bundle), base(t)) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d cases", n)
	}
}

func FuzzReadJSON(f *testing.F) {
	fuzz(f, "f.json", bundle, lossOfA, malformed, `{"gravida":"case/1"}`)
}

func FuzzReadNDJSON(f *testing.F) {
	fuzz(f, "f.ndjson", patientA+"\n"+lossOfA, malformed+"\n\n"+patientB)
}

func FuzzReadCompressed(f *testing.F) {
	fuzz(f, "f.ndjson.gz", "\x1f\x8b", zipped(f, patientA+"\n"+lossOfA), zipped(f, malformed)[:20])
}

func zipped(f *testing.F, text string) string {
	f.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		f.Fatal(err)
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	return b.String()
}

func FuzzReadXML(f *testing.F) {
	fuzz(f, "f.xml", inXML, `<Bundle xmlns="http://hl7.org/fhir"><entry><resource><Condition><onsetDateTime value="2020"/></Condition></resource></entry></Bundle>`)
}

// fuzz reads whatever it is given: no panic, and no case without a source.
func fuzz(f *testing.F, name string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	// Third-party records of the same kind; the large ones would slow the search.
	records, err := filepath.Glob(filepath.Join("..", "testdata", "fhir", "*", "*"+filepath.Ext(name)))
	if err != nil {
		f.Fatal(err)
	}
	const largest = 20 << 10
	for _, path := range records {
		if data, err := os.ReadFile(path); err == nil && len(data) <= largest {
			f.Add(data)
		}
	}
	k := base(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		for c, err := range intake.Read(name, bytes.NewReader(data), k) {
			if err == nil && c == nil {
				t.Error("neither case nor error")
			}
			if c != nil && c.Source.Document == "" {
				t.Error("a case without a source")
			}
		}
	})
}
