package server_test

import (
	"net/url"
	"testing"

	"github.com/gravida-health/gravida/server"
)

// BenchmarkPages is how long a page takes, without the way to the browser.
func BenchmarkPages(b *testing.B) {
	s, err := server.New(engine(), server.Options{})
	if err != nil {
		b.Fatal(err)
	}
	t := &testing.T{}
	v := &browser{t: t, house: s}
	v.walk(v.begin("en"), hers)
	token := v.get("/en/my/interview/symptoms").value("_token")
	for _, at := range []string{"/en", "/en/example/anna/report", "/en/example/anna/compare", "/en/my/interview/pregnancy-2", "/en/my/check"} {
		b.Run(at[1:], func(b *testing.B) {
			for b.Loop() {
				if p := v.send("GET", at, "", nil); p.status != 200 {
					b.Fatalf("%s: status %d", at, p.status)
				}
			}
		})
	}
	b.Run("answer", func(b *testing.B) {
		for b.Loop() {
			if p := v.post("/en/my/interview/symptoms", url.Values{"_token": {token}, "which": {"none"}}); p.status != 303 {
				b.Fatalf("status %d", p.status)
			}
		}
	})
}
