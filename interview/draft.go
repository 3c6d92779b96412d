package interview

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// draft is a case file while it is being written. Each value knows the page and
// the field it came from, so that a mistake is shown where it was made and a fact
// can say which question it answers.
type draft map[string]any

// said is a value with where it was said.
type said struct {
	value any
	at    place
}

type place struct{ page, field string }

// object gives the object under a key, and makes it when there is none.
func (d draft) object(key string) draft {
	inner, ok := d[key].(draft)
	if !ok {
		inner = draft{}
		d[key] = inner
	}
	return inner
}

// add puts an entry at the end of a list.
func (d draft) add(key string, entry any) {
	list, _ := d[key].([]any)
	d[key] = append(list, entry)
}

// given makes a list known, also when it stays empty.
func (d draft) given(key string) {
	if d[key] == nil {
		d[key] = []any{}
	}
}

// read makes the case, or the mistakes with the pages they belong to.
func (d draft) read(k *knowledge.Base, doesNotFit knowledge.Text) (*patient.Case, Mistakes) {
	p := &printer{}
	p.value(d, place{})
	c, err := casefile.Read(document, []byte(p.text.String()), k)
	if list, ok := err.(problem.List); ok {
		return nil, p.mistakes(list, doesNotFit)
	}
	if err != nil {
		return nil, Mistakes{{Says: doesNotFit, Detail: err.Error()}}
	}
	eachSource(c, func(s *patient.Source) { *s = p.source(*s) })
	return c, nil
}

// document is the name that facts of an interview have as their source.
const document = "interview"

// printer writes a draft as JSON, one value on each line, and remembers where
// each line came from.
type printer struct {
	text  strings.Builder
	lines []place
}

func (p *printer) line(text string, at place) {
	p.text.WriteString(text)
	p.text.WriteByte('\n')
	p.lines = append(p.lines, at)
}

func (p *printer) value(v any, at place) { p.member("", v, at, "") }

// member writes a value after its key.
func (p *printer) member(key string, v any, at place, after string) {
	if s, ok := v.(said); ok {
		at, v = s.at, s.value
	}
	switch v := v.(type) {
	case draft:
		if at.page == "" {
			at.page = v.page()
		}
		p.line(key+"{", at)
		names := slices.Sorted(maps.Keys(v))
		for i, name := range names {
			p.member(quote(name)+": ", v[name], at, comma(i, len(names)))
		}
		p.line("}"+after, at)
	case []any:
		p.line(key+"[", at)
		for i, entry := range v {
			p.member("", entry, at, comma(i, len(v)))
		}
		p.line("]"+after, at)
	default:
		p.line(key+quote(v)+after, at)
	}
}

// page is the first page that told of something inside an object; "" when what
// it holds is all from a record.
func (d draft) page() string {
	for _, name := range slices.Sorted(maps.Keys(d)) {
		if s, ok := d[name].(said); ok && s.at.page != "" {
			return s.at.page
		}
	}
	return ""
}

func comma(i, n int) string {
	if i+1 < n {
		return ","
	}
	return ""
}

// quote writes a scalar as JSON. Only strings, numbers and flags come here, and
// they can always be written.
func quote(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// at is where a line came from.
func (p *printer) at(line int) place {
	if line < 1 || line > len(p.lines) {
		return place{}
	}
	return p.lines[line-1]
}

// source names the page instead of the line.
func (p *printer) source(s patient.Source) patient.Source {
	if s.Document != document {
		return s
	}
	line := 0
	for _, r := range s.At {
		if r < '0' || r > '9' {
			break
		}
		line = line*10 + int(r-'0')
	}
	return patient.Source{Document: document, At: p.at(line).page}
}

// mistakes turns problems of the case file into mistakes of pages.
func (p *printer) mistakes(list problem.List, doesNotFit knowledge.Text) (mistakes Mistakes) {
	for _, one := range list {
		at := p.at(one.Place.Line)
		mistakes = append(mistakes, Mistake{Page: at.page, Field: at.field, Says: doesNotFit, Detail: one.Error()})
	}
	return mistakes
}
