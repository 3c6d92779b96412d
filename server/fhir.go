package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/sdc"
	"github.com/gravida-health/gravida/view/words"
)

// The questionnaires for programs of others, as FHIR R4 has such addresses. Here are no
// sessions: everything stands in the request. Every error is an OperationOutcome.

const fhirRoot = "/fhir"

// isFHIR reports whether a request is for the FHIR addresses.
func isFHIR(r *http.Request) bool {
	return r.URL.Path == fhirRoot || strings.HasPrefix(r.URL.Path, fhirRoot+"/")
}

// besideFHIR answers the FHIR addresses itself, and the others by next.
func (s *Server) besideFHIR(next http.Handler) http.Handler {
	mux := http.NewServeMux()
	handle := func(method, path string, h http.HandlerFunc) {
		h = s.acceptable(h)
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == method || method == http.MethodGet && r.Method == http.MethodHead {
				h(w, r)
				return
			}
			w.Header().Set("Allow", method)
			s.sorry(w, r, http.StatusMethodNotAllowed, "")
		})
	}
	handle(http.MethodGet, "/fhir/metadata", s.capabilities)
	handle(http.MethodGet, "/fhir/Questionnaire", s.questionnaires)
	handle(http.MethodGet, "/fhir/Questionnaire/{id}", s.questionnaire)
	handle(http.MethodPost, "/fhir/Questionnaire/$next-question", s.operation("$next-question", func(_ context.Context, body []byte, lang string) ([]byte, error) {
		return s.forms.Next(body, lang, date.Of(s.options.Now()))
	}))
	handle(http.MethodPost, "/fhir/QuestionnaireResponse/$extract", s.operation("$extract", s.forms.Extract))
	handle(http.MethodPost, "/fhir/Questionnaire/$populate", s.operation("$populate", s.forms.PopulateFrom))
	handle(http.MethodPost, "/fhir/Questionnaire/gravida-case/$populate", s.operation("$populate", s.forms.PopulateFrom))
	mux.HandleFunc("/fhir/", func(w http.ResponseWriter, r *http.Request) { s.sorry(w, r, http.StatusNotFound, "") })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == fhirRoot:
			s.sorry(w, r, http.StatusNotFound, "")
		case isFHIR(r):
			mux.ServeHTTP(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// jsonTypes are the names under which JSON is asked for and sent.
var jsonTypes = []string{"application/fhir+json", "application/json", "application/json+fhir", "text/json"}

// acceptable refuses whoever wants something else than JSON. _format counts before the
// header.
func (s *Server) acceptable(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if format := r.URL.Query().Get("_format"); format != "" {
			// A plus sign in an address is a space.
			format, _, _ = strings.Cut(strings.ReplaceAll(format, " ", "+"), ";")
			if format != "json" && !slices.Contains(jsonTypes, format) {
				s.sorry(w, r, http.StatusNotAcceptable, "")
				return
			}
		} else if accept := r.Header.Values("Accept"); len(accept) > 0 && !takesJSON(strings.Join(accept, ",")) {
			s.sorry(w, r, http.StatusNotAcceptable, "")
			return
		}
		h(w, r)
	}
}

func takesJSON(accept string) bool {
	for one := range strings.SplitSeq(accept, ",") {
		kind, params, err := mime.ParseMediaType(strings.TrimSpace(one))
		if err == nil && params["q"] != "0" && (kind == "*/*" || kind == "application/*" || slices.Contains(jsonTypes, kind)) {
			return true
		}
	}
	return strings.TrimSpace(accept) == ""
}

// fhirLang is the language of the texts: of the address, as lang or _language, else of the
// browser.
func fhirLang(r *http.Request) string {
	for _, name := range []string{"lang", "_language"} {
		if lang, _, _ := strings.Cut(r.URL.Query().Get(name), "-"); slices.Contains(words.Languages, lang) {
			return lang
		}
	}
	return langOf(r)
}

func (s *Server) sendFHIR(w http.ResponseWriter, code int, data []byte) {
	w.Header().Set("Content-Type", "application/fhir+json; charset=utf-8")
	w.Header().Add("Vary", "Accept, Accept-Language")
	w.WriteHeader(code)
	_, _ = w.Write(data) // the caller may have gone
}

func (s *Server) outcome(w http.ResponseWriter, _ *http.Request, code int, flaws ...sdc.Flaw) {
	s.sendFHIR(w, code, sdc.Outcome(flaws...))
}

func (s *Server) statusSays(lang string, code int) string {
	for _, key := range []string{"fhir.status.", "web.status."} {
		if key += strconv.Itoa(code); words.Has(key) {
			return words.In(lang, key)
		}
	}
	return http.StatusText(code)
}

// issueCode is what FHIR calls an error of a status.
func issueCode(code int) string {
	switch code {
	case http.StatusNotFound:
		return "not-found"
	case http.StatusMethodNotAllowed, http.StatusNotAcceptable, http.StatusUnsupportedMediaType:
		return "not-supported"
	case http.StatusRequestEntityTooLarge:
		return "too-long"
	case http.StatusForbidden, http.StatusMisdirectedRequest:
		return "forbidden"
	case http.StatusServiceUnavailable:
		return "throttled"
	case http.StatusInternalServerError:
		return "exception"
	}
	return "invalid"
}

