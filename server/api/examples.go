package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/intake/casefile"
)

// tried are requests whose answers stand in the document.
var tried = []struct {
	op, path, kind, body string
}{
	{"explain", "/explain/s1", asYAML, ""},
	{"interview", "/interview", asJSON, `{"asOf":"2026-03-01","answers":[{"page":"pregnant","values":{"pregnant":["no"]}}]}`},
	{"showKnowledge", "/knowledge/eshre-2022-t4-reflex", "", ""},
	{"listKnowledge", "/knowledge?kind=rules&about=ft4&limit=3", "", ""},
	{"assess", "/assess", asJSON, `{"gravida":"case/1","pregnancies":[{"outcome":"misscarriage"}]}`},
	{"assess", "/assess?setting=fr", asJSON, `{"gravida":"case/1"}`},
	{"showKnowledge", "/knowledge/eshre-2022-t4-reflexx", "", ""},
}

// examples are the bodies to send, by operation and form, and the answers to requests
// that are made now: what the document shows is what happens.
func (a *API) examples(lang string) map[string]map[string]*Example {
	all := map[string]map[string]*Example{}
	put := func(key string, value any) {
		if all[key] == nil {
			all[key] = map[string]*Example{}
		}
		all[key]["example"+strconv.Itoa(len(all[key])+1)] = &Example{Value: value}
	}
	text, _ := gravida.Examples.ReadFile("examples/anna.yaml") // built in
	anna, err := casefile.ReadYAML("anna", text, a.engine.Base())
	if err != nil {
		return all // knowledge from elsewhere, which does not know her words
	}
	written, _, err := asCase(anna, &call{api: a})
	if err != nil {
		return all
	}
	for _, op := range []string{"assess", "explain", "compare"} {
		put(op+" "+asJSON, json.RawMessage(written))
		put(op+" "+asYAML, json.RawMessage(written))
		put(op+" "+asFHIR, fhirExample)
	}
	for _, t := range tried {
		body := t.body
		if t.kind == asYAML {
			body = string(text)
		}
		method := http.MethodGet
		if t.kind != "" {
			method = http.MethodPost
		}
		r := mustRequest(method, Root+t.path, body)
		query := r.URL.Query()
		query.Set("lang", lang)
		r.URL.RawQuery = query.Encode()
		if t.kind != "" {
			r.Header.Set("Content-Type", t.kind)
		}
		w := &noted{header: http.Header{}, code: http.StatusOK}
		a.ServeHTTP(w, r)
		key := t.op
		if w.code != http.StatusOK {
			key += " " + strconv.Itoa(w.code)
		}
		put(key, json.RawMessage(bytes.TrimSpace(w.body.Bytes())))
		if t.op == "interview" {
			put(t.op+" "+t.kind, json.RawMessage(t.body))
		}
	}
	return all
}

func mustRequest(method, path, body string) *http.Request {
	r, err := http.NewRequest(method, path, strings.NewReader(body))
	if err != nil {
		panic(err) // an address of the table above
	}
	return r
}

// noted is an answer in memory.
type noted struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

func (n *noted) Header() http.Header         { return n.header }
func (n *noted) WriteHeader(code int)        { n.code = code }
func (n *noted) Write(b []byte) (int, error) { return n.body.Write(b) }

// fhirExample is a small record of nobody.
var fhirExample = map[string]any{"resourceType": "Bundle", "type": "collection", "entry": []any{
	map[string]any{"resource": map[string]any{"resourceType": "Patient", "id": "example", "gender": "female", "birthDate": "1991-04-12"}},
	map[string]any{"resource": map[string]any{"resourceType": "Observation", "id": "tsh", "status": "final", "subject": map[string]any{"reference": "Patient/example"},
		"code":              map[string]any{"coding": []any{map[string]any{"system": "http://loinc.org", "code": "3016-3"}}},
		"effectiveDateTime": "2026-01-09", "valueQuantity": map[string]any{"value": 5.1, "unit": "mIU/L", "system": "http://unitsofmeasure.org", "code": "m[IU]/L"}}},
}}
