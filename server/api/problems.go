package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/view/words"
)

// Problem is what an answer says when a request could not be done, as RFC 9457 has
// it. Its type is about:blank, which is left out: the status says what kind it is.
type Problem struct {
	Title    string    `json:"title" jsonschema:"the status in words"`
	Status   int       `json:"status" jsonschema:"the HTTP status"`
	Detail   string    `json:"detail" jsonschema:"one sentence for a person, in the language of the request"`
	Problems []Mistake `json:"problems" jsonschema:"every mistake with its place, as the command line prints them"`
}

// Mistake is one mistake in what was sent.
type Mistake struct {
	Place    string `json:"place" jsonschema:"where it stands: a document with line and column or a JSON pointer, or a parameter"`
	Line     int    `json:"line,omitempty" jsonschema:"counted from 1"`
	Column   int    `json:"column,omitempty" jsonschema:"counted from 1, in characters"`
	Pointer  string `json:"pointer,omitempty" jsonschema:"JSON pointer"`
	Found    string `json:"found" jsonschema:"what stands there"`
	Accepted string `json:"accepted,omitempty" jsonschema:"what would be accepted"`
	Nearest  string `json:"nearest,omitempty" jsonschema:"the accepted word that was probably meant"`
}

// failure is a request that cannot be done.
type failure struct {
	status   int
	problems problem.List
}

func (f *failure) Error() string { return fmt.Sprint("status ", f.status) }

// refuse makes a failure with one mistake.
func refuse(status int, place, found, accepted, nearest string) error {
	return &failure{status, problem.List{{Place: problem.Place{File: place}, Found: found, Accepted: accepted, Nearest: nearest}}}
}

// mistakesOf are the mistakes of an error; ok is false for an error that is none of
// the sender's.
func mistakesOf(err error) (list problem.List, ok bool) {
	var one problem.Problem
	switch {
	case errors.As(err, &list):
		return list, true
	case errors.As(err, &one):
		return problem.List{one}, true
	}
	return nil, false
}

// problemOf is a failure in words.
func problemOf(lang string, status int, mistakes problem.List) *Problem {
	key := fmt.Sprintf("api.status.%d", status)
	if !words.Has(key) {
		key = "api.status.500"
	}
	p := &Problem{Title: http.StatusText(status), Status: status, Detail: words.In(lang, key), Problems: []Mistake{}}
	for _, m := range mistakes {
		p.Problems = append(p.Problems, Mistake{m.Place.String(), m.Place.Line, m.Place.Column, m.Place.Pointer, m.Found, m.Accepted, m.Nearest})
	}
	return p
}

// Refuse answers with a problem. The server uses it for what its guard refuses.
func (a *API) Refuse(w http.ResponseWriter, r *http.Request, status int) {
	a.fail(w, langOf(r), &failure{status: status})
}

func (a *API) fail(w http.ResponseWriter, lang string, f *failure) {
	send(w, f.status, "application/problem+json", problemOf(lang, f.status, f.problems))
}

// send writes JSON as the command line does. A write that fails has nobody to be
// told: the caller has gone.
func send(w http.ResponseWriter, status int, kind string, v any) {
	var b bytes.Buffer
	if err := encode(&b, v); err != nil {
		panic(err) // only for a type that is no data
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

func encode(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// langOf is the language a request asks for, as far as it can be told.
func langOf(r *http.Request) string {
	if r.URL.Query().Get("lang") == "zh" {
		return "zh"
	}
	return words.Languages[0]
}
