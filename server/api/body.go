package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/patient"
)

// Limits of a request.
const (
	MostBytes = 8 << 20 // of a body
	mostCases = 1000    // that one request may ask about
)

// The forms a body can have.
const (
	asJSON = "application/json"
	asYAML = "application/yaml"
	asFHIR = "application/fhir+json"
	asRows = "application/x-ndjson"
)

// document is the name of what was sent, in sources and mistakes.
func (c *call) document() string {
	if name := c.query["source"]; name != "" {
		return name
	}
	return "body"
}

// body reads a body of a form the operation takes. Nothing is unpacked: who compresses
// a request can send little and ask for much.
func (c *call) body() (kind string, data []byte, err error) {
	kinds := c.op.kinds
	wrong := func(place, found, accepted string) error {
		c.w.Header().Set("Accept-Post", strings.Join(kinds, ", "))
		return refuse(http.StatusUnsupportedMediaType, place, found, accepted, "")
	}
	if coded := c.r.Header.Values("Content-Encoding"); len(coded) > 0 && !strings.EqualFold(strings.Join(coded, ","), "identity") {
		c.w.Header().Set("Accept-Encoding", "identity")
		return "", nil, wrong("header Content-Encoding", problem.Quote(strings.Join(coded, ", ")), "none: the body as it is")
	}
	sent := c.r.Header.Get("Content-Type")
	kind, more, err := mime.ParseMediaType(sent)
	if err != nil || !slices.Contains(kinds, kind) {
		return "", nil, wrong("header Content-Type", problem.Quote(sent), strings.Join(kinds, ", "))
	}
	if charset := more["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
		return "", nil, wrong("header Content-Type", "charset "+problem.Quote(charset), "utf-8")
	}
	data, err = io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, MostBytes))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return "", nil, err
	case err != nil:
		return "", nil, refuse(http.StatusBadRequest, "body", "a body that ends before it is whole", "the whole body", "")
	case len(bytes.TrimSpace(data)) == 0:
		return "", nil, refuse(http.StatusBadRequest, "body", "nothing", "a body", "")
	}
	return kind, data, nil
}

// cases reads the cases of the body, with their day. What is wrong with some of them
// comes beside the others.
func (c *call) cases() (good []*patient.Case, wrong problem.List, err error) {
	kind, data, err := c.body()
	if err != nil {
		return nil, nil, err
	}
	base, name := c.api.engine.Base(), c.document()
	note := func(err error) error {
		list, ok := mistakesOf(err)
		wrong = append(wrong, list...)
		if !ok {
			return err
		}
		return nil
	}
	take := func(p *patient.Case) error {
		if asked := c.query["patient"]; asked != "" && p.ID != asked {
			return nil
		}
		dated, err := c.dated(p)
		if err != nil {
			return note(err)
		}
		if good = append(good, dated); len(good) > mostCases {
			return refuse(http.StatusUnprocessableEntity, name, fmt.Sprintf("more than %d patients", mostCases), "fewer in one request", "")
		}
		return nil
	}
	switch kind {
	case asFHIR:
		if err = c.fhir(name, data, take, note); err == nil && len(good) == 0 && !json.Valid(data) {
			return nil, nil, &failure{http.StatusBadRequest, wrong}
		}
	default:
		read := casefile.ReadYAML
		if kind == asJSON {
			read = casefile.ReadJSON
		}
		p, wrongCase := read(name, data, base)
		if wrongCase != nil {
			if err = note(wrongCase); err == nil && kind == asJSON && !json.Valid(data) {
				return nil, nil, &failure{http.StatusBadRequest, wrong}
			}
		} else {
			err = take(p)
		}
	}
	switch {
	case err != nil:
		return nil, nil, err
	case len(good) > 0 || len(wrong) > 0:
	case c.query["patient"] != "":
		wrong.Add(problem.Place{File: "query parameter patient"}, "no patient "+problem.Quote(c.query["patient"])+" in "+name, "the id of one that is there", "")
	default:
		wrong.Add(problem.Place{File: name}, "no patient", "at least one", "")
	}
	return good, wrong, nil
}

// fhir reads a resource or Bundle.
func (c *call) fhir(name string, data []byte, take func(*patient.Case) error, note func(error) error) error {
	var head struct {
		Type any `json:"resourceType"`
	}
	broken := json.Unmarshal(data, &head) != nil
	if !broken && head.Type == nil {
		return refuse(http.StatusUnprocessableEntity, name, "a JSON object without resourceType", "a FHIR R4 resource or Bundle", "")
	}
	if broken && (bytes.TrimSpace(data)[0] != '{' || json.Valid(data)) {
		return refuse(http.StatusBadRequest, name, "no JSON object", "a FHIR R4 resource or Bundle, as JSON", "")
	}
	// The name alone would make the reader expect a bulk file or unpack one.
	reader := intake.Reader{Knowledge: c.api.engine.Base(), Interview: c.api.options.Interview}
	for p, err := range reader.Read(c.r.Context(), name, bytes.NewReader(data)) {
		if err == nil {
			err = take(p)
		} else {
			err = note(err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// one reads the only case of the body, or the one that is asked for.
func (c *call) one() (*patient.Case, error) {
	good, wrong, err := c.cases()
	switch {
	case err != nil:
		return nil, err
	case len(wrong) > 0:
		return nil, &failure{http.StatusUnprocessableEntity, wrong}
	case len(good) > 1:
		return nil, c.several(good)
	}
	return good[0], nil
}

// several refuses to choose.
func (c *call) several(good []*patient.Case) error {
	var names []string
	for _, p := range good[:min(len(good), 20)] {
		names = append(names, problem.Quote(p.ID))
	}
	accepted := "one patient; choose by the parameter patient: " + strings.Join(names, ", ")
	if len(good) > len(names) {
		accepted += ", …"
	}
	return refuse(http.StatusUnprocessableEntity, c.document(), fmt.Sprintf("%d patients", len(good)), accepted, "")
}
