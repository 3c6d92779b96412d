package server_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/server"
)

const next = "/fhir/Questionnaire/$next-question"

// TestFHIRAddresses: what there is is given as FHIR, and every error is an
// OperationOutcome, whoever finds it.
func TestFHIRAddresses(t *testing.T) {
	e, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(e, server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	begun := `{"resourceType":"QuestionnaireResponse","status":"in-progress","questionnaire":"urn:gravida:questionnaire:interview"}`
	fhir := map[string]string{"Content-Type": "application/fhir+json"}
	for _, test := range []struct {
		method, path, body string
		header             map[string]string
		status             int
		kind, holds        string
	}{
		{"GET", "/fhir/metadata", "", nil, 200, "CapabilityStatement", "Questionnaire-next-question"},
		{"HEAD", "/fhir/metadata", "", nil, 200, "", ""},
		{"GET", "/fhir/metadata?_format=application/fhir%2Bjson", "", map[string]string{"Accept": "text/html"}, 200, "CapabilityStatement", ""},
		{"GET", "/fhir/metadata?_format=application/fhir+json", "", nil, 200, "CapabilityStatement", ""},
		{"GET", "/fhir/metadata?_format=xml", "", nil, 406, "OperationOutcome", "application/fhir+json"},
		{"GET", "/fhir/metadata", "", map[string]string{"Accept": "application/fhir+xml"}, 406, "OperationOutcome", "not-supported"},
		{"GET", "/fhir/metadata", "", map[string]string{"Accept": "text/html, */*;q=0.1"}, 200, "CapabilityStatement", ""},
		{"GET", "/fhir/Questionnaire", "", nil, 200, "Bundle", `"total":2`},
		{"GET", "/fhir/Questionnaire?url=urn:gravida:questionnaire:interview", "", nil, 200, "Bundle", `"total":1`},
		{"GET", "/fhir/Questionnaire?_id=nobody", "", nil, 200, "Bundle", `"total":0`},
		{"GET", "/fhir/Questionnaire/gravida-case", "", nil, 200, "Questionnaire", `"linkId":"pregnancies.outcome"`},
		{"GET", "/fhir/Questionnaire/gravida-case?lang=zh", "", nil, 200, "Questionnaire", `"text":"您`},
		{"GET", "/fhir/Questionnaire/gravida-interview", "", map[string]string{"Accept-Language": "zh-CN"}, 200, "Questionnaire", `"language":"zh"`},
		{"GET", "/fhir/Questionnaire/nobody", "", nil, 404, "OperationOutcome", "not-found"},
		{"GET", "/fhir/Patient", "", nil, 404, "OperationOutcome", "not-found"},
		{"GET", "/fhir", "", nil, 404, "OperationOutcome", "not-found"},
		{"DELETE", "/fhir/Questionnaire/gravida-case", "", nil, 405, "OperationOutcome", "not-supported"},
		{"GET", next, "", nil, 405, "OperationOutcome", "not-supported"},
		{"POST", next, begun, fhir, 200, "QuestionnaireResponse", `"symptoms"`},
		{"POST", next + "?lang=zh", begun, fhir, 200, "QuestionnaireResponse", `"text":"您现在有这些情况吗`},
		{"POST", next, begun, map[string]string{"Content-Type": "text/plain"}, 415, "OperationOutcome", "not-supported"},
		{"POST", next, begun[:30], fhir, 400, "OperationOutcome", "structure"},
		{"POST", next, strings.Replace(begun, "interview", "case", 1), fhir, 422, "OperationOutcome", "QuestionnaireResponse.questionnaire"},
		{"POST", next, begun + strings.Repeat(" ", 9<<20), fhir, 413, "OperationOutcome", "too-long"},
		{"POST", next, begun, map[string]string{"Content-Type": "application/fhir+json", "Origin": "http://stranger.example", "Sec-Fetch-Site": "cross-site"}, 403, "OperationOutcome", "forbidden"},
		{"GET", "/fhir/Questionnaire/gravida-case?_language=zh-CN", "", nil, 200, "Questionnaire", `"text":"您`},
		{"GET", "/fhir/metadata", "", nil, 200, "CapabilityStatement", "QuestionnaireResponse-extract"},
		{"POST", "/fhir/Questionnaire/$populate", `{"resourceType":"Patient","id":"ada","birthDate":"1990-01-02"}`, fhir, 200, "Parameters", `"valueDate":"1990-01-02"`},
		{"POST", "/fhir/Questionnaire/gravida-case/$populate", `{"resourceType":"Patient","id":"ada","birthDate":"1990-01-02"}`, fhir, 200, "Parameters", `"name":"response"`},
		{"POST", "/fhir/Questionnaire/gravida-interview/$populate", begun, fhir, 404, "OperationOutcome", "not-found"},
		{"POST", "/fhir/Questionnaire/$populate", "{", fhir, 400, "OperationOutcome", "structure"},
		{"POST", "/fhir/QuestionnaireResponse/$extract", begun, fhir, 200, "Parameters", `"transaction"`},
		{"POST", "/fhir/QuestionnaireResponse/$extract", `{"resourceType":"Patient"}`, fhir, 422, "OperationOutcome", "QuestionnaireResponse"},
		{"POST", "/fhir/QuestionnaireResponse/$extract", begun, nil, 415, "OperationOutcome", "not-supported"},
		{"GET", "/fhir/QuestionnaireResponse/$extract", "", nil, 405, "OperationOutcome", "not-supported"},
		{"GET", "/fhir/metadata", "", map[string]string{"Host": "stranger.example"}, 421, "OperationOutcome", "forbidden"},
	} {
		name := fmt.Sprintf("%s %s %v", test.method, test.path, test.header)
		r := httptest.NewRequest(test.method, "http://localhost"+test.path, strings.NewReader(test.body))
		for key, value := range test.header {
			if key == "Host" {
				r.Host = value
			}
			r.Header.Set(key, value)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		body, _ := io.ReadAll(w.Body)
		if w.Code != test.status || w.Header().Get("Content-Type") != "application/fhir+json; charset=utf-8" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d, %s", name, w.Code, w.Header())
		}
		if len(w.Header().Values("Set-Cookie")) > 0 {
			t.Errorf("%s: a cookie is set", name)
		}
		if test.status == http.StatusMethodNotAllowed && w.Header().Get("Allow") == "" {
			t.Errorf("%s: it does not say which method is allowed", name)
		}
		if test.kind == "" {
			continue
		}
		var of struct{ ResourceType string }
		if err := json.Unmarshal(body, &of); err != nil || of.ResourceType != test.kind || !strings.Contains(string(body), test.holds) {
			t.Errorf("%s: %v, %s without %s: %.300s", name, err, of.ResourceType, test.holds, body)
		}
	}
}
