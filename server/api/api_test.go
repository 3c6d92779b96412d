package api_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/server/api"
)

var update = flag.Bool("update", false, "write the golden files")

var engine = sync.OnceValue(func() *gravida.Engine {
	e, err := gravida.New()
	if err != nil {
		panic(err)
	}
	return e
})

var theAPI = sync.OnceValue(func() *api.API {
	e, talks := engine(), map[string]*interview.Interview{}
	for _, lang := range []string{"en", "zh"} {
		talk, err := interview.New(e.Base(), func(c *patient.Case) *assessment.Assessment { return e.Assess(c, assessment.Options{Lang: lang}) })
		if err != nil {
			panic(err)
		}
		talks[lang] = talk
	}
	return api.New(e, talks, api.Options{Now: func() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) }})
})

const (
	inJSON = "application/json"
	inYAML = "application/yaml"
	inFHIR = "application/fhir+json"
)

// ask sends a request; head are pairs of a header and its value.
func ask(t testing.TB, method, path, kind string, body io.Reader, head ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, api.Root+path, body)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for i := 0; i < len(head); i += 2 {
		r.Header.Add(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	theAPI().ServeHTTP(w, r)
	if got := w.Header().Get("Set-Cookie"); got != "" {
		t.Errorf("%s sets a cookie", path)
	}
	return w
}

// women are the case files of the project, by path.
func women(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, pattern := range []string{"../../testdata/women/*/case.yaml", "../../examples/*.yaml"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			if filepath.Base(file) == "broken.yaml" {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all[file] = data
		}
	}
	if len(all) < 30 {
		t.Fatalf("%d women", len(all))
	}
	return all
}

// shapes are the schemas of the document, compiled.
var shapes = sync.OnceValue(func() func(name string) *validator.Schema {
	b, err := json.Marshal(theAPI().Document("en"))
	if err != nil {
		panic(err)
	}
	doc, err := validator.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		panic(err)
	}
	c := validator.NewCompiler()
	c.DefaultDraft(validator.Draft2020)
	if err := c.AddResource("openapi.json", doc); err != nil {
		panic(err)
	}
	known := map[string]*validator.Schema{}
	return func(name string) *validator.Schema {
		if known[name] == nil {
			known[name] = c.MustCompile("openapi.json#/components/schemas/" + name)
		}
		return known[name]
	}
})

func follows(t testing.TB, what, schema string, data []byte) {
	t.Helper()
	doc, err := validator.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if err := shapes()(schema).Validate(doc); err != nil {
		t.Errorf("%s is no %s: %v", what, schema, err)
	}
}

// TestEveryWoman asks everything of every woman. What is answered is what the command
// line prints, byte for byte, and follows the schema.
func TestEveryWoman(t *testing.T) {
	for file, data := range women(t) {
		c, err := casefile.Read(file, data, engine().Base())
		if err != nil {
			t.Fatal(err)
		}
		if !c.AsOf.Known() {
			c.AsOf = date.MustParse("2026-03-01")
		}
		for n, o := range []assessment.Options{{}, {Lang: "zh", Setting: "cn"}, {Leading: "rcog-2023", Setting: "us"}} {
			query := "source=" + file
			for name, v := range map[string]string{"lang": o.Lang, "setting": o.Setting, "guideline": o.Leading} {
				if v != "" {
					query += "&" + name + "=" + v
				}
			}
			a := engine().Assess(c, o)
			for path, want := range map[string]any{"/assess": a, "/compare": a.Compare()} {
				var b bytes.Buffer
				e := json.NewEncoder(&b)
				e.SetEscapeHTML(false)
				if err := e.Encode(want); err != nil {
					t.Fatal(err)
				}
				w := ask(t, "POST", path+"?"+query, inYAML, bytes.NewReader(data))
				if w.Code != 200 || !bytes.Equal(w.Body.Bytes(), b.Bytes()) {
					t.Errorf("%s %s: status %d, and not what the command line prints", path, query, w.Code)
				}
				if n > 0 {
					continue
				}
				follows(t, path+" of "+file, map[string]string{"/assess": "assessment", "/compare": "comparison"}[path], w.Body.Bytes())
			}
			for i := n; i < len(a.Statements); i += 40 {
				id := string(a.Statements[i].ID)
				w := ask(t, "POST", "/explain/"+id+"?"+query, inYAML, bytes.NewReader(data))
				if w.Code != 200 {
					t.Errorf("%s %s: status %d", file, id, w.Code)
				}
				follows(t, id+" of "+file, "opened", w.Body.Bytes())
			}
		}
	}
}

