package sdc

import (
	"fmt"
	"strings"
)

// Unreadable is a body that is no JSON.
type Unreadable struct{ Err error }

func (u Unreadable) Error() string { return "the body is not JSON: " + u.Err.Error() }

// Refused are the things in a response that cannot be right.
type Refused []Flaw

// Flaw is one of them: what it is as FHIR calls it, what is said of it, and where it
// stands, in FHIRPath.
type Flaw struct {
	Code, Says, Path string
	Detail           string // for a developer, in English
}

// Error is one flaw a line.
func (r Refused) Error() string {
	lines := make([]string, len(r))
	for i, f := range r {
		lines[i] = strings.TrimSpace(fmt.Sprintf("%s: %s %s", f.Path, f.Says, f.Detail))
	}
	return strings.Join(lines, "\n")
}

// in says what is wrong in a language.
func (p flaws) in(lang string) (r Refused) {
	for _, w := range p {
		flaw := Flaw{Code: w.code, Says: w.says.In(lang), Detail: w.detail, Path: w.path}
		if flaw.Says == "" {
			flaw.Says, flaw.Detail = w.detail, ""
		}
		r = append(r, flaw)
	}
	return r
}

// Outcome is an OperationOutcome that says what is wrong.
func Outcome(flaws ...Flaw) []byte { return outcome("error", flaws) }

func outcome(severity string, flaws []Flaw) []byte {
	type text struct {
		Text string `json:"text"`
	}
	type issue struct {
		Severity    string   `json:"severity"`
		Code        string   `json:"code"`
		Details     text     `json:"details"`
		Diagnostics string   `json:"diagnostics,omitempty"`
		Expression  []string `json:"expression,omitempty"`
	}
	issues := []issue{}
	for _, f := range flaws {
		i := issue{Severity: severity, Code: f.Code, Details: text{f.Says}, Diagnostics: f.Detail}
		if f.Path != "" {
			i.Expression = []string{f.Path}
		}
		issues = append(issues, i)
	}
	return marshal(map[string]any{"resourceType": "OperationOutcome", "issue": issues})
}
