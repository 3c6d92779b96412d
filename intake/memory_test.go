package intake_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"github.com/gravida-health/gravida/intake"
)

var (
	exportDir = flag.String("export", "", "write a made-up bulk export into this folder")
	patients  = flag.Int("patients", 1000, "for so many women")
)

// TestWriteExport is a tool: it writes an export to measure with.
//
//	go test ./intake -run TestWriteExport -export /tmp/export -patients 50000
func TestWriteExport(t *testing.T) {
	if *exportDir == "" {
		t.Skip("no -export")
	}
	bytes, lines := writeLarge(t, *exportDir, *patients)
	t.Logf("%d MB in %d lines", bytes>>20, lines)
}

// writeLarge writes an export as hospitals' systems do: a file for each type,
// each patient's resources far from each other, 16 lines and 11 KB a patient, of
// which three lines are of types that are not read.
func writeLarge(t testing.TB, dir string, n int) (bytes, lines int) {
	t.Helper()
	filler := strings.Repeat(`{"url":"http://example.org/fhir/StructureDefinition/local","valueString":"something that only the hospital understands"},`, 4)
	kinds := []struct {
		kind   string
		each   int
		format string
	}{
		{"Patient", 1, `"id":"p%[1]d","gender":"female","birthDate":"19%02[3]d-03-04","identifier":[{"system":"urn:mrn","value":"%[1]d"}]`},
		{"Condition", 2, `"id":"p%[1]d-%[2]d","subject":{"reference":"Patient/p%[1]d"},"encounter":{"reference":"Encounter/p%[1]d-%[2]d"},"onsetDateTime":"202%[2]d-05-%[3]d","code":` + coded(sct, "19169002")},
		{"Encounter", 2, `"id":"p%[1]d-%[2]d","status":"finished","subject":{"reference":"Patient/p%[1]d"},"period":{"start":"202%[2]d-05-%[3]dT08:00:00Z"},"class":{"code":"AMB"}`},
		{"MedicationRequest", 1, `"id":"p%[1]d-%[2]d","status":"active","intent":"order","subject":{"reference":"Patient/p%[1]d"},"medicationReference":{"reference":"Medication/m%[3]d"},"authoredOn":"2024-01-01"`},
		{"Observation", 7, `"id":"p%[1]d-%[2]d","status":"final","subject":{"reference":"Patient/p%[1]d"},"effectiveDateTime":"20%[3]d-0%[2]d-02","code":` + coded(loinc, "3016-3") + `,"valueQuantity":{"value":%[2]d.5,"unit":"mIU/L"}`},
		{"Claim", 3, `"id":"p%[1]d-%[2]d","patient":{"reference":"Patient/p%[1]d"}`},
	}
	for _, k := range kinds {
		f, err := os.Create(filepath.Join(dir, k.kind+".ndjson"))
		if err != nil {
			t.Fatal(err)
		}
		out := bufio.NewWriterSize(f, 1<<20)
		for number := 1; number <= k.each; number++ {
			for i := range n {
				const prime = 7919 // so that neighbours are not
				text := fmt.Sprintf(k.format, i*prime%n, number, 10+i%10)
				if cut := strings.Index(text, "%!(EXTRA"); cut >= 0 {
					text = text[:cut]
				}
				c, err := fmt.Fprintf(out, "{\"resourceType\":%q,%s,\"extension\":[%s{}]}\n", k.kind, text, filler)
				if err != nil {
					t.Fatal(err)
				}
				bytes, lines = bytes+c, lines+1
			}
		}
		if err := out.Flush(); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	var medications strings.Builder
	for i := range 10 {
		fmt.Fprintf(&medications, "{\"resourceType\":\"Medication\",\"id\":\"m%d\",\"code\":%s}\n", 10+i, coded(atc, "B01AC06"))
	}
	if err := os.WriteFile(filepath.Join(dir, "Medication.ndjson"), []byte(medications.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return bytes, lines
}

// Four times the patients take no more memory: what lives at any time while the
// cases come is bounded by the setting, not by the export.
func TestMemoryDoesNotGrow(t *testing.T) {
	k := base(t)
	live := func(n int) uint64 {
		dir := t.TempDir()
		bytes, _ := writeLarge(t, dir, n)
		var most uint64
		cases := 0
		for c, err := range (intake.Reader{Knowledge: k, Memory: 1 << 20}).Open(context.Background(), dir) {
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Pregnancies) != 2 || len(c.Observations) != 7 || len(c.Medications) != 1 {
				t.Fatalf("%s: %d pregnancies, %d observations, %d medications", c.ID, len(c.Pregnancies), len(c.Observations), len(c.Medications))
			}
			if cases++; cases%(n/10) == 1 {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}
		if cases != n {
			t.Fatalf("%d cases of %d", cases, n)
		}
		t.Logf("%d patients, %d KB: %d KB live", n, bytes>>10, most>>10)
		return most
	}
	live(100) // what is made once
	small, large := live(400), live(1600)
	if grown := int(large) - int(small); grown > 1<<20 {
		t.Errorf("400 patients take %d KB, 1600 take %d KB", small>>10, large>>10)
	}
}

// BenchmarkExport reads exports of growing size: how many lines a second, and
// the most memory the program had from the system meanwhile.
func BenchmarkExport(b *testing.B) {
	k := base(b)
	for _, n := range []int{1000, 10000, 40000} {
		b.Run(fmt.Sprintf("patients=%d", n), func(b *testing.B) {
			dir := b.TempDir()
			bytes, lines := writeLarge(b, dir, n)
			b.SetBytes(int64(bytes))
			b.ResetTimer()
			peak := watch()
			for b.Loop() {
				for _, err := range intake.Open(dir, k) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(peak()>>20), "peak-MB")
			b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}

// watch notes the most memory in use until its result is called.
func watch() (peak func() uint64) {
	stop, done := make(chan bool), make(chan uint64)
	go func() {
		sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		var most uint64
		for {
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64()-sample[1].Value.Uint64())
			select {
			case <-stop:
				done <- most
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { stop <- true; return <-done }
}