func TestEveryEntry(t *testing.T) {
	w := ask(t, "GET", "/knowledge?limit=2000", "", nil)
	follows(t, "the list", "catalogue", w.Body.Bytes())
	ids, offset := map[string]bool{}, 0
	for {
		var list api.Catalogue
		w := ask(t, "GET", fmt.Sprintf("/knowledge?limit=2000&offset=%d&lang=zh", offset), "", nil)
		if err := json.Unmarshal(w.Body.Bytes(), &list); err != nil {
			t.Fatal(err)
		}
		for _, e := range list.Entries {
			if e.Name == "" {
				t.Errorf("%s %s has no name", e.Kind, e.ID)
			}
			ids[e.ID] = true
		}
		if offset += len(list.Entries); offset >= list.Total || len(list.Entries) == 0 {
			break
		}
	}
	if len(ids) < 1500 {
		t.Errorf("%d ids", len(ids))
	}
	for id := range ids {
		w := ask(t, "GET", "/knowledge/"+id, "", nil)
		if w.Code != 200 {
			t.Errorf("%s: status %d", id, w.Code)
		}
		follows(t, id, "knowledge", w.Body.Bytes())
	}
	// Whatever rule a statement names can be looked up.
	for file, data := range women(t) {
		c, err := casefile.Read(file, data, engine().Base())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range engine().Assess(c, assessment.Options{}).Statements {
			if !ids[s.Rule] && engine().Base().Criterion(s.Rule) == nil {
				t.Errorf("%s: no entry for the rule %s", file, s.Rule)
			}
		}
	}
	for query, want := range map[string]string{"kind=tests&text=TSH": "tsh", "kind=rules&about=ft4&guideline=eshre-2022": "eshre-2022-t4-reflex", "kind=causes": "hypothyroidism", "kind=departments&lang=zh&text=%E5%86%85%E5%88%86%E6%B3%8C": "endocrinology"} {
		if w := ask(t, "GET", "/knowledge?"+query, "", nil); !strings.Contains(w.Body.String(), `"id":"`+want+`"`) {
			t.Errorf("%s does not list %s", query, want)
		}
	}
}

// asked is an answer of the interview.
type asked struct {
	Page *struct {
		ID     string
		Fields []struct {
			Name, Kind string
			Options    []struct{ Value string }
		}
	}
	Left     int
	Mistakes []map[string]any
	RedFlags []assessment.RedFlag
	Case     json.RawMessage
}

// TestInterview goes through whole interviews. What was said is a case file, on which
// the assessment shows the same dangers.
func TestInterview(t *testing.T) {
	for name, from := range map[string]string{"nothing": "", "her": bleeding} {
		for _, lang := range []string{"en", "zh"} {
			sent := map[string]any{"asOf": "2026-06-01"}
			if from != "" {
				sent["from"] = json.RawMessage(from)
			}
			answers := []any{}
			pages := 0
			for {
				sent["answers"] = answers
				b, _ := json.Marshal(sent)
				w := ask(t, "POST", "/interview?lang="+lang, inJSON, bytes.NewReader(b))
				if w.Code != 200 {
					t.Fatalf("%s: status %d: %s", name, w.Code, w.Body)
				}
				follows(t, "the interview", "interview", w.Body.Bytes())
				var a asked
				if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
					t.Fatal(err)
				}
				if len(a.Mistakes) > 0 {
					t.Fatalf("%s: %v", name, a.Mistakes)
				}
				got := ask(t, "POST", "/assess?asOf=2026-06-01&lang="+lang, inJSON, bytes.NewReader(a.Case))
				var answer struct{ RedFlags []assessment.RedFlag }
				if err := json.Unmarshal(got.Body.Bytes(), &answer); err != nil || got.Code != 200 {
					t.Fatalf("%s: the case so far: status %d %s", name, got.Code, got.Body)
				}
				if (a.Page == nil) != (a.Left == 0) {
					t.Errorf("%d pages left, and the next is %v", a.Left, a.Page)
				}
				if diff := cmp.Diff(flagsOf(answer.RedFlags), flagsOf(a.RedFlags)); diff != "" {
					t.Errorf("%s: %s", name, diff)
				}
				if a.Page == nil {
					break
				}
				values := map[string]any{}
				for _, f := range a.Page.Fields {
					if len(f.Options) > 0 && (pages == 0 || f.Kind == "one" && f.Name != "more") {
						values[f.Name] = []string{f.Options[0].Value}
						if f.Kind == "one" {
							break
						}
					}
				}
				answers = append(answers, map[string]any{"page": a.Page.ID, "values": values})
				if pages++; pages > 200 {
					t.Fatal("it never ends")
				}
			}
			if pages < 3 {
				t.Errorf("%s: %d pages", name, pages)
			}
		}
	}
}

