package casefile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
)

// The description of the parts is that of the reader: it knows the same keys, and the
// same words where there are few.
func TestPartsAreThoseOfTheReader(t *testing.T) {
	k, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	wrong := func(file string) problem.List {
		_, err := casefile.Read("x", []byte("gravida: case/1\n"+file), k)
		list, ok := err.(problem.List)
		if !ok {
			t.Fatalf("%s: %v", file, err)
		}
		return list
	}
	for _, part := range casefile.Parts(k) {
		if part.Plain {
			continue
		}
		entry := func(inner string) string {
			if part.Many {
				return fmt.Sprintf("%s: [{%s}]", part.Key, inner)
			}
			return fmt.Sprintf("%s: {%s}", part.Key, inner)
		}
		var keys []string
		for _, f := range part.Fields {
			keys = append(keys, f.Key)
			if f.Kind != casefile.WordField && f.Kind != casefile.WordsField || len(f.Words) == 0 || len(f.Words) > 30 {
				continue
			}
			bad := "no-such-word"
			if f.Kind == casefile.WordsField {
				bad = "[no-such-word]"
			}
			first := ""
			if part.Word != "" && part.Word != f.Key && part.Key == "observations" {
				first = "test: hysteroscopy, result: normal, "
				if f.Key == "result" {
					first = "test: hysteroscopy, "
				}
			} else if part.Word != "" && part.Word != f.Key {
				first = part.Word + ": " + part.Fields[0].Words[0] + ", "
			}
			accepted := ""
			for _, p := range wrong(entry(first + f.Key + ": " + bad)) {
				if strings.Contains(p.Found, "no-such-word") {
					accepted = p.Accepted
				}
			}
			if !strings.Contains(accepted, "knowledge list") && accepted != strings.Join(f.Words, ", ") {
				t.Errorf("%s.%s: %v, and the reader accepts %q", part.Key, f.Key, f.Words, accepted)
			}
		}
		for _, p := range wrong(entry("no-such-key: 1")) {
			if strings.HasPrefix(p.Found, "unknown key") && p.Accepted != strings.Join(keys, ", ") {
				t.Errorf("%s has %v, and the reader reads %s", part.Key, keys, p.Accepted)
			}
		}
	}
}
