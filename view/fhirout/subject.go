package fhirout

import (
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
)

// patientResource is only a name for her: nothing of the record is copied.
type patientResource struct {
	head
	Identifier []identifier  `json:"identifier,omitempty"`
	Link       []patientLink `json:"link,omitempty"`
}

type patientLink struct {
	Other reference `json:"other"`
	Type  string    `json:"type"`
}

// writePatient names whom this is about, and points at her own Patient resource
// where she was read from one.
func (w *writer) writePatient() {
	p := &patientResource{}
	name := clean(w.a.Case)
	if name != "" {
		p.Identifier = []identifier{{r4.OwnSystem + "case", name}}
	} else {
		name = w.say("who.unnamed")
	}
	if c := w.a.Subject(); c != nil && strings.HasPrefix(c.Source.Document, "Patient/") {
		p.Link = []patientLink{{Other: reference{Type: "Patient", Identifier: &identifier{r4.OwnSystem + "source", clean(c.Source.Document)}}, Type: "seealso"}}
	}
	w.patient = w.add("Patient", "", p, narrative{title: name})
}

// device is the program.
type device struct {
	head
	Identifier []identifier    `json:"identifier,omitempty"`
	DeviceName []deviceName    `json:"deviceName"`
	Version    []deviceVersion `json:"version"`
}

type deviceName struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

type deviceVersion struct {
	Type  concept `json:"type"`
	Value string  `json:"value"`
}

func (w *writer) writeSoftware() {
	version := w.fill("who.knowledge", "version", w.a.Knowledge.Version)
	w.software = w.add("Device", "", &device{
		DeviceName: []deviceName{{Name: "Gravida", Type: "user-friendly-name"}},
		Version:    []deviceVersion{{Type: concept{Text: "knowledge"}, Value: w.a.Knowledge.Version}},
	}, narrative{title: "Gravida", lines: []string{version, w.say("closing.not")}})
}