func flagsOf(list []assessment.RedFlag) (ids []string) {
	for _, f := range list {
		ids = append(ids, f.ID)
	}
	return ids
}

// bleeding is a woman whose record is there already.
const bleeding = `{"gravida":"case/1","asOf":"2026-05-01","patient":{"age":33},"pregnancies":[{"outcome":"miscarriage","ended":"2024-02","gestation":"8w2d"},{"outcome":"miscarriage","ended":2025,"gestation":9},{"outcome":"ongoing"}],"status":{"pregnant":true,"gestation":"7w0d","bleeding":true,"symptoms":["heavy-bleeding"]}}`

func TestMistakesOfAnInterview(t *testing.T) {
	w := ask(t, "POST", "/interview?lang=zh", inJSON, strings.NewReader(`{"asOf":"2026-03-01","answers":[{"page":"pregnancy-1","values":{"outcome":["miscarriage"],"ended":["2031"]}},{"page":"nowhere"}]}`))
	follows(t, "the interview", "interview", w.Body.Bytes())
	var a asked
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatal(err)
	}
	if w.Code != 200 || len(a.Mistakes) != 2 || a.Mistakes[0]["field"] != "ended" || a.Mistakes[1]["answer"] != 1. {
		t.Errorf("status %d: %v", w.Code, a.Mistakes)
	}
	if strings.Contains(string(a.Case), "2031") {
		t.Errorf("what was refused counts: %s", a.Case)
	}
}

const bundle = `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"a","gender":"female","birthDate":"1990-01-01"}},{"resource":{"resourceType":"Patient","id":"b","gender":"female"}}]}`