// fhirBase is the address of the FHIR service as the caller knows it.
func fhirBase(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + fhirRoot
}

func (s *Server) questionnaire(w http.ResponseWriter, r *http.Request) {
	data, ok := s.forms.Questionnaire(r.PathValue("id"), fhirLang(r))
	if !ok {
		s.sorry(w, r, http.StatusNotFound, "")
		return
	}
	s.sendFHIR(w, http.StatusOK, data)
}

// questionnaires finds them by address or id; without either it gives all.
func (s *Server) questionnaires(w http.ResponseWriter, r *http.Request) {
	type search struct {
		Mode string `json:"mode"`
	}
	type entry struct {
		FullURL  string          `json:"fullUrl"`
		Resource json.RawMessage `json:"resource"`
		Search   search          `json:"search"`
	}
	type link struct {
		Relation string `json:"relation"`
		URL      string `json:"url"`
	}
	bundle := struct {
		ResourceType string  `json:"resourceType"`
		Type         string  `json:"type"`
		Total        int     `json:"total"`
		Link         []link  `json:"link"`
		Entry        []entry `json:"entry,omitempty"`
	}{ResourceType: "Bundle", Type: "searchset"}
	used := r.URL.Query()
	for name := range used {
		if name != "url" && name != "_id" {
			used.Del(name) // what was not understood is not in the link
		}
	}
	self := fhirBase(r) + "/Questionnaire"
	if query := used.Encode(); query != "" {
		self += "?" + query
	}
	bundle.Link = []link{{"self", self}}
	for _, id := range s.forms.IDs() {
		data, _ := s.forms.Questionnaire(id, fhirLang(r))
		var of struct{ URL, Version string }
		if err := json.Unmarshal(data, &of); err != nil {
			panic(err) // we wrote it
		}
		address, version, _ := strings.Cut(used.Get("url"), "|")
		if used.Has("_id") && !slices.Contains(strings.Split(used.Get("_id"), ","), id) || used.Has("url") && (address != of.URL || version != "" && version != of.Version) {
			continue
		}
		bundle.Entry = append(bundle.Entry, entry{fhirBase(r) + "/Questionnaire/" + id, data, search{"match"}})
	}
	bundle.Total = len(bundle.Entry)
	data, err := json.Marshal(bundle)
	if err != nil {
		panic(err)
	}
	s.sendFHIR(w, http.StatusOK, data)
}

// operation is one of SDC's. What it is about is in the body, and nowhere else; lang is
// "" where the caller names none.
func (s *Server) operation(name string, do func(ctx context.Context, body []byte, lang string) ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || !slices.Contains(jsonTypes, kind) {
			s.sorry(w, r, http.StatusUnsupportedMediaType, "")
			return
		}
		body, err := io.ReadAll(r.Body)
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			s.sorry(w, r, http.StatusRequestEntityTooLarge, "")
			return
		}
		if err != nil {
			s.sorry(w, r, http.StatusBadRequest, "")
			return
		}
		lang := ""
		if asked := r.URL.Query(); asked.Has("lang") || asked.Has("_language") || r.Header.Get("Accept-Language") != "" {
			lang = fhirLang(r)
		}
		answer, err := do(r.Context(), bytes.TrimSpace(body), lang)
		var broken sdc.Unreadable
		var refused sdc.Refused
		switch {
		case err == nil:
			s.sendFHIR(w, http.StatusOK, answer)
		case errors.As(err, &broken):
			s.outcome(w, r, http.StatusBadRequest, sdc.Flaw{Code: "structure", Says: broken.Error()})
		case errors.As(err, &refused):
			s.outcome(w, r, http.StatusUnprocessableEntity, refused...)
		default: // its text may hold a patient's words
			s.options.Log.Error("not answered", "route", name, "error", fmt.Sprintf("%T", err))
			s.sorry(w, r, http.StatusInternalServerError, "")
		}
	}
}

// capabilities says what is here, and no more.
func (s *Server) capabilities(w http.ResponseWriter, r *http.Request) {
	type object = map[string]any
	defined := func(of, name string) object {
		return object{"name": name, "definition": "http://hl7.org/fhir/uv/sdc/OperationDefinition/" + of + "-" + name}
	}
	data, err := json.Marshal(object{
		"resourceType": "CapabilityStatement", "status": "active", "date": date.Of(s.options.Now()).String(), "kind": "instance",
		"software":       object{"name": "Gravida", "version": s.engine.Base().Version},
		"implementation": object{"description": words.In("en", "fhir.capabilities"), "url": fhirBase(r)},
		"fhirVersion":    "4.0.1", "format": []string{"json"},
		"rest": []object{{"mode": "server", "resource": []object{
			{
				"type":        "Questionnaire",
				"interaction": []object{{"code": "read"}, {"code": "search-type"}},
				"searchParam": []object{{"name": "_id", "type": "token"}, {"name": "url", "type": "uri"}},
				"operation":   []object{defined("Questionnaire", "next-question"), defined("Questionnaire", "populate")},
			},
			{"type": "QuestionnaireResponse", "operation": []object{defined("QuestionnaireResponse", "extract")}},
		}}},
	})
	if err != nil {
		panic(err)
	}
	s.sendFHIR(w, http.StatusOK, data)
}
