package fhirout

import (
	"github.com/gravida-health/gravida/internal/r4"
)

// patientResource stands for her where no Patient resource does. It holds a name
// for her and nothing else: nothing of the record is copied.
type patientResource struct {
	head
	Identifier []identifier `json:"identifier,omitempty"`
}

// writePatient names whom this is about. Where she was read from a Patient
// resource, it is that one.
func (w *writer) writePatient() {
	if c := w.a.Subject(); c != nil {
		if to, ok := original(c.Source.Document); ok && to.Type == "Patient" {
			w.patient = to
			return
		}
	}
	p := &patientResource{}
	name := clean(w.a.Case)
	if name != "" {
		p.Identifier = []identifier{{System: r4.OwnSystem + "case", Value: name}}
	} else {
		name = w.say("who.unnamed")
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
