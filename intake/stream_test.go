package intake_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/intake/fhirin"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// anywhere compares cases without the files their facts lie in.
var anywhere = cmp.Options{
	cmp.Comparer(func(a, b date.Date) bool { return a == b }),
	cmp.Transformer("Document", func(s patient.Source) string { return s.Document }),
}

func collect(t testing.TB, cases iter.Seq2[*patient.Case, error]) []*patient.Case {
	t.Helper()
	var all []*patient.Case
	for c, err := range cases {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// alone reads what one human's case can rest on, decoded and in memory, and
// gives her case.
func alone(t testing.TB, lines []string, id string, k *knowledge.Base) *patient.Case {
	t.Helper()
	var items []fhirin.Item
	for i, line := range lines {
		resource, flaws, err := r4.DecodeJSON([]byte(line))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		items = append(items, fhirin.Item{Resource: resource, File: fmt.Sprint(i), Flaws: flaws})
	}
	for _, c := range fhirin.Read(items, k) {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("no case %s alone", id)
	return nil
}

// However the lines of an export lie in files, and however little memory there
// is, everybody's case is what it would be if she were read alone.
func TestExportIsReadLikeEachAlone(t *testing.T) {
	k := base(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		x := made(r, 1+r.IntN(12))
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		write(t, dir, r, x.all(), 1+r.IntN(6))
		var before []*patient.Case
		for _, memory := range []int{1, 1 + r.IntN(20000), intake.Memory} {
			got := collect(t, intake.Reader{Knowledge: k, Memory: memory}.Open(context.Background(), dir))
			if before == nil {
				before = got
				continue
			}
			if diff := cmp.Diff(before, got, anywhere[0]); diff != "" {
				rt.Fatalf("with %d bytes of memory other cases:\n%s", memory, diff)
			}
		}
		var ids []string
		for _, c := range before {
			ids = append(ids, c.ID)
			if c.ID == "unknown" {
				continue // the visits without a subject
			}
			if diff := cmp.Diff(alone(t, x.alone(c.ID), c.ID, k), c, anywhere); diff != "" {
				rt.Fatalf("%s is not what she is alone:\n%s", c.ID, diff)
			}
		}
		if !slices.IsSorted(ids) || len(ids) != len(x.hers)+1 {
			rt.Fatalf("cases %v of %d people", ids, len(x.hers))
		}
	})
}

// Lines that cannot be read take nothing from the others: each is told with its
// file and line, and every case that something is missing.
func TestBadLinesTakeNothing(t *testing.T) {
	k := base(t)
	junk := []string{"{", `{"resourceType":"Condition","id":"x","id":"y"}`, "null", "{\"\x00\":1}", `{"resourceType":"Patient"`, "\xff", strings.Repeat("[", 12000), "]", `"resourceType"`, `{"resourceType":7}`, "<Patient/>"}
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		lines := made(r, 1+r.IntN(5)).all()
		memory := 1 + r.IntN(50000)
		read := func(lines []string) (cases []*patient.Case, errs []string) {
			for c, err := range (intake.Reader{Knowledge: k, Memory: memory}).Read(context.Background(), "x.ndjson", strings.NewReader(strings.Join(lines, "\n"))) {
				if err != nil {
					errs = append(errs, err.Error())
				} else {
					cases = append(cases, c)
				}
			}
			return cases, errs
		}
		want, none := read(lines)
		if len(none) > 0 {
			rt.Fatal(none)
		}
		bad := 1 + r.IntN(5)
		var places []string
		for i := 0; i < bad; i++ {
			lines = slices.Insert(lines, r.IntN(len(lines)+1), junk[r.IntN(len(junk))])
		}
		for i, line := range lines {
			if slices.Contains(junk, line) {
				places = append(places, fmt.Sprintf("x.ndjson:%d:", i+1))
			}
		}
		got, errs := read(lines)
		if len(errs) != bad {
			rt.Fatalf("%d bad lines, told %v", bad, errs)
		}
		for i, e := range errs {
			if !strings.HasPrefix(e, places[i]) {
				rt.Errorf("%s, which is %s", e, places[i])
			}
		}
		for _, c := range got {
			last := len(c.Issues) - 1
			if last < 0 || !strings.Contains(c.Issues[last].En, fmt.Sprintf("%d parts", bad)) || !strings.HasPrefix(c.Issues[last].Source.Document, places[0]) {
				rt.Fatalf("%s is not told: %v", c.ID, c.Issues)
			}
			if c.Issues = c.Issues[:last]; last == 0 {
				c.Issues = nil
			}
		}
		if diff := cmp.Diff(want, got, anywhere); diff != "" {
			rt.Fatalf("bad lines change the cases:\n%s", diff)
		}
	})
}

