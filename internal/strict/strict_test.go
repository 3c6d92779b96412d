package strict_test

import (
	"fmt"
	"testing"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/strict"
)

type shelf struct {
	Name  string             `yaml:"name"`
	Books []*book            `yaml:"books"`
	Score map[string]float64 `yaml:"score"`
	Open  bool               `yaml:"open"`
	Sign  sign               `yaml:"sign"`
	At    problem.Place      `yaml:"-"`
}

type book struct {
	Title string        `yaml:"title"`
	Pages int           `yaml:"pages"`
	Tags  []string      `yaml:"tags"`
	Size  size          `yaml:"size"`
	At    problem.Place `yaml:"-"`
}

type size int

func (s *size) UnmarshalScalar(text string) error {
	if text != "octavo" {
		return fmt.Errorf("%q is not a size", text)
	}
	*s = 8
	return nil
}

func (s *size) Accepted() string { return "octavo" }

// sign is one word, or a word for each side.
type sign struct {
	Front string `yaml:"front"`
	Back  string `yaml:"back"`
}

func (s *sign) UnmarshalScalar(text string) error {
	*s = sign{text, text}
	return nil
}

func (s *sign) Accepted() string { return "a word, or front and back" }

func decode(t *testing.T, text string) (shelf, error) {
	t.Helper()
	node, err := strict.Parse("shelf.yaml", []byte(text))
	if err != nil {
		return shelf{}, err
	}
	var s shelf
	var problems problem.List
	strict.Decode("shelf.yaml", node, &s, &problems)
	return s, problems.Err()
}

func TestDecodeReadsWhatIsThere(t *testing.T) {
	s, err := decode(t, "name: north\nopen: true\nscore: {a: 1.5}\nbooks:\n  - title: Go\n    pages: 300\n    tags: one\n    size: octavo\n")
	if err != nil {
		t.Fatal(err)
	}
	b := s.Books[0]
	if s.Name != "north" || !s.Open || s.Score["a"] != 1.5 || b.Title != "Go" || b.Pages != 300 || b.Tags[0] != "one" || b.Size != 8 {
		t.Errorf("read %+v with %+v", s, b)
	}
	if got := b.At.String(); got != "shelf.yaml:5:5" {
		t.Errorf("the book stands at %s, want shelf.yaml:5:5", got)
	}
}

func TestDecodeReadsAScalarOrAMapping(t *testing.T) {
	for text, want := range map[string]sign{
		"sign: north\n":                       {"north", "north"},
		"sign: {front: north, back: south}\n": {"north", "south"},
		"sign: {front: north}\n":              {Front: "north"},
		"name: without\n":                     {},
	} {
		s, err := decode(t, text)
		if err != nil || s.Sign != want {
			t.Errorf("%q: read %+v, %v; want %+v", text, s.Sign, err, want)
		}
	}
}

func TestDecodeNamesEveryMistake(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"unknown key", "nmae: north\n", `shelf.yaml:1:1: unknown key "nmae"; accepted: name, books, score, open, sign; did you mean name?`},
		{"twice", "name: a\nname: b\n", `shelf.yaml:2:1: "name" stands twice; accepted: each key once`},
		{"wrong kind", "books: [{pages: many}]\n", `shelf.yaml:1:17: found "many"; accepted: one whole number`},
		{"list for text", "name: [a]\n", "shelf.yaml:1:7: found a list; accepted: one text"},
		{"own scalar", "books: [{size: folio}]\n", `shelf.yaml:1:16: "folio" is not a size; accepted: octavo`},
		{"list for a sign", "sign: [north]\n", "shelf.yaml:1:7: found a list; accepted: a word, or front and back"},
		{"mapping of a sign", "sign: {frnt: north}\n", `shelf.yaml:1:8: unknown key "frnt"; accepted: front, back; did you mean front?`},
		{"mapping for an own scalar", "books: [{size: {folio: 1}}]\n", "shelf.yaml:1:16: found a mapping; accepted: octavo"},
		{"alias", "name: &a x\nbooks: [{title: *a}]\n", "shelf.yaml:2:17: found an alias; accepted: the value itself, written out"},
		{"empty", "", "shelf.yaml:1:1: nothing; accepted: one YAML document"},
		{"two", "opne: true\nbooks: [{pags: 3}]\n", `shelf.yaml:1:1: unknown key "opne"; accepted: name, books, score, open, sign; did you mean open?` + "\n" +
			`shelf.yaml:2:10: unknown key "pags"; accepted: title, pages, tags, size; did you mean pages?`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := decode(t, test.text)
			if err == nil {
				t.Fatal("no mistake was found")
			}
			if got := err.Error(); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("name: north\nbooks: [{title: Go, pages: 3}]\n"))
	f.Add([]byte("name: &a [*a]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		node, err := strict.Parse("x", data)
		if err != nil {
			return
		}
		var s shelf
		var problems problem.List
		strict.Decode("x", node, &s, &problems)
	})
}
