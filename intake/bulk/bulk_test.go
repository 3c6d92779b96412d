package bulk_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/gravida-health/gravida/intake/bulk"
	"github.com/gravida-health/gravida/internal/r4"
)

func TestLines(t *testing.T) {
	text := "\uFEFF{\"resourceType\":\"Patient\",\"id\":\"a\"}\r\n\n" +
		"{\"resourceType\":\"Claim\",\"id\":\"c\"}\n" +
		"{\"resourceType\":\"Patient\",\"resourceType\":\"Patient\"}\n" +
		"{\"id\":\"b\",\"resourceType\":\"Patient\"}"
	for _, reader := range []string{"whole", "by the byte"} {
		r := strings.NewReader(text)
		in := iotest.DataErrReader(r)
		if reader == "by the byte" {
			in = iotest.OneByteReader(r)
		}
		var got []string
		for line, err := range bulk.Lines("p.ndjson", in) {
			if err != nil {
				got = append(got, err.Error())
				continue
			}
			got = append(got, r4.TypeOf(line.Head)+" "+line.Head.Common().ID)
		}
		want := "Patient a|Claim |p.ndjson:4:27: no JSON: duplicate object member name; accepted: one FHIR resource a line|Patient b"
		if strings.Join(got, "|") != want {
			t.Errorf("%s: got %s", reader, strings.Join(got, "|"))
		}
	}
}

func TestLinesOfABrokenDisk(t *testing.T) {
	broken := errors.New("broken")
	for _, err := range bulk.Lines("p.ndjson", iotest.ErrReader(broken)) {
		if !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	}
}
