package knowledgefhir

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// bundle is everything for a server to take at once: each resource under its own id,
// so that a newer version takes the place of the older.
type bundle struct {
	ResourceType string  `json:"resourceType"`
	Type         string  `json:"type"`
	Entry        []entry `json:"entry"`
}

type entry struct {
	Resource any     `json:"resource"`
	Request  request `json:"request"`
}

type request struct {
	Method string `json:"method"`
	URL    string `json:"url"`
}

// WriteBundle writes resources as one transaction, on one line.
func WriteBundle(out io.Writer, resources []Resource) error {
	b := bundle{ResourceType: "Bundle", Type: "transaction", Entry: make([]entry, len(resources))}
	for i, r := range resources {
		b.Entry[i] = entry{r.body, request{"PUT", r.Type + "/" + r.ID}}
	}
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(b); err != nil {
		return fmt.Errorf("make the bundle: %w", err)
	}
	if _, err := out.Write(line.Bytes()); err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	return nil
}
