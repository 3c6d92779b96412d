package fhirout

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"

	"github.com/gravida-health/gravida/assessment"
)

// namespace is under which all UUIDs of this package are made: version 5 of
// urn:gravida:fhir in the namespace for addresses of RFC 4122.
var namespace = uuid([]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}, "urn:gravida:fhir")

// uuid makes a UUID of version 5 from a namespace and a name.
func uuid(space []byte, name string) []byte {
	sum := sha1.Sum(append(append([]byte{}, space...), name...))
	id := sum[:16]
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	return id
}

func written(id []byte) string {
	h := hex.EncodeToString(id)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// runID is the id of one answer: of the case, the day, the knowledge, who leads,
// and everything that was concluded from which facts. The language is not part of
// it: it changes words only.
func runID(a *assessment.Assessment) string {
	type statement struct {
		Rule  string
		Facts []assessment.Fact
	}
	type status struct{ ID, Status, Day string }
	content := struct {
		Case, AsOf, Version, Digest, Leading, Setting string
		Statements                                    []statement
		Statuses                                      []status
		Missing                                       []string
	}{Case: a.Case, AsOf: a.AsOf, Version: a.Knowledge.Version, Digest: a.Knowledge.Digest, Leading: a.Leading, Setting: a.Setting}
	for i := range a.Statements {
		content.Statements = append(content.Statements, statement{a.Statements[i].Rule, a.Statements[i].Facts})
	}
	for _, c := range a.Causes {
		content.Statuses = append(content.Statuses, status{c.ID, c.Status, ""})
	}
	for _, t := range a.Tests {
		content.Statuses = append(content.Statuses, status{t.ID, t.Status, t.NotBefore})
	}
	for _, q := range a.Questions {
		content.Missing = append(content.Missing, q.Fact)
	}
	data, _ := json.Marshal(content) // strings and lists of them cannot fail
	return written(uuid(namespace, string(data)))
}

// id is the id of one resource of this bundle. What was concluded belongs to this
// assessment. The woman, the program and its knowledge are the same in the next
// one too, and a server that is sent both keeps one of each.
func (w *writer) id(kind, key string) string {
	belongs := w.run
	switch kind {
	case "Patient":
		if name := clean(w.a.Case); name != "" {
			belongs = "case " + name
		}
	case "Device", "Library":
		belongs = w.a.Knowledge.Version + " " + w.a.Knowledge.Digest
	}
	return written(uuid(namespace, belongs+"|"+kind+"|"+key))
}