func TestSeveralPatients(t *testing.T) {
	w := ask(t, "POST", "/assess", inFHIR, strings.NewReader(bundle))
	if w.Code != 422 || !strings.Contains(w.Body.String(), `2 patients`) || !strings.Contains(w.Body.String(), `\"a\", \"b\"`) {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	w = ask(t, "POST", "/assess?patient=b", inFHIR, strings.NewReader(bundle))
	if w.Code != 200 || !strings.Contains(w.Body.String(), `"case":"b"`) {
		t.Errorf("status %d", w.Code)
	}
	w = ask(t, "POST", "/assess", inFHIR, strings.NewReader(bundle), "Accept", "application/x-ndjson")
	rows := bytes.Split(bytes.TrimSpace(w.Body.Bytes()), []byte("\n"))
	if w.Code != 200 || len(rows) != 2 || w.Header().Get("Content-Type") != "application/x-ndjson" {
		t.Fatalf("status %d, %d lines", w.Code, len(rows))
	}
	for _, row := range rows {
		follows(t, "a line", "assessment", row)
	}
}

// TestRefusals is what is wrong with a request, and what is answered.
func TestRefusals(t *testing.T) {
	packed := func(text string) io.Reader {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		io.WriteString(z, text)
		z.Close()
		return &b
	}
	good := `{"gravida":"case/1"}`
	large := strings.Repeat(" ", api.MostBytes) + good
	deep := strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000)
	for _, c := range []struct {
		name, method, path, kind string
		body                     io.Reader
		head                     []string
		status                   int
		says                     string
	}{
		{"good", "POST", "/assess", inJSON, strings.NewReader(good), nil, 200, ""},
		{"charset", "POST", "/assess", inJSON + "; charset=UTF-8", strings.NewReader(good), nil, 200, ""},
		{"unknown word", "POST", "/assess", inJSON, strings.NewReader(`{"gravida":"case/1","pregnancies":[{"outcome":"misscarriage"}]}`), nil, 422, `"nearest":"miscarriage"`},
		{"a date after the day", "POST", "/assess?asOf=2020-01-01", inJSON, strings.NewReader(`{"gravida":"case/1","pregnancies":[{"outcome":"miscarriage","ended":2024}]}`), nil, 422, "a later asOf"},
		{"broken JSON", "POST", "/assess", inJSON, strings.NewReader(`{"gravida":`), nil, 400, "this is not JSON"},
		{"YAML as JSON", "POST", "/assess?source=x.yaml", inJSON, strings.NewReader("gravida: case/1"), nil, 400, "this is not JSON"},
		{"broken YAML", "POST", "/assess", inYAML, strings.NewReader("gravida: [case/1"), nil, 422, "this is not YAML"},
		{"FHIR as a case", "POST", "/assess", inJSON, strings.NewReader(bundle), nil, 422, "resourceType"},
		{"a case as FHIR", "POST", "/assess", inFHIR, strings.NewReader(good), nil, 422, "without resourceType"},
		{"a list as FHIR", "POST", "/assess", inFHIR, strings.NewReader(`[]`), nil, 400, "no JSON object"},
		{"no patient in FHIR", "POST", "/assess", inFHIR, strings.NewReader(`{"resourceType":"Bundle","type":"collection"}`), nil, 422, "about no patient"},
		{"no such patient", "POST", "/assess?patient=x", inFHIR, strings.NewReader(bundle), nil, 422, "no patient"},
		{"nothing", "POST", "/assess", inJSON, strings.NewReader(""), nil, 400, "nothing"},
		{"blank", "POST", "/assess", inYAML, strings.NewReader(" \n"), nil, 400, "nothing"},
		{"no type", "POST", "/assess", "", strings.NewReader(good), nil, 415, "application/yaml"},
		{"a form", "POST", "/assess", "application/x-www-form-urlencoded", strings.NewReader("a=b"), nil, 415, ""},
		{"text", "POST", "/interview", "text/plain", strings.NewReader(`{}`), nil, 415, ""},
		{"YAML to the interview", "POST", "/interview", inYAML, strings.NewReader(`{}`), nil, 415, ""},
		{"other charset", "POST", "/assess", inJSON + "; charset=utf-16", strings.NewReader(good), nil, 415, "utf-8"},
		{"broken type", "POST", "/assess", "application/json; =", strings.NewReader(good), nil, 415, ""},
		{"packed", "POST", "/assess", inJSON, packed(good), []string{"Content-Encoding", "gzip"}, 415, "Content-Encoding"},
		{"packed twice", "POST", "/assess", inJSON, packed(good), []string{"Content-Encoding", "identity", "Content-Encoding", "gzip"}, 415, ""},
		{"packed in secret", "POST", "/assess", inFHIR, packed(bundle), nil, 400, ""},
		{"too large", "POST", "/assess", inJSON, strings.NewReader(large), nil, 413, "8388608 bytes"},
		{"too large for a case", "POST", "/assess", inYAML, strings.NewReader("gravida: case/1\n" + strings.Repeat("#\n", 3<<20)), nil, 422, "4 MiB"},
		{"deep JSON", "POST", "/assess", inJSON, strings.NewReader(deep), nil, 400, ""},
		{"deep case", "POST", "/assess", inJSON, strings.NewReader(strings.Repeat(`{"gravida":`, 40) + "1" + strings.Repeat("}", 40)), nil, 422, "nesting"},
		{"deep YAML", "POST", "/assess", inYAML, strings.NewReader("a: " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000)), nil, 422, ""},
		{"deep FHIR", "POST", "/assess", inFHIR, strings.NewReader(`{"resourceType":"Bundle","entry":` + strings.Repeat("[", 50_000) + strings.Repeat("]", 50_000) + "}"), nil, 400, ""},
		{"deep interview", "POST", "/interview", inJSON, strings.NewReader(deep), nil, 400, ""},
		{"aliases", "POST", "/assess", inYAML, strings.NewReader("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\ngravida: case/1"), nil, 422, ""},
		{"not UTF-8", "POST", "/assess", inYAML, strings.NewReader("gravida: case/1\nid: \xff\xfe"), nil, 422, "UTF-8"},
		{"cut off", "POST", "/assess", inJSON, io.MultiReader(strings.NewReader(`{"gravida"`), failing{}), nil, 400, "before it is whole"},
		{"no parameter", "POST", "/assess?seting=uk", inJSON, strings.NewReader(good), nil, 400, `"nearest":"setting"`},
		{"no setting", "POST", "/assess?setting=fr", inJSON, strings.NewReader(good), nil, 400, "int, cn, uk"},
		{"two settings", "POST", "/assess?setting=uk&setting=us", inJSON, strings.NewReader(good), nil, 400, "2 values"},
		{"no guideline", "POST", "/assess?guideline=eshre-2020", inJSON, strings.NewReader(good), nil, 400, `"nearest":"eshre-2022"`},
		{"no day", "POST", "/assess?asOf=2026-03", inJSON, strings.NewReader(good), nil, 400, "2026-03-01"},
		{"no language", "POST", "/assess?lang=fr", inJSON, strings.NewReader(good), nil, 400, "en, zh"},
		{"semicolon", "GET", "/knowledge?a;b", "", nil, nil, 400, ""},
		{"controls", "POST", "/assess?source=a%00b", inJSON, strings.NewReader(good), nil, 400, "control"},
		{"long name", "POST", "/assess?source=" + strings.Repeat("a", 201), inJSON, strings.NewReader(good), nil, 400, "200 characters"},
		{"no statement", "POST", "/explain/s99999", inJSON, strings.NewReader(good), nil, 404, "s1 to s"},
		{"a strange statement", "POST", "/explain/%00%3Cscript%3E", inJSON, strings.NewReader(good), nil, 404, ""},
		{"no entry", "GET", "/knowledge/tshh", "", nil, nil, 404, `"nearest":"tsh"`},
		{"no number", "GET", "/knowledge?limit=01", "", nil, nil, 400, "1 to 2000"},
		{"no address", "GET", "/nothing", "", nil, nil, 404, ""},
		{"method", "GET", "/assess", "", nil, nil, 405, ""},
		{"method of a list", "DELETE", "/knowledge", "", nil, nil, 405, ""},
		{"options", "OPTIONS", "/assess", "", nil, nil, 204, ""},
		{"head", "HEAD", "/knowledge/tsh", "", nil, nil, 200, ""},
		{"interview of something else", "POST", "/interview", inJSON, strings.NewReader(`{"answer":[]}`), nil, 422, "interviewRequest"},
		{"interview with null", "POST", "/interview", inJSON, strings.NewReader(`{"answers":[{"page":"status","values":{"pregnant":null}}]}`), nil, 422, ""},
		{"interview twice", "POST", "/interview", inJSON, strings.NewReader(`{"answers":[],"answers":[]}`), nil, 400, "duplicate"},
		{"two interviews", "POST", "/interview", inJSON, strings.NewReader(`{} {}`), nil, 400, ""},
		{"interview on no day", "POST", "/interview", inJSON, strings.NewReader(`{"asOf":"2026-02-30"}`), nil, 422, "asOf"},
		{"interview before the record", "POST", "/interview", inJSON, strings.NewReader(`{"asOf":"2026-01-01","from":{"gravida":"case/1","asOf":"2026-02-01"}}`), nil, 422, "or later"},
		{"interview from a bad case", "POST", "/interview", inJSON, strings.NewReader(`{"from":{"gravida":"case/1","x":1}}`), nil, 422, `"place":"from:1:`},
		{"too many answers", "POST", "/interview", inJSON, strings.NewReader(`{"answers":[` + strings.Repeat(`{"page":"status"},`, 300) + `{"page":"status"}]}`), nil, 422, "maxItems"},
	} {
		t.Run(c.name, func(t *testing.T) {
			began := time.Now()
			w := ask(t, c.method, c.path, c.kind, c.body, c.head...)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
				t.Errorf("status %d, want %d with %q: %.600s", w.Code, c.status, c.says, w.Body)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
			if w.Code >= 400 && c.method != "HEAD" {
				follows(t, "the problem", "problem", w.Body.Bytes())
				if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
					t.Errorf("Content-Type %q", got)
				}
			}
			if allow := w.Header().Get("Allow"); (w.Code == 405 || w.Code == 204) == (allow == "") {
				t.Errorf("status %d with Allow %q", w.Code, allow)
			}
		})
	}
}