// The made-up export holds what it is made up for.
func TestMadeExport(t *testing.T) {
	x := made(rand.New(rand.NewPCG(1, 2)), 60)
	dir := t.TempDir()
	write(t, dir, rand.New(rand.NewPCG(3, 4)), x.all(), 5)
	var partners, medicines, losses, tests int
	for _, c := range collect(t, intake.Reader{Knowledge: base(t), Memory: 1000}.Open(context.Background(), dir)) {
		losses += len(c.Pregnancies)
		medicines += len(c.Medications)
		tests += len(c.Observations)
		if c.Partner.Karyotype.Known && c.Partner.SpermDNAFragmentationPct.Known {
			partners++
		}
	}
	if partners < 20 || medicines < 10 || losses < 60 || tests < 20 {
		t.Errorf("%d partners, %d medicines, %d pregnancies, %d observations", partners, medicines, losses, tests)
	}
}

// told is what a folder of the given files tells, with its notes.
func toldOfFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var notes strings.Builder
	r := intake.Reader{Knowledge: base(t), Memory: 1, Note: func(p problem.Problem) { fmt.Fprintln(&notes, "note", p) }}
	got := told(t, r.Open(context.Background(), dir))
	return strings.ReplaceAll(strings.TrimSpace(notes.String()+got), dir, "DIR")
}

// cut is a compressed file whose end is missing.
func cut(text string) string {
	z := zip(text)
	return z[:len(z)-12]
}

func loss(id, subject string) string {
	return `{"resourceType":"Condition","id":"` + id + `","subject":{"reference":"` + subject + `"},"onsetDateTime":"2020-01-02","code":` + coded(sct, "19169002") + `}`
}

