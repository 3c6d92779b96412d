package intake

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"github.com/gravida-health/gravida/internal/problem"
)

// export is what a bulk export says of itself: its manifest lists how many
// resources of each type there are, and its error files what went wrong.
type export struct {
	manifest string         // the file; empty when there is none
	promised map[string]int // of each type how many the manifest lists
	seen     map[string]int // and how many came
}

func (e *export) came(kind string) {
	if e.seen == nil {
		e.seen = map[string]int{}
	}
	e.seen[kind]++
}

// manifest reads a bulk export's manifest, which is no FHIR resource; false for
// any other object.
func (d *desk) manifest(name string, data []byte) bool {
	type file struct {
		Type  string `json:"type"`
		Count *int   `json:"count"`
	}
	var m struct {
		TransactionTime *string `json:"transactionTime"`
		Output          *[]file `json:"output"`
		Deleted         []file  `json:"deleted"`
		Error           []file  `json:"error"`
	}
	if json.Unmarshal(data, &m) != nil || m.TransactionTime == nil || m.Output == nil {
		return false
	}
	d.note(problem.Place{File: name}, "the manifest of a bulk export of %s; it is no resource", *m.TransactionTime)
	d.export.manifest = cmp.Or(d.export.manifest, name)
	if d.export.promised == nil {
		d.export.promised = map[string]int{}
	}
	for _, list := range [][]file{*m.Output, m.Deleted, m.Error} {
		for _, f := range list {
			n := 1 // without a count a file holds something
			if f.Count != nil {
				n = *f.Count
			}
			d.export.promised[f.Type] += n
		}
	}
	return true
}

// checkExport says what a manifest lists and did not come. The count need not
// be exact the other way: files may stand there twice.
func (d *desk) checkExport() {
	for _, kind := range slices.Sorted(maps.Keys(d.export.promised)) {
		if promised, came := d.export.promised[kind], d.export.seen[kind]; came < promised {
			d.lose(problem.New(problem.Place{File: d.export.manifest},
				problem.Say("%d of type %s in the export, but only %d came; the cases lack what the others say", promised, kind, came), problem.Say("the whole export"), ""))
		}
	}
}

// outcome reports a line in which the server says what it could not export, or
// what it has to remark.
func (d *desk) outcome(at problem.Place, text []byte) {
	var o struct {
		Issue []struct {
			Severity    string `json:"severity"`
			Code        string `json:"code"`
			Diagnostics string `json:"diagnostics"`
			Details     struct {
				Text string `json:"text"`
			} `json:"details"`
		} `json:"issue"`
	}
	if err := json.Unmarshal(text, &o); err != nil {
		d.lose(problem.New(at, problem.Say("an OperationOutcome that cannot be read: %s", err), problem.Phrase{}, ""))
		return
	}
	for _, i := range o.Issue {
		form, what := "the export reports %s: %s", cmp.Or(i.Details.Text, i.Diagnostics, i.Code, "nothing more")
		if i.Severity == "warning" || i.Severity == "information" {
			d.note(at, form, i.Severity, what)
		} else {
			d.lose(problem.New(at, problem.Say(form, i.Severity, what), problem.Phrase{}, ""))
		}
	}
}
