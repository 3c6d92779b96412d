package fhirout

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// Names of the catalogue in the language of the assessment; an id the catalogue
// does not have stands for itself.

func (w *writer) say(key string) string { return words.In(w.lang, key) }

func (w *writer) fill(key string, pairs ...string) string { return words.Fill(w.lang, key, pairs...) }

func (w *writer) cause(id string) string {
	if c := w.base.Cause(id); c != nil {
		return c.Name.In(w.lang)
	}
	return id
}

func (w *writer) test(id string) string {
	if t := w.base.Test(id); t != nil {
		return t.Name.In(w.lang)
	}
	return id
}

func (w *writer) treatment(id string) string {
	if t := w.base.Treatment(id); t != nil {
		return t.Name.In(w.lang)
	}
	return id
}

func (w *writer) department(id string) string {
	if d := w.base.Department(id); d != nil {
		return d.Name.In(w.lang)
	}
	return id
}

func (w *writer) source(id string) string {
	if s := w.base.Source(id); s != nil {
		return s.Name.In(w.lang)
	}
	return id
}

func (w *writer) fact(name string) string { return words.Fact(w.base, w.lang, name) }

// concept names something by Gravida's id and by the code of the world that
// means the same, where there is one.
func (w *writer) concept(kind, id, name string) *concept {
	c := &concept{Text: clean(name)}
	for _, code := range w.base.Terminology.Written(id) {
		c.Coding = append(c.Coding, coding{System: code.System, Code: code.Code})
	}
	c.Coding = append(c.Coding, ours(kind, id))
	return c
}

// quote is a statement with whose it is, where it stands and how it was read.
func (w *writer) quote(id assessment.StatementID) string {
	s := w.a.Statement(id)
	if s == nil {
		return ""
	}
	parts := []string{w.source(s.Guideline)}
	if s.Ref != "" {
		parts = append(parts, s.Ref)
	}
	if s.Read == knowledge.Secondary || s.Read == knowledge.Unconfirmed {
		parts = append(parts, w.say("read."+s.Read))
	}
	return clean("[" + string(s.ID) + "] " + s.Text + w.fill("bracket", "what", strings.Join(parts, w.say("list.semicolon"))))
}

// quotes are several statements, each once.
func (w *writer) quotes(ids ...assessment.StatementID) (lines []string) {
	for _, id := range ids {
		if line := w.quote(id); line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// position says which way a guideline points, in its words.
func (w *writer) position(p assessment.Position) string {
	head := w.source(p.Guideline) + w.say("clause") + w.say("direction."+p.Direction)
	if q := w.quote(p.Statement); q != "" {
		return clean(head + w.say("list.dot") + q)
	}
	return clean(head)
}

// positions are what all guidelines say, side by side.
func (w *writer) positions(list []assessment.Position) (lines []string) {
	for _, p := range list {
		lines = append(lines, w.position(p))
	}
	return lines
}

// join puts sentences after each other; between Chinese ones stands no space.
func (w *writer) join(sentences ...string) string {
	if w.lang == "zh" {
		return strings.Join(sentences, "")
	}
	return strings.Join(sentences, " ")
}

// missing says in one line what would decide something; "" when nothing would.
func (w *writer) missing(facts []string) string {
	if len(facts) == 0 {
		return ""
	}
	return clean(words.Missing(w.base, w.lang, facts))
}

// notes makes annotations of the lines that say something.
func notes(lines ...string) (out []annotation) {
	for _, line := range lines {
		if line = clean(line); line != "" {
			out = append(out, annotation{line})
		}
	}
	return out
}

// address is where a source can be read; "" where no address is known.
func address(s *knowledge.Source) string {
	switch {
	case s == nil:
		return ""
	case s.DOI != "":
		return (&url.URL{Scheme: "https", Host: "doi.org", Path: "/" + s.DOI}).String()
	case strings.ContainsAny(s.URL, " \t\n<>\"{}|\\^`"):
		return ""
	}
	return s.URL
}

// addresses are those of the guidelines behind some statements, each once.
func (w *writer) addresses(ids ...assessment.StatementID) (list []string) {
	for _, id := range ids {
		s := w.a.Statement(id)
		if s == nil {
			continue
		}
		if to := address(w.base.Source(s.Guideline)); to != "" && !slices.Contains(list, to) {
			list = append(list, to)
		}
	}
	return list
}

// citation is a source as literature is cited.
func (w *writer) citation(id, place string) *relatedArtifact {
	s := w.base.Source(id)
	if s == nil {
		return nil
	}
	return &relatedArtifact{Type: "citation", Label: clean(place), Display: clean(s.Name.In(w.lang)),
		Citation: clean(s.Citation.In(w.lang)), URL: address(s)}
}