func TestExportFolders(t *testing.T) {
	deletion := func(url, when string) string {
		return `{"resourceType":"Bundle","type":"transaction","meta":{"lastUpdated":"` + when + `"},"entry":[{"request":{"method":"DELETE","url":"` + url + `"}}]}`
	}
	second := `{"resourceType":"Condition","id":"d","meta":{"lastUpdated":"2024-05-01T00:00:00Z"},"subject":{"reference":"Patient/a"},"onsetDateTime":"2022-01-02","code":` + coded(sct, "19169002") + `}`
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"the same file twice", map[string]string{"p.ndjson": patientA, "c.ndjson": lossOfA, "c.ndjson.gz": zip(lossOfA), "d/c.ndjson": lossOfA}, "a: 1"},
		{"bad lines are listed and the others read", map[string]string{"p.ndjson": patientA, "c.ndjson": "\n  {\"resourceType\":\n{}\n" + lossOfA},
			"c.ndjson:2:19: no JSON: unexpected EOF; accepted: one FHIR resource a line\nc.ndjson:3:1: a line without a resourceType; accepted: one FHIR resource a line\na: 1"},
		{"separators of lines within a text", map[string]string{"p.ndjson": patientA, "c.ndjson": strings.Replace(lossOfA, `"id":"c"`, "\"id\":\"c\",\"note\":[{\"text\":\"one\u2028two\u0085three\"}]", 1)}, "a: 1"},
		{"manifest", map[string]string{"p.ndjson": patientA, "c.ndjson": lossOfA,
			"manifest.json": `{"transactionTime":"2026-01-01T00:00:00Z","output":[{"type":"Patient","url":"x"},{"type":"Condition","url":"y","count":1}],"error":[]}`},
			"note manifest.json: the manifest of a bulk export of 2026-01-01T00:00:00Z; it is no resource\na: 1"},
		{"a file of the manifest is missing", map[string]string{"p.ndjson": patientA, "c.ndjson": lossOfA,
			"manifest.json": `{"transactionTime":"2026","output":[{"type":"Patient","url":"x"},{"type":"Condition","url":"y","count":1},{"type":"Condition","url":"z","count":2}],"error":[{"type":"OperationOutcome","url":"e"}]}`},
			"note manifest.json: the manifest of a bulk export of 2026; it is no resource\n" +
				"manifest.json: 3 of type Condition in the export, but only 1 came; the cases lack what the others say; accepted: the whole export\n" +
				"manifest.json: 1 of type OperationOutcome in the export, but only 0 came; the cases lack what the others say; accepted: the whole export\na: 1"},
		{"errors of the export", map[string]string{"p.ndjson": patientA, "error/e.ndjson": `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"timeout","diagnostics":"Condition/7 could not be read"},{"severity":"information","details":{"text":"slow today"}}]}`},
			"note error/e.ndjson:1:1: the export reports information: slow today\nerror/e.ndjson:1:1: the export reports error: Condition/7 could not be read\na: 0"},
		{"deleted", map[string]string{"p.ndjson": patientA + "\n" + patientB, "c.ndjson": lossOfA + "\n" + second, "deleted/b.ndjson": deletion("Condition/c", "2024-04-01T00:00:00Z") + "\n" + deletion("https://x/Condition/d", "2024-04-01T00:00:00Z") + "\n" + deletion("Patient/b", "")},
			"note DIR: 2 resources were left out: they, or the patients they are about, are listed as deleted\na: 1"},
		{"a newer version", map[string]string{"p.ndjson": patientA, "1.ndjson": second, "2.ndjson": strings.Replace(strings.Replace(second, "2024-05-01", "2024-06-01", 1), `"code"`, `"verificationStatus":{"coding":[{"code":"entered-in-error"}]},"code"`, 1)}, "a: 0"},
		{"a file that is cut off", map[string]string{"p.ndjson": patientA, "c.ndjson.gz": cut(lossOfA + "\n" + strings.Replace(lossOfA, `"c"`, `"d"`, 1)), "d.json.gz": cut(patientB)},
			"c.ndjson.gz:2:1: the file is cut off or broken here (unexpected EOF); this line and what follows were not read; accepted: the whole file\n" +
				"d.json.gz: a file that is cut off or broken: unexpected EOF; accepted: the whole file\na: 1"},
		{"empty files and the log of the client", map[string]string{"p.ndjson": patientA, "Condition.ndjson": "", "Procedure.ndjson.gz": zip("\n"),
			"log.ndjson": `{"exportId":"1","timestamp":"2026-01-01","eventId":"kickoff","eventDetail":{}}` + "\n" + `{"exportId":"1","eventId":"export_complete"}`},
			"note log.ndjson: the log of the program that fetched the export; it holds no resource\na: 0"},
		{"a bundle over several lines", map[string]string{"b.ndjson": "{\n" + strings.ReplaceAll(bundle[1:], ",", ",\n"), "c.ndjson": "\n{\r\n" + patientA[1:]}, "a: 1\nb: 0"},
		{"an export that begins with a cut off line", map[string]string{"p.ndjson": "{\n" + patientA, "c.ndjson": "{\n\"resourceType\"\n" + lossOfA},
			"c.ndjson:1:2: no JSON: unexpected EOF; accepted: one FHIR resource a line\nc.ndjson:2:1: a line without a resourceType; accepted: one FHIR resource a line\n" +
				"p.ndjson:1:2: no JSON: unexpected EOF; accepted: one FHIR resource a line\na: 1"},
		{"hostile lines", map[string]string{"x.ndjson": strings.Join([]string{
			patientA, strings.Repeat("[", 20000), strings.Repeat(`{"contained":[`, 20000), `{"resourceType":"Observation","id":"o","subject":{"reference":"Patient/a"},"component":[` + strings.Repeat("{},", 100_000) + `{}]}`,
			"{\"resourceType\":\"Condition\",\"id\":\"\xb1\xb1\"}", "\x00\x00", `{"resourceType":"Condition"} {}`, `[]`, `{"resourceType":{}}`, strings.Repeat(" ", 1<<20), lossOfA}, "\n")},
			"x.ndjson:2:10001: no JSON: exceeded max depth; accepted: one FHIR resource a line\n" +
				"x.ndjson:3:70001: no JSON: exceeded max depth; accepted: one FHIR resource a line\n" +
				"x.ndjson:5:1: bytes that are not UTF-8; accepted: UTF-8; text from older Chinese systems is often GB 18030 and has to be converted\n" +
				"x.ndjson:6:1: no JSON: invalid character '\\x00' at start of value; accepted: one FHIR resource a line\n" +
				"x.ndjson:7:1: no JSON: something follows the resource; accepted: one FHIR resource a line\n" +
				"x.ndjson:8:1: a line without a resourceType; accepted: one FHIR resource a line\n" +
				"x.ndjson:9:1: a line without a resourceType; accepted: one FHIR resource a line\n" +
				"x.ndjson:4:1: lists of more elements than its text can mean\na: 1"},
		{"two women of one id in two bundles", map[string]string{
			"x.json": `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"1","birthDate":"1990-01-01"}},{"resource":` + loss("c", "Patient/1") + `}]}`,
			"y.json": `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"1","birthDate":"1985"}}]}`},
			"1 in x.json: 1\n1 in y.json: 0"},
		{"and what could be either's", map[string]string{"x.ndjson": `{"resourceType":"Patient","id":"1","gender":"female"}`, "y.ndjson": `{"resourceType":"Patient","id":"1","gender":"male"}`, "c.ndjson": loss("c", "Patient/1")},
			"1 in x.ndjson: 0\n1 in y.ndjson: 0"},
		{"one woman, corrected", map[string]string{"x.ndjson": `{"resourceType":"Patient","id":"1","birthDate":"1990-01-01","identifier":[{"value":"7"}]}`, "y.ndjson": `{"resourceType":"Patient","id":"1","birthDate":"1990-01-10","identifier":[{"value":"7"}]}`, "c.ndjson": loss("c", "Patient/1")}, "1: 1"},
		{"the same id of a condition in two women's bundles", map[string]string{
			"x.json": `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1"}},{"resource":` + loss("c", "Patient/1") + `}]}`,
			"y.json": `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"2"}},{"resource":` + loss("c", "Patient/2") + `}]}`}, "1: 1\n2: 1"},
		{"an identifier two women share", map[string]string{"x.ndjson": `{"resourceType":"Patient","id":"1","identifier":[{"system":"family","value":"7"}]}` + "\n" + `{"resourceType":"Patient","id":"2","identifier":[{"system":"family","value":"7"}]}`,
			"c.ndjson": `{"resourceType":"Condition","id":"c","subject":{"identifier":{"system":"family","value":"7"}},"onsetDateTime":"2020","code":` + coded(sct, "19169002") + `}`}, "1: 0\n2: 0\n7: 1"},
		{"contained patients of one local id", map[string]string{
			"c.ndjson": `{"resourceType":"Condition","id":"c","contained":[{"resourceType":"Patient","id":"p","birthDate":"1990"}],"subject":{"reference":"#p"}}` + "\n" +
				`{"resourceType":"Condition","id":"d","contained":[{"resourceType":"Patient","id":"p","birthDate":"1980"}],"subject":{"reference":"#p"}}`}, "Condition/c#p: 0\nCondition/d#p: 0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := toldOfFiles(t, test.files); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}