// failing is a body that breaks off.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the line broke") }

// TestDocument holds the document's own words: which operations, parameters, answers
// and schemas there are. What the knowledge brings is not in it.
func TestDocument(t *testing.T) {
	d := theAPI().Document("en")
	var b strings.Builder
	for _, path := range api.Kinds(d.Paths) {
		for _, method := range api.Kinds(d.Paths[path]) {
			a := d.Paths[path][method]
			fmt.Fprintf(&b, "%s %s: %s\n", method, path, a.ID)
			for _, p := range a.Parameters {
				fmt.Fprintf(&b, "  %s %s\n", p.In, p.Name)
			}
			if a.Body != nil {
				fmt.Fprintf(&b, "  takes %s\n", strings.Join(api.Kinds(a.Body.Content), ", "))
			}
			for _, status := range api.Kinds(a.Responses) {
				fmt.Fprintf(&b, "  %s %s\n", status, strings.Join(api.Kinds(a.Responses[status].Content), ", "))
			}
		}
	}
	fmt.Fprintln(&b, strings.Join(d.SchemaNames(), "\n"))
	const golden = "testdata/document.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("the API has changed; programs rely on it (-was +is), -update writes it:\n%s", diff)
	}
	for _, lang := range []string{"en", "zh"} {
		x := ask(t, "GET", "/openapi.json?lang="+lang, "", nil).Body.String()
		if y := ask(t, "GET", "/openapi.json?lang="+lang, "", nil).Body.String(); x != y || !strings.Contains(x, `"openapi":"3.1.0"`) {
			t.Error("the document is not the same twice")
		}
		if strings.Contains(x, "api.") && strings.Contains(x, `"api.`) {
			t.Errorf("%s: a key has no words", lang)
		}
	}
	if yaml := ask(t, "GET", "/openapi.yaml", "", nil).Body.String(); !strings.HasPrefix(yaml, "openapi: 3.1.0\n") {
		t.Errorf("no YAML: %.80s", yaml)
	}
}

