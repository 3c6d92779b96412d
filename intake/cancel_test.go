package intake_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake"
)

// fuse is a context that ends after it was asked so many times.
type fuse struct {
	context.Context
	left int
}

func (f *fuse) Err() error {
	if f.left--; f.left < 0 {
		return context.Canceled
	}
	return nil
}

// Whenever it is cancelled, the reading ends with that error and nothing else,
// and leaves no file and no goroutine.
func TestCancelled(t *testing.T) {
	k, dir := base(t), t.TempDir()
	x := made(rand.New(rand.NewPCG(5, 6)), 8)
	write(t, dir, rand.New(rand.NewPCG(7, 8)), x.all(), 4)
	t.Setenv("TMPDIR", t.TempDir())
	before := runtime.NumGoroutine()
	for left := 0; ; left += 17 {
		ctx := &fuse{context.Background(), left}
		var last error
		cases := 0
		for c, err := range (intake.Reader{Knowledge: k, Memory: 1}).Open(ctx, dir) {
			if last != nil {
				t.Fatalf("after %d: something comes after %v", left, last)
			}
			if last = err; c != nil {
				cases++
			}
		}
		if files, _ := os.ReadDir(os.TempDir()); len(files) > 0 {
			t.Fatalf("after %d: %v is left", left, files)
		}
		if last == nil && ctx.left >= 0 {
			if cases != len(x.hers)+1 || left < 300 {
				t.Errorf("%d cases, asked %d times", cases, left)
			}
			break
		}
		if !errors.Is(last, context.Canceled) {
			t.Fatalf("after %d: ended with %v", left, last)
		}
	}
	if now := runtime.NumGoroutine(); now > before+2 {
		t.Errorf("%d goroutines, before %d", now, before)
	}
}

// A temporary file that cannot be made ends the reading with an error that says
// what to do; no case is made of half of what came.
func TestNoTemporaryFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, rand.New(rand.NewPCG(7, 8)), made(rand.New(rand.NewPCG(5, 6)), 8).all(), 4)
	t.Setenv("TMPDIR", t.TempDir()+"/none")
	n := 0
	for c, err := range (intake.Reader{Knowledge: base(t), Memory: 1}).Open(context.Background(), dir) {
		n++
		if c != nil || !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "TMPDIR") {
			t.Errorf("got %v, %v", c, err)
		}
	}
	if n != 1 {
		t.Errorf("%d errors", n)
	}
}

// With memory enough nothing is written to a disk, what is copied of a partner neither.
func TestMemoryEnough(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/none")
	lines := []string{`{"resourceType":"Patient","id":"h","gender":"male"}`}
	for i := range 40 {
		lines = append(lines, fmt.Sprintf(`{"resourceType":"Observation","id":"k%d","status":"final","subject":{"reference":"Patient/h"},"code":%s,"valueString":"46,XY","note":[{"text":"%s"}]}`, i, coded(loinc, "29770-5"), strings.Repeat("x", 100<<10)))
	}
	lines = append(lines, `{"resourceType":"Patient","id":"a","gender":"female"}`,
		`{"resourceType":"RelatedPerson","id":"1","patient":{"reference":"Patient/a"},"relationship":[`+coded("x", "SPS")+`],"identifier":[{"system":"mrn","value":"h"}]}`)
	lines[0] = `{"resourceType":"Patient","id":"h","gender":"male","identifier":[{"system":"mrn","value":"h"}]}`
	known := false
	for c, err := range (intake.Reader{Knowledge: base(t), Memory: 256 << 20}).Read(context.Background(), "x.ndjson", strings.NewReader(strings.Join(lines, "\n"))) {
		if err != nil {
			t.Fatal(err)
		}
		known = known || c.ID == "a" && c.Partner.Karyotype.Known
	}
	if !known {
		t.Error("nothing was copied")
	}
}

// Two women can have one partner, and every woman of one family number has none.
func TestPartnersOfSeveral(t *testing.T) {
	karyotype := `{"resourceType":"Observation","id":"k","status":"final","subject":{"reference":"Patient/h"},"effectiveDateTime":"2020-01-01","code":` + coded(loinc, "29770-5") + `,"valueString":"46,XY,t(7;14)(q32;q11.2)"}`
	patient := func(id, gender string) string {
		return `{"resourceType":"Patient","id":"` + id + `","gender":"` + gender + `","identifier":[{"system":"mrn","value":"` + id + `"},{"system":"all","value":"N/A"}]}`
	}
	relation := func(id, of, system, value string) string {
		return `{"resourceType":"RelatedPerson","id":"` + id + `","patient":{"reference":"Patient/` + of + `"},"relationship":[` + coded("x", "SPS") + `],"identifier":[{"system":"` + system + `","value":"` + value + `"}]}`
	}
	lines := []string{karyotype, patient("h", "male"), patient("a", "female"), patient("b", "female"), patient("c", "female"),
		relation("1", "a", "mrn", "h"), relation("2", "b", "mrn", "h"), relation("2", "b", "mrn", "h"), relation("3", "c", "all", "N/A")}
	var got []string
	for c, err := range (intake.Reader{Knowledge: base(t), Memory: 1}).Read(context.Background(), "x.ndjson", strings.NewReader(strings.Join(lines, "\n"))) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Partner.Karyotype.Known {
			got = append(got, c.ID)
		}
	}
	if strings.Join(got, " ") != "a b" {
		t.Errorf("with a partner whose karyotype is known: %v", got)
	}
}
