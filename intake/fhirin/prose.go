package fhirin

import (
	"cmp"
	"encoding/base64"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// lexicon gives the words of written histories.
func (r *reading) lexicon() lexicon {
	if r.vocabulary == nil {
		r.vocabulary = lexiconOf(r.terms.HistoryWords())
	}
	return r.vocabulary
}

// prose keeps a text for later, when all of them are known.
func (g *gathered) prose(p prose) {
	if p.text = strings.TrimSpace(p.text); p.text != "" {
		g.texts = append(g.texts, p)
	}
}

// notes keeps the notes beside a resource that speaks of her pregnancies.
func (r *reading) notes(g *gathered, e *entry, notes []r4.Annotation, when span, links []string, of *sign) {
	for _, n := range notes {
		on := when
		if d := firstDate(n.Time); d.Known() {
			on = spanOf(d)
		}
		g.prose(prose{text: n.Text, when: on, source: e.source(), links: links, of: of})
	}
}

// diagnosisInWords reads a diagnosis that has no code and whose words are
// wholly those of pregnancies: one ending on its date, or a history.
func (r *reading) diagnosisInWords(g *gathered, e *entry, c *r4.Condition, when span, links []string) bool {
	if len(c.Code.Coding) > 0 || c.Code.Text == "" || !believed(c) {
		return false
	}
	t := r.lexicon().read(c.Code.Text)
	if len(t.read) == 0 || len(t.unread) > 0 {
		return false
	}
	written := spanOf(firstDate(c.RecordedDate, c.OnsetDateTime))
	if x := r.eventInWords(e, t, c.Code.Text, when, links); x != nil {
		g.add(x)
		r.notes(g, e, c.Note, written, links, x.sign)
		return true
	}
	g.prose(prose{text: c.Code.Text, when: written, source: e.source()})
	return true
}

// eventInWords is the one ending that the words of a diagnosis tell of, on the
// day of that diagnosis; nil where they tell of more, or of what was before.
func (r *reading) eventInWords(e *entry, t *toldText, words string, when span, links []string) *trace {
	event, ok := t.oneEnding()
	if !ok || t.past {
		return nil
	}
	x := newTrace(event.concept, shortened(words), when, e.source())
	x.links, x.gestation, x.rank = links, event.when.age, rankText
	x.told = story{teller: "text " + e.key, on: spanOf(recordedOn(e.Resource)), account: true, text: true}
	r.issuef(e.source(), "A diagnosis without a code was read by its words and should be confirmed: %q", "诊断无编码，按文字解读，请核实：“%s”", shortened(words))
	return x
}

// reportTraces reads what a report concludes, in codes or in words. One that is
// not final is a suspicion.
func (r *reading) reportTraces(g *gathered, e *entry, d *r4.DiagnosticReport) {
	when := between(firstDate(d.EffectiveDateTime, startOf(d.EffectivePeriod)), firstDate(d.EffectiveDateTime, endOf(d.EffectivePeriod)))
	links := r.links(e, append([]r4.Reference{d.Encounter}, d.Result...)...)
	final := slices.Contains([]string{"", "final", "amended", "corrected", "appended"}, d.Status)
	var ending *sign
	for _, c := range d.ConclusionCode {
		for _, code := range r.meanings(c, knowledge.CodeEvidence, knowledge.CodeStatement) {
			switch {
			case !final:
				r.issuef(e.source(), "%s is only suspected in the record and was not counted.", "“%s”在病历中仅为疑似，未计入。", title(code))
			case code.Kind == knowledge.CodeStatement:
				g.statements = append(g.statements, statement{concept: code.Concept, number: code.Number, has: code.HasNumber, on: when, says: title(code), source: e.source()})
			default:
				t := newTrace(code.Concept, title(code), when, e.source())
				t.links = links
				if t.sign.role == terminal {
					ending = t.sign
				}
				g.add(t)
			}
		}
	}
	if d.Conclusion == "" || len(d.Conclusion) > longestText {
		return
	}
	t := r.lexicon().read(d.Conclusion)
	switch {
	case len(t.read)+len(t.unread) == 0:
	case !final:
		r.notFinal(e, d.Conclusion)
	default:
		if ending == nil {
			if x := r.eventInWords(e, t, d.Conclusion, when, links); x != nil {
				g.add(x)
				return
			}
		}
		g.prose(prose{text: d.Conclusion, when: when, source: e.source(), links: links, of: ending})
	}
}

// endingOf is the sign of the one way a pregnancy ended that a concept names;
// nil where it names none, or several.
func (r *reading) endingOf(c r4.CodeableConcept) *sign {
	var found *sign
	for _, code := range r.meanings(c, knowledge.CodeEvidence) {
		s := signOf[code.Concept]
		if s.role != terminal {
			continue
		}
		if found != nil && found != s {
			return nil
		}
		found = s
	}
	return found
}

// composition keeps the texts of a document's sections. A text that was
// generated from the entries says nothing that they do not say.
func (r *reading) composition(g *gathered, e *entry, c *r4.Composition, sections []r4.Section, history bool) {
	for _, s := range sections {
		hers, theirs := r.sectionOf(s)
		if theirs {
			continue
		}
		hers = hers || history
		if text := plain(s.Text.Div); text != "" && !(s.Text.Status == "generated" && len(s.Entry) > 0) {
			if c.Status == "preliminary" {
				r.notFinal(e, text)
			} else {
				at := patient.Source{Document: e.key, At: cmp.Or(s.Title, e.File)}
				g.prose(prose{text: text, when: spanOf(firstDate(c.Date)), source: at, history: hers})
			}
		}
		r.composition(g, e, c, s.Section, hers)
	}
}

// sectionOf reports a section of the obstetric history, and one about others.
func (r *reading) sectionOf(s r4.Section) (hers, theirs bool) {
	const familyHistory = "10157-6" // LOINC
	for _, m := range r.meanings(s.Code, knowledge.CodeQuestion) {
		hers = hers || m.Concept == "history-text" || m.Concept == "history-section"
	}
	for _, title := range []string{s.Title, s.Code.Text} {
		switch w := r.lexicon().words(strings.ToLower(simplified.Replace(title))); {
		case len(w) != 1 || w[0].kind != knowledge.WordHeading:
		case w[0].concept == other:
			theirs = true
		default:
			hers = hers || r.terms.Asks(simplified.Replace(title)) == "history"
		}
	}
	return hers, theirs || hasCode(s.Code, familyHistory)
}

// document keeps the text that a reference to a document holds itself.
func (r *reading) document(g *gathered, e *entry, d *r4.DocumentReference) {
	history := slices.ContainsFunc(r.meanings(d.Type, knowledge.CodeQuestion), func(m *knowledge.Code) bool {
		return m.Concept == "history-text" || m.Concept == "history-section"
	})
	for _, c := range d.Content {
		kind := strings.ToLower(c.Attachment.ContentType)
		if c.Attachment.Data == "" || kind != "" && !strings.HasPrefix(kind, "text/") {
			continue
		}
		data, err := base64.StdEncoding.DecodeString(c.Attachment.Data)
		if err != nil || !utf8.Valid(data) {
			r.issuef(e.source(), "The text of %s is not in UTF-8, or not whole; it was not read.", "%s的文字不是UTF-8编码或不完整，未读取。", e.key)
			continue
		}
		text := string(data)
		if strings.Contains(kind, "html") {
			text = plain(text)
		}
		if d.DocStatus == "preliminary" {
			r.notFinal(e, text)
			continue
		}
		g.prose(prose{text: text, when: spanOf(firstDate(d.Date)), source: e.source(), history: history})
	}
}

// notFinal says that a text which speaks of pregnancies is a draft.
func (r *reading) notFinal(e *entry, text string) {
	if t := r.lexicon().read(text); len(t.read)+len(t.unread) > 0 {
		r.issuef(e.source(), "%s speaks of pregnancies and is not final; it was not used.", "%s提及妊娠，但尚未定稿；未采用。", e.key)
	}
}

var (
	blocks     = regexp.MustCompile(`(?i)</?(?:p|div|li|ul|ol|tr|td|th|table|br|h\d)\b[^>]*>`)
	tags       = regexp.MustCompile(`<[^>]*>`)
	emptyLines = regexp.MustCompile(`[ \t\r]*\n\s*`)
)

// plain gives the words of XHTML, each block on a line of its own.
func plain(xhtml string) string {
	text := tags.ReplaceAllString(blocks.ReplaceAllString(strings.ReplaceAll(xhtml, "\n", " "), "\n"), "")
	return strings.TrimSpace(emptyLines.ReplaceAllString(html.UnescapeString(text), "\n"))
}
