package r4_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida/internal/r4"
)

// documents are all resources below testdata/fhir, one by one, with the
// decoder for each.
func documents(t *testing.T, each func(name string, data []byte, decode func([]byte) (r4.Resource, []r4.Flaw, error))) {
	t.Helper()
	n := 0
	err := filepath.WalkDir(filepath.Join("..", "..", "testdata", "fhir"), func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		switch filepath.Ext(name) {
		case ".json":
			each(name, data, r4.DecodeJSON)
			n++
		case ".ndjson":
			for line := range strings.Lines(string(data)) {
				each(name, []byte(line), r4.DecodeJSON)
				n++
			}
		case ".xml":
			each(name, data, r4.DecodeXML)
			n++
		}
		return nil
	})
	if err != nil || n < 50 {
		t.Fatalf("%d documents, %v", n, err)
	}
}

func TestEncodeJSON(t *testing.T) {
	same := func(name string, want r4.Resource) {
		got, flaws, err := r4.DecodeJSON(r4.EncodeJSON(want))
		if err != nil || len(flaws) > 0 {
			t.Fatalf("%s: %v %v", name, err, flaws)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s: %s", name, diff)
		}
	}
	documents(t, func(name string, data []byte, decode func([]byte) (r4.Resource, []r4.Flaw, error)) {
		r, _, err := decode(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		same(name, r)
	})
	no, zero := false, 0
	same("zero behind a pointer", &r4.Observation{Base: r4.Base{ResourceType: "Observation", Contained: []r4.Resource{nil, &r4.Specimen{Base: r4.Base{ResourceType: "Specimen", ID: "\"\n\u2028"}}}},
		Value: r4.Value{Boolean: &no, Integer: &zero, Range: &r4.Range{}, Quantity: &r4.Quantity{Value: "1.50e-3"}}, Component: []r4.Component{{}}})
}

// The head of a resource is what the whole of it holds in those elements.
func TestDecodeHead(t *testing.T) {
	documents(t, func(name string, data []byte, _ func([]byte) (r4.Resource, []r4.Flaw, error)) {
		whole, _, err := r4.DecodeJSON(data)
		if err != nil {
			return // XML
		}
		head, err := r4.DecodeHead(data)
		if err != nil || r4.TypeOf(head) != r4.TypeOf(whole) {
			t.Fatalf("%s: %v, %T", name, err, head)
		}
		if w, ok := whole.(*r4.Condition); ok {
			h := head.(*r4.Condition)
			if diff := cmp.Diff(w.Base.ID+w.Subject.Reference+w.Encounter.Reference, h.Base.ID+h.Subject.Reference+h.Encounter.Reference); diff != "" || len(h.Code.Coding) > 0 {
				t.Errorf("%s: %s\n%+v", name, diff, h)
			}
		}
	})
	for _, test := range []struct{ text, want string }{
		{`{"subject":{"reference":"Patient/1"},"resourceType":"Condition","code":7}`, ""},
		{`{"resourceType":"Claim","subject":7,"id":"x"}`, ""},
		{`{"resourceType":"Claim","item":[}`, "invalid character"},
		{`{"resourceType":"Condition","x":1,"x":2}`, "duplicate object member name"},
		{`{"resourceType":"Condition","x":1} {}`, "something follows the resource"},
		{`{"id":"a"}`, "no resourceType"}, {`[1]`, "no resourceType"}, {`{"resourceType":""}`, "no resourceType"},
		{`{"resourceType":7}`, "no resourceType"}, {``, "EOF"}, {`{"resourceType":"Condition"`, "unexpected EOF"},
	} {
		_, err := r4.DecodeHead([]byte(test.text))
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: got %v, want %q", test.text, err, test.want)
		}
	}
}