// TestExamples sends every example of a body, and holds every example of an answer
// against its schema. The answers themselves were given when the document was made.
func TestExamples(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		d := theAPI().Document(lang)
		sent, shown := 0, 0
		for path, methods := range d.Paths {
			for _, a := range methods {
				if a.Body != nil {
					for kind, m := range a.Body.Content {
						for _, e := range m.Examples {
							b, _ := json.Marshal(e.Value)
							if w := ask(t, "POST", strings.ReplaceAll(path, "{statement}", "s1"), kind, bytes.NewReader(b)); w.Code != 200 {
								t.Errorf("%s: the example of %s: status %d %s", path, kind, w.Code, w.Body)
							}
							sent++
						}
					}
				}
				for status, r := range a.Responses {
					for _, m := range r.Content {
						for _, e := range m.Examples {
							b, _ := json.Marshal(e.Value)
							follows(t, path+" "+status, strings.TrimPrefix(m.Schema.Ref, "#/components/schemas/"), b)
							shown++
						}
					}
				}
			}
		}
		if sent < 10 || shown < 7 {
			t.Errorf("%s: %d bodies and %d answers", lang, sent, shown)
		}
	}
}

// FuzzBody sends anything as a body of anything.
func FuzzBody(f *testing.F) {
	paths := []string{"/assess", "/explain/s1", "/compare", "/interview"}
	types := []string{inJSON, inYAML, inFHIR}
	for i, seed := range []string{`{"gravida":"case/1"}`, "gravida: case/1\npregnancies: []\n", bundle, `{"answers":[{"page":"status","values":{"pregnant":["yes"]}}]}`, `{"from":{"gravida":"case/1"}}`} {
		f.Add(uint8(i), uint8(i), []byte(seed), "lang=zh")
	}
	f.Fuzz(func(t *testing.T, path, kind uint8, body []byte, query string) {
		r := httptest.NewRequest("POST", api.Root+paths[int(path)%len(paths)], bytes.NewReader(body))
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", types[int(kind)%len(types)])
		w := httptest.NewRecorder()
		theAPI().ServeHTTP(w, r)
		if !slices.Contains([]int{200, 400, 404, 413, 415, 422}, w.Code) || !json.Valid(w.Body.Bytes()) {
			t.Errorf("status %d: %.300s", w.Code, w.Body)
		}
		if w.Code == http.StatusOK && w.Header().Get("Content-Type") != inJSON {
			t.Errorf("Content-Type %s", w.Header().Get("Content-Type"))
		}
	})
}
