package server_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gravida-health/gravida/server"
)

// BenchmarkServer is how long every kind of answer takes, from the request to its last
// byte, without the way there: the median and the quickest in milliseconds, and, where
// the system tells it, the processor's time for one, collecting garbage included. On a
// machine that others use, that time is the one to compare. The heap may grow as far
// as gravida serve lets it.
func BenchmarkServer(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	s, err := server.New(engine(), server.Options{})
	if err != nil {
		b.Fatal(err)
	}
	v := &browser{t: &testing.T{}, house: s}
	v.walk(v.begin("en"), hers)
	token := v.get("/en/my/interview/symptoms").value("_token")
	anna, err := os.ReadFile("../examples/anna.yaml")
	if err != nil {
		b.Fatal(err)
	}
	doctor := &browser{t: &testing.T{}, house: s} // who has opened Anna's record: her pages are not kept
	doctor.upload("en", "anna.yaml", anna, "")
	rich, err := os.ReadFile("../testdata/women/diabetes-statin-and-ace-inhibitor/case.yaml")
	if err != nil {
		b.Fatal(err)
	}
	const form, yaml, json = "application/x-www-form-urlencoded", "application/yaml", "application/json"
	talk := `{"asOf":"2026-03-01","answers":[{"page":"symptoms","values":{"which":["none"]}},{"page":"pregnancy-1","values":{"outcome":["miscarriage"],"ended":["2022-05"],"gestation":["8w2d"],"more":["yes"]}},{"page":"pregnancy-2","values":{"outcome":["miscarriage"],"ended":["2024-02"],"gestation":["9w"],"more":["no"]}}]}`
	for _, c := range []struct{ name, method, path, kind, body string }{
		{"page/first", "GET", "/en", "", ""},
		{"page/question", "GET", "/en/my/interview/pregnancy-2", "", ""},
		{"page/answering", "POST", "/en/my/interview/symptoms", form, url.Values{"_token": {token}, "which": {"none"}}.Encode()},
		{"page/check", "GET", "/en/my/check", "", ""},
		{"page/report", "GET", "/en/my/report", "", ""},
		{"page/report-zh", "GET", "/zh/my/report", "", ""},
		{"page/clinician", "GET", "/en/my/clinician", "", ""},
		{"page/compare", "GET", "/en/my/compare", "", ""},
		{"page/explain", "GET", "/en/my/explain/s4", "", ""},
		{"record/report", "GET", "/en/my/report", "", ""},
		{"record/report-zh", "GET", "/zh/my/report", "", ""},
		{"record/clinician", "GET", "/en/my/clinician", "", ""},
		{"record/compare", "GET", "/en/my/compare", "", ""},
		{"record/explain", "GET", "/en/my/explain/s4", "", ""},
		{"record/record", "GET", "/en/my/record", "", ""},
		{"page/example-again", "GET", "/en/example/anna/clinician", "", ""},
		{"page/api", "GET", "/en/api", "", ""},
		{"api/assess", "POST", "/api/v1/assess", yaml, string(anna)},
		{"api/assess-slowest", "POST", "/api/v1/assess", yaml, string(rich)},
		{"api/explain", "POST", "/api/v1/explain/s4", yaml, string(anna)},
		{"api/compare", "POST", "/api/v1/compare", yaml, string(anna)},
		{"api/interview", "POST", "/api/v1/interview", json, talk},
		{"api/knowledge", "GET", "/api/v1/knowledge?kind=rules&about=ft4", "", ""},
		{"api/entry", "GET", "/api/v1/knowledge/lymphocyte-immunotherapy", "", ""},
		{"api/openapi", "GET", "/api/v1/openapi.json", "", ""},
	} {
		b.Run(c.name, func(b *testing.B) {
			who := v.cookie
			if strings.HasPrefix(c.name, "record/") {
				who = doctor.cookie
			}
			var took []float64
			ask := func() {
				r := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
				r.Host = "127.0.0.1:8484"
				if c.kind != "" {
					r.Header.Set("Content-Type", c.kind)
				}
				r.AddCookie(&http.Cookie{Name: "gravida", Value: who})
				w := httptest.NewRecorder()
				began := time.Now()
				s.ServeHTTP(w, r)
				took = append(took, float64(time.Since(began).Microseconds())/1000)
				if w.Code != 200 && w.Code != 303 {
					b.Fatalf("%s: status %d %.200s", c.path, w.Code, w.Body)
				}
			}
			ask() // what is made once is not measured
			took = nil
			cpu := processor()
			for b.Loop() {
				ask()
			}
			if used := processor() - cpu; used > 0 {
				b.ReportMetric(float64(used.Microseconds())/1000/float64(len(took)), "cpu-ms")
			}
			slices.Sort(took)
			b.ReportMetric(took[len(took)/2], "median-ms")
			b.ReportMetric(took[0], "least-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}
