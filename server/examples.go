package server

import (
	"fmt"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// example is a woman to look at. The words about her stand under web.example. and
// her id.
type example struct {
	id string
	c  *patient.Case
}

// shown are the examples, in the order of the first page.
var shown = []struct{ id, file string }{
	{"anna", "examples/anna.yaml"},
	{"li-na", "examples/li-na.yaml"},
	{"dana", "testdata/women/bleeding-at-seven-weeks/case.yaml"},
	{"beatriz", "testdata/women/obstetric-aps-confirmed/case.yaml"},
	{"esra", "testdata/women/two-trisomies-at-forty-one/case.yaml"},
	{"elif", "testdata/women/nothing-known-but-two-losses/case.yaml"},
}

func readExamples(base *knowledge.Base) (all []*example, err error) {
	for _, e := range shown {
		data, err := gravida.Examples.ReadFile(e.file)
		if err != nil {
			return nil, fmt.Errorf("read the example %s: %w", e.id, err)
		}
		c, err := casefile.Read(e.id+".yaml", data, base)
		if err != nil {
			return nil, fmt.Errorf("read the example %s: %w", e.id, err)
		}
		all = append(all, &example{e.id, c})
	}
	return all, nil
}

// exampleOf is the example of an address.
func (s *Server) exampleOf(id string) *example {
	for _, e := range s.examples {
		if e.id == id {
			return e
		}
	}
	return nil
}

// ofExample answers a page of an example.
func (s *Server) ofExample(h handler) handler {
	return func(q *request) error {
		e := s.exampleOf(q.r.PathValue("id"))
		if e == nil {
			return q.notFound()
		}
		q.of = &subject{c: e.c, base: "/example/" + e.id, name: q.say("web.example." + e.id)}
		return h(q)
	}
}

// exampleDoor is the address of an example by itself.
func (s *Server) exampleDoor(q *request) error {
	if s.exampleOf(q.r.PathValue("id")) == nil {
		return q.notFound()
	}
	return q.redirect("/example/" + q.r.PathValue("id") + "/report")
}
