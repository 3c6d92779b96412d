// Package api answers programs over HTTP: assess, explain, compare, interview and
// the knowledge, each as JSON, with an OpenAPI document that is made from the same
// table as the routes.
//
// Rules of this place: nothing is kept between two requests, there is no session and
// no cookie; nothing of a patient is logged; what is wrong with a request is answered
// as a problem (RFC 9457) with every place, and quotes nothing but the request.
package api

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// Root is the beginning of every address.
const Root = "/api/v1"

// Options say how requests are answered that leave something open.
type Options struct {
	Guideline, Setting string           // which guideline leads
	Now                func() time.Time // the clock; the machine's when left out
	// Interview reads the answers to the adaptive form; nil where nobody can.
	Interview func(name string, response []byte) (*patient.Case, error)
}

// API answers requests. It may be used by many goroutines.
type API struct {
	engine     *gravida.Engine
	talks      map[string]*interview.Interview // by language
	options    Options
	operations []*operation
	entries    []*entry
	mux        *http.ServeMux
	documents  map[string]func() *Document // by language
	written    map[string]func() [2][]byte // the same as JSON and YAML
}

// New makes the API over an engine; talks are its interviews by language.
func New(e *gravida.Engine, talks map[string]*interview.Interview, o Options) *API {
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &API{engine: e, talks: talks, options: o, mux: http.NewServeMux(),
		documents: map[string]func() *Document{}, written: map[string]func() [2][]byte{}}
	a.entries = entriesOf(e.Base())
	a.operations = a.table()
	allowed := map[string][]string{}
	for _, op := range a.operations {
		a.mux.Handle(op.Method+" "+Root+op.Path, a.answering(op))
		allowed[op.Path] = append(allowed[op.Path], op.Method)
		if op.Method == http.MethodGet {
			allowed[op.Path] = append(allowed[op.Path], http.MethodHead)
		}
	}
	for path, methods := range allowed {
		a.mux.Handle(Root+path, a.otherwise(append(methods, http.MethodOptions)))
	}
	a.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { a.Refuse(w, r, http.StatusNotFound) })
	for _, lang := range words.Languages {
		a.documents[lang] = sync.OnceValue(func() *Document { return a.document(lang) })
		a.written[lang] = sync.OnceValue(func() [2][]byte { return a.documents[lang]().write() })
	}
	return a
}

// ServeHTTP answers one request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.mux.ServeHTTP(w, r) }

// Document is the OpenAPI document, its words in a language. It is not to be changed.
func (a *API) Document(lang string) *Document { return a.documents[lang]() }

// Operations are all operations, in the order in which a reader meets them.
func (a *API) Operations() []*operation { return a.operations }

// otherwise answers the methods an address does not have.
func (a *API) otherwise(allowed []string) http.Handler {
	list := strings.Join(allowed, ", ")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", list)
		if r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		a.Refuse(w, r, http.StatusMethodNotAllowed)
	})
}
