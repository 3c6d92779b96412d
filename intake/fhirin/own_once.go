package fhirin

import (
	"encoding/json"
	"slices"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// once keeps one of several entries that stand at one place of the case: a Bundle
// that was sent twice holds each fact twice. Where they differ nobody knows which is
// right, and none is read.
func (o *own) once(mine []*entry) []*entry {
	at := map[string][]*entry{}
	for _, e := range mine {
		if place := ownIdentifier(e); place != "" {
			at[place] = append(at[place], e)
		}
	}
	return slices.DeleteFunc(mine, func(e *entry) bool {
		copies := at[ownIdentifier(e)]
		if len(copies) < 2 {
			return false
		}
		first := copies[0]
		if !slices.ContainsFunc(copies, func(c *entry) bool { return content(c) != content(first) }) {
			if e != first {
				o.setAside(e, patient.AsideDuplicate, "")
			}
			return e != first
		}
		o.setAside(e, patient.AsideDiffers, "")
		list, word, _ := ownCode(e.Resource)
		o.doubt(list, word)
		if e == first {
			o.issuef(e.source(), "The record holds %d entries for one place of the case, and they differ; none was read. Which is right?",
				"病历中同一位置有%d项内容不同的记录，均未读取。以哪项为准？", len(copies))
		}
		return true
	})
}

// content is what an entry says, whatever a server calls it and her.
func content(e *entry) string {
	var all map[string]json.RawMessage
	if json.Unmarshal(r4.EncodeJSON(e.Resource), &all) != nil {
		return e.key
	}
	for _, name := range []string{"id", "meta", "identifier", "subject", "patient", "hasMember", "text"} {
		delete(all, name)
	}
	data, _ := json.Marshal(all) // was just read; keys are sorted
	return string(data)
}
