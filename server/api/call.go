package api

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// operation is one thing that can be asked for: a route, and a part of the document.
type operation struct {
	ID, Method, Path string
	Parameters       []*Parameter
	takes            string // the schema of a body; empty for none
	kinds            []string
	gives            []given
	fails            []int
	do               func(c *call) error
}

// given is a form of a good answer.
type given struct{ kind, schema string }

// call is a request while it is answered.
type call struct {
	api   *API
	op    *operation
	w     http.ResponseWriter
	r     *http.Request
	lang  string
	query map[string]string // parameters that were given
}

// answering turns an operation into a handler.
func (a *API) answering(op *operation) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{api: a, op: op, w: w, r: r, lang: langOf(r)}
		err := c.parameters()
		if err == nil {
			err = op.do(c)
		}
		var f *failure
		var large *http.MaxBytesError
		switch {
		case err == nil:
		case errors.As(err, &f):
			a.fail(w, c.lang, f)
		case errors.As(err, &large):
			a.fail(w, c.lang, &failure{http.StatusRequestEntityTooLarge, problem.List{{Place: problem.Place{File: "body"},
				Found: fmt.Sprintf("more than %d bytes", large.Limit), Accepted: fmt.Sprintf("at most %d bytes", large.Limit)}}})
		case r.Context().Err() != nil:
			a.fail(w, c.lang, &failure{status: http.StatusServiceUnavailable})
		default: // its text may hold a patient's words
			panic(fmt.Sprintf("%s: %T", op.ID, err))
		}
	})
}

// parameters reads the query, which has only what the operation names, each once.
func (c *call) parameters() error {
	values, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		return refuse(http.StatusBadRequest, "query", "a query that cannot be read", "names and values, percent-encoded in UTF-8", "")
	}
	var wrong problem.List
	var names []string
	known := map[string]*Parameter{}
	for _, p := range c.op.Parameters {
		if p.In == inQuery {
			names = append(names, p.Name)
			known[p.Name] = p
		}
	}
	c.query = map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		at, given, p := problem.Place{File: "query parameter " + clip(name)}, values[name], known[name]
		switch {
		case p == nil:
			wrong.Add(at, "no parameter of this address", strings.Join(names, ", "), problem.Nearest(name, names))
		case len(given) > 1:
			wrong.Add(at, fmt.Sprintf("%d values", len(given)), "one value", "")
		default:
			if accepted, near := against(p.Schema, given[0]); accepted != "" {
				wrong.Add(at, problem.Quote(given[0]), accepted, near)
			}
			c.query[name] = given[0]
		}
	}
	if len(wrong) > 0 {
		return &failure{http.StatusBadRequest, wrong}
	}
	return nil
}

// against holds a value of the query against its schema: "" when it is right, else
// what is accepted.
func against(s *jsonschema.Schema, value string) (accepted, nearest string) {
	switch {
	case !utf8.ValidString(value) || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "text without control characters", ""
	case len(s.Enum) > 0:
		list := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			list[i] = v.(string)
		}
		if !slices.Contains(list, value) {
			return strings.Join(list, ", "), problem.Nearest(value, list)
		}
	case s.Type == "integer":
		if n, err := strconv.Atoi(value); err != nil || strconv.Itoa(n) != value || float64(n) < *s.Minimum || float64(n) > *s.Maximum {
			return fmt.Sprintf("a whole number from %g to %g", *s.Minimum, *s.Maximum), ""
		}
	case s.Format == "date":
		if d, err := date.Parse(value); err != nil || !d.Full() || !fullDate.MatchString(value) {
			return "a date as 2026-03-01", ""
		}
	case utf8.RuneCountInString(value) > *s.MaxLength || value == "":
		return fmt.Sprintf("1 to %d characters", *s.MaxLength), ""
	}
	return "", ""
}

var fullDate = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

func clip(s string) string {
	if utf8.RuneCountInString(s) > 60 {
		return string([]rune(s)[:60]) + "…"
	}
	return strings.ToValidUTF8(words.Clean(s), "�")
}

// number is a parameter that is a whole number.
func (c *call) number(name string, otherwise int) int {
	if n, err := strconv.Atoi(c.query[name]); err == nil {
		return n
	}
	return otherwise
}

// choice is how the request wants a case answered; nil where there is none yet. A setting
// that is asked for, or that the case says, brings its own guideline.
func (c *call) choice(p *patient.Case) assessment.Options {
	o := assessment.Options{Lang: c.lang, Leading: c.api.options.Guideline, Setting: c.api.options.Setting}
	s := c.query["setting"]
	if s == "" && p != nil && p.Setting.Value != o.Setting {
		s = p.Setting.Value
	}
	if s != "" {
		o.Setting, o.Leading = s, ""
	}
	if g := c.query["guideline"]; g != "" {
		o.Leading = g
	}
	return o
}

func (c *call) today() date.Date { return date.Of(c.api.options.Now()) }

// dated gives a case its day: the parameter's, else its own, else today.
func (c *call) dated(p *patient.Case) (*patient.Case, error) {
	day := p.AsOf
	if asked := c.query["asOf"]; asked != "" {
		day = date.MustParse(asked)
	}
	if !day.Known() {
		day = c.today()
	}
	dated := *p
	dated.AsOf = day
	if name, at, late := dated.After(day); late {
		return nil, problem.Problem{Place: problem.Place{File: at.Source.String()},
			Found:    fmt.Sprintf("%s on %s, after the date of the assessment %s", name, at.Value, day),
			Accepted: "facts up to that date, or a later asOf"}
	}
	return &dated, nil
}
