package knowledge

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gravida-health/gravida/internal/problem"
)

// The words a field may hold.
var (
	directions = []string{For, ConditionalFor, ResearchOnly, ConditionalAgainst, Against}
	reads      = []string{Primary, Secondary, Unconfirmed}
	statuses   = []string{Established, Suspected, Excluded}
	urgencies  = []string{"emergency", "urgent", "soon", "routine"}
	strengths  = []string{"strong", "conditional", "gpp", "ungraded", "unstated", "grade A", "grade B", "grade C", "grade D"}
	evidences  = []string{"high", "moderate", "low", "very-low", "none", "unstated"}
	kinds      = []string{Quantity, Antibody, Qualitative, Genotype, Karyotype, Imaging}
	applies    = []string{"yes", "no", "undecided"}
	asked      = []string{"done", "positive", "negative", "high", "low", "in-range", "normal", "abnormal", "indeterminate", "persistent", "value"}
)

// Directions lists the directions a position can take, firmest support first.
func Directions() []string { return slices.Clone(directions) }

// Strengths lists the grades a recommendation can have.
func Strengths() []string { return slices.Clone(strengths) }

// Certainties lists how sure the evidence behind one can be.
func Certainties() []string { return slices.Clone(evidences) }

// Urgencies lists how soon something is, most urgent first.
func Urgencies() []string { return urgencies }

// check reports everything that is wrong with the files taken together.
func (r *reader) check() {
	b := r.base
	if b.Version == "" {
		r.problems.Add(Position{File: "knowledge.yaml", Line: 1, Column: 1}, "no version", "the version of the knowledge, as 2026.11.1", "")
	}
	r.unique()
	r.checkCatalog()
	for _, s := range b.Sources {
		r.checkSource(s)
	}
	for _, g := range b.Guidelines {
		r.guideline(g)
	}
	for _, c := range b.Criteria {
		r.criterion(c)
	}
	for _, t := range b.Vocabulary {
		r.term(t)
	}
	for _, rule := range b.Rules {
		r.rule(rule)
	}
	for _, e := range b.Evidence {
		r.checkEvidence(e)
	}
	for _, m := range b.Models {
		r.checkModel(m)
	}
	r.checkPicture()
	for _, g := range b.Guidelines {
		for _, n := range g.NotEncoded {
			if n.Ref == (Both{}) {
				r.problems.Add(n.At, "no ref", "the place in the source, so that somebody else finds it", "")
			}
			r.both(n.At, "ref", n.Ref)
			r.sentences(n.At, []field{{"says", n.Says}, {"reason", n.Reason}})
		}
	}
	for _, m := range b.NoModel {
		if m.ID == "" {
			r.problems.Add(m.At, "no id", "the model or the number that was left out", "")
		}
		r.sentences(m.At, []field{{"says", m.Says}, {"reason", m.Reason}})
	}
}

var doiForm = regexp.MustCompile(`^10\.\d{4,9}/\S+$`)

// checkSource reports what keeps a citation from being followed: where the
// document is, when it is from, and how it was read.
func (r *reader) checkSource(s *Source) {
	r.texts(s.At, "name", s.Name)
	r.texts(s.At, "citation", s.Citation.Text)
	r.both(s.At, "note", s.Note)
	r.word(s.At, "read", s.Read, reads)
	if s.DOI != "" && !doiForm.MatchString(s.DOI) {
		r.problems.Add(s.At, "doi: "+problem.Quote(s.DOI), "10.1093/hropen/hoad002", "")
	}
	if u, err := url.Parse(s.URL); s.URL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		r.problems.Add(s.At, "url: "+problem.Quote(s.URL), "https://...", "")
	}
	if s.Accessed != "" {
		if _, err := time.Parse("2006-01", s.Accessed); err != nil {
			r.problems.Add(s.At, "accessed: "+problem.Quote(s.Accessed), "YYYY-MM", "")
		}
	}
	switch linked := s.Link() != ""; {
	case s.Unlinked && linked:
		r.problems.Add(s.At, "unlinked, with a link", "one of the two", "")
	case s.Unlinked && s.Note.En == "":
		r.problems.Add(s.At, "unlinked, and no note why", "a note", "")
	case s.Unlinked:
	case !linked:
		r.problems.Add(s.At, "neither doi nor url", "doi or url, of what was read", "")
	case s.Year == 0 && s.Accessed == "":
		r.problems.Add(s.At, "no year", "year, or accessed where a page bears no date", "")
	}
}

func (r *reader) checkCatalog() {
	b := r.base
	for _, t := range b.Tests {
		r.word(t.At, "kind", t.Kind, kinds)
		r.texts(t.At, "name", t.Name)
		for _, id := range t.AlsoDoneBy {
			r.ref(t.At, "test", id, b.tests[id] != nil, b.TestIDs())
		}
		for _, c := range t.Untrusted {
			r.ref(t.At, "context", c, b.words[Contexts][c] != nil, b.WordIDs(Contexts))
		}
		r.texts(t.At, "how", t.How)
		r.ref(t.At, "occasion", t.Occasion, b.occasions[t.Occasion] != nil, ids(b.Occasions, func(o *Occasion) string { return o.ID }))
		if t.Usual != nil {
			r.source(t.At, t.Usual.Source)
			r.word(t.At, "read", t.Usual.Read, reads)
		}
	}
	for _, t := range b.Treatments {
		if t.Takes != "" {
			r.termRef(t.At, t.Takes)
		}
	}
	for _, o := range b.Occasions {
		for _, f := range []Text{o.Name, o.Who, o.Bring} {
			r.texts(o.At, "name, who, bring", f)
		}
		for _, id := range o.Covers {
			r.ref(o.At, "occasion", id, b.occasions[id] != nil, ids(b.Occasions, func(o *Occasion) string { return o.ID }))
		}
	}
	for _, t := range b.Treatments {
		for _, id := range t.Parts {
			r.ref(t.At, "treatment", id, b.treatments[id] != nil, ids(b.Treatments, func(t *Treatment) string { return t.ID }))
		}
	}
	for _, p := range slices.Concat(b.Panels, b.Choices) {
		for _, id := range p.Members {
			r.ref(p.At, "test", id, b.tests[id] != nil, b.TestIDs())
		}
	}
	r.checkAims()
	for _, c := range b.Causes {
		r.texts(c.At, "name", c.Name)
		for _, id := range c.Tests {
			r.ref(c.At, "test", id, b.tests[id] != nil, b.TestIDs())
		}
		if c.Department["int"] == "" {
			r.problems.Add(c.At, "no department", "a department for int, and others where they differ", "")
		}
		for _, setting := range slices.Sorted(maps.Keys(c.Department)) {
			r.department(c.At, c.Department[setting])
		}
	}
	r.settings()
	for list, words := range b.Words {
		for _, w := range words {
			if w.Same != "" && b.words[list][w.Same] == nil && b.treatments[w.Same] == nil {
				r.problems.Add(w.At, fmt.Sprintf("same: %q", w.Same), "a word of the same list", problem.Nearest(w.Same, b.WordIDs(list)))
			}
			r.texts(w.At, "name", w.Name)
			for _, id := range w.Treats {
				r.ref(w.At, "cause", id, b.causes[id] != nil, b.CauseIDs())
			}
		}
	}
}

// settings checks that every guideline is heard in exactly one setting, so that
// a comparison shows each once.
func (r *reader) settings() {
	b := r.base
	heard := map[string]string{}
	for _, s := range b.Settings {
		for _, id := range append([]string{s.Leading}, s.Bodies...) {
			r.ref(s.At, "guideline", id, b.guidelines[id] != nil, ids(b.Guidelines, func(g *Guideline) string { return g.ID }))
			if other, ok := heard[id]; ok {
				r.problems.Add(s.At, fmt.Sprintf("%s is heard in %s and in %s", id, other, s.ID), "one setting for each guideline", "")
			}
			heard[id] = s.ID
		}
	}
	for _, g := range b.Guidelines {
		if heard[g.ID] == "" && !g.Frame && len(b.Settings) > 0 {
			r.problems.Add(g.At, g.ID+" is heard in no setting", "leading or bodies of a setting", "")
		}
	}
}

func (r *reader) guideline(g *Guideline) {
	r.source(g.At, g.ID)
	r.about(g.At, &g.About)
	if d := g.Definition; d != nil {
		r.both(d.At, "ref", d.Ref)
		r.word(d.At, "read", d.Read, reads)
		for _, t := range []Text{d.Met, d.NotMet, d.Unknown} {
			r.texts(d.At, "met, notMet, unknown", t)
		}
		if d.Losses < 1 {
			r.problems.Add(d.At, "losses: 0", "how many losses are recurrent", "")
		}
	}
	if u := g.Unexplained; u != nil {
		u.Source = g.ID
		if g.Definition == nil {
			r.problems.Add(u.At, "unexplained without a definition", "the definition whose work-up it completes", "")
		}
		r.both(u.At, "ref", u.Ref)
		r.both(u.At, "note", u.Note)
		r.word(u.At, "read", u.Read, reads)
		r.texts(u.At, "says", u.Says)
	}
}

// unique checks that every entry has an id, and no two of a kind the same.
func (r *reader) unique() {
	b := r.base
	once(r, "source", b.Sources, func(x *Source) (string, Position) { return x.ID, x.At })
	once(r, "guideline", b.Guidelines, func(x *Guideline) (string, Position) { return x.ID, x.At })
	once(r, "set of criteria", b.Criteria, func(x *Criterion) (string, Position) { return x.ID, x.At })
	once(r, "cause", b.Causes, func(x *Cause) (string, Position) { return x.ID, x.At })
	once(r, "test", b.Tests, func(x *Test) (string, Position) { return x.ID, x.At })
	once(r, "occasion", b.Occasions, func(x *Occasion) (string, Position) { return x.ID, x.At })
	once(r, "aim", b.Aims, func(x *Aim) (string, Position) { return x.ID, x.At })
	once(r, "panel", b.Panels, func(x *Panel) (string, Position) { return x.ID, x.At })
	once(r, "treatment", b.Treatments, func(x *Treatment) (string, Position) { return x.ID, x.At })
	once(r, "department", b.Departments, func(x *Department) (string, Position) { return x.ID, x.At })
	once(r, "setting", b.Settings, func(x *Setting) (string, Position) { return x.ID, x.At })
	once(r, "outcome", b.Outcomes, func(x *Outcome) (string, Position) { return x.ID, x.At })
	once(r, "rule", b.Rules, func(x *Rule) (string, Position) { return x.ID, x.At })
	once(r, "model", b.Models, func(x *Model) (string, Position) { return x.ID, x.At })
	once(r, "evidence on", b.Evidence, func(x *Evidence) (string, Position) { return x.Treatment, x.At })
	once(r, "predicted outcome", b.Predicted, func(x *Named) (string, Position) { return x.ID, x.At })
	once(r, "term", b.Vocabulary, func(x *Term) (string, Position) { return x.Name, x.At })
	for list, words := range b.Words {
		once(r, "word of "+list, words, func(x *Word) (string, Position) { return x.ID, x.At })
	}
}

func once[T any](r *reader, kind string, list []T, entry func(T) (id string, at Position)) {
	seen := map[string]Position{}
	for _, x := range list {
		id, at := entry(x)
		if first, ok := seen[id]; ok {
			r.problems.Add(at, fmt.Sprintf("%s %q again", kind, id), "each id once; it also stands at "+first.String(), "")
		}
		if id == "" {
			r.problems.Add(at, "a "+kind+" without an id", "an id", "")
		}
		seen[id] = at
	}
}

func (r *reader) rule(rule *Rule) {
	b := r.base
	r.source(rule.At, rule.Source)
	r.texts(rule.At, "says", rule.Says)
	r.word(rule.At, "read", rule.Read, reads)
	r.both(rule.At, "ref", rule.Ref)
	r.both(rule.At, "note", rule.Note)
	if rule.Ref.En == "" {
		r.problems.Add(rule.At, "no ref", "the place in the source where it stands", "")
	}
	if rule.When == "" {
		r.problems.Add(rule.At, "no when", "the condition under which it applies", "")
	}
	for _, id := range slices.Concat(rule.Test, rule.Defer, rule.Confirm) {
		r.ref(rule.At, "test", id, b.tests[id] != nil, b.TestIDs())
	}
	for _, id := range slices.Concat(rule.Treatment, rule.Caution) {
		r.ref(rule.At, "treatment", id, b.treatments[id] != nil, b.TreatmentIDs())
	}
	for _, id := range rule.Settings {
		r.ref(rule.At, "setting", id, b.settings[id] != nil, ids(b.Settings, func(s *Setting) string { return s.ID }))
	}
	if rule.NotBefore != "" {
		t := b.terms[rule.NotBefore]
		r.ref(rule.At, "date term", rule.NotBefore, t != nil && t.Type == "date", nil)
	}
	r.subject(rule)
	for _, t := range rule.Tests {
		r.word(t.At, "applies", t.Applies, applies)
		for _, name := range slices.Sorted(maps.Keys(t.Given)) {
			r.termRef(t.At, name)
		}
		for _, name := range t.Missing {
			r.termRef(t.At, name)
		}
	}
}

// subject checks that a rule is about exactly one thing, and whole for it.
func (r *reader) subject(rule *Rule) {
	b := r.base
	subjects := 0
	if len(rule.Test)+len(rule.Treatment) > 0 || b.Recommends(rule) {
		subjects++
		r.word(rule.At, "direction", rule.Direction, directions)
		r.word(rule.At, "strength", rule.Strength, strengths)
		r.word(rule.At, "evidence", rule.Evidence, evidences)
	}
	if rule.Cause != "" {
		subjects++
		r.ref(rule.At, "cause", rule.Cause, b.causes[rule.Cause] != nil, b.CauseIDs())
		r.word(rule.At, "status", rule.Status, statuses)
		if rule.Read == Unconfirmed && rule.Status == Excluded {
			r.problems.Add(rule.At, "an unconfirmed rule that excludes a cause", "a rule that somebody has read", "")
		}
	}
	if rule.Flag != "" {
		r.texts(rule.At, "act", rule.Act)
		if rule.Read == Unconfirmed {
			r.problems.Add(rule.At, "an unconfirmed rule that raises a red flag", "a rule that somebody has read", "")
		}
	}
	if rule.Flag != "" || rule.Department != "" {
		subjects++
		r.department(rule.At, rule.Department)
		r.word(rule.At, "urgency", rule.Urgency, urgencies)
	}
	if len(rule.Caution) > 0 {
		subjects++
	} else if rule.Forbids {
		r.problems.Add(rule.At, "forbids without a caution", "caution: the treatments that are not for her", "")
	}
	for _, id := range rule.Yields {
		known := slices.ContainsFunc(r.base.Rules, func(x *Rule) bool { return x.Flag == id })
		if rule.Flag == "" || !known {
			r.problems.Add(rule.At, "yields: "+problem.Quote(id), "beside a flag, the id of another", "")
		}
	}
	for _, id := range rule.Except {
		same := func(x *Rule) bool {
			return x.ID == id && x.Source == rule.Source && x.Department == rule.Department && x != rule
		}
		if !slices.ContainsFunc(r.base.Rules, same) {
			r.problems.Add(rule.At, "except: "+problem.Quote(id), "another rule of the same guideline, and for the same department", "")
		}
	}
	if rule.Ask != (Text{}) {
		r.texts(rule.At, "ask", rule.Ask)
		r.texts(rule.At, "askBrief", rule.AskBrief)
		if rule.Flag == "" {
			r.problems.Add(rule.At, "ask without a flag", "a flag that asks it while it is open", "")
		}
	}
	if rule.Danger != "" && rule.Flag == "" {
		r.problems.Add(rule.At, "danger without a flag", "a flag that points at the danger", "")
	}
	if len(rule.Defer) > 0 {
		subjects++
		if rule.NotBefore == "" && rule.Later == (Text{}) {
			r.problems.Add(rule.At, "defers without until when", "notBefore, or later", "")
		}
	}
	if rule.Trial != nil || rule.Model != nil {
		subjects++
	}
	if rule.Explains != "" {
		subjects++
		r.ref(rule.At, "condition", rule.Explains, b.words[Conditions][rule.Explains] != nil, b.WordIDs(Conditions))
	}
	if subjects != 1 {
		r.problems.Add(rule.At, fmt.Sprintf("%d subjects", subjects),
			"one of: test and treatment with a direction, cause, flag, department, caution, defer, explains", "")
	}
}

func (r *reader) criterion(c *Criterion) {
	r.source(c.At, c.Source)
	r.both(c.At, "ref", c.Ref)
	r.word(c.At, "read", c.Read, reads)
	r.ref(c.At, "cause", c.Cause, r.base.causes[c.Cause] != nil, r.base.CauseIDs())
	for _, t := range []Text{c.Name, c.Met, c.NotMet, c.Unknown} {
		r.texts(c.At, "name, met, notMet, unknown", t)
	}
	r.advice(c.At, c.Advice)
	r.about(c.At, c.About)
	switch sides := len(c.Sides); {
	case sides == 0:
		r.problems.Add(c.At, "no sides", "one or more sides with their domains", "")
	case c.Apart != nil && sides < 2:
		r.problems.Add(c.At, "apart beside one side", "two sides, whose items lie apart", "")
	}
	if c.Entry != nil {
		r.termRef(c.At, c.Entry.Laboratory)
	}
	for _, item := range c.Others {
		r.termRef(item.At, item.Finding)
		r.texts(item.At, "name", item.Name)
	}
	for _, side := range c.Sides {
		for _, domain := range side.Domains {
			for _, item := range domain.Items {
				r.termRef(item.At, item.Finding)
			}
		}
	}
}

func (r *reader) term(t *Term) {
	r.word(t.At, "type", t.Type, []string{"flag", "number", "date"})
	r.texts(t.At, "label", t.Label)
	if from := t.From; from.Test != "" {
		r.ref(t.At, "test", from.Test, r.base.tests[from.Test] != nil, r.base.TestIDs())
		r.word(t.At, "is", from.Is, asked)
	}
	for _, name := range t.From.With.Of {
		r.termRef(t.At, name)
	}
	for _, group := range t.From.With.Took {
		for _, id := range group {
			known := r.base.words[Medications][id] != nil || r.base.treatments[id] != nil
			r.ref(t.At, "medication", id, known, append(r.base.WordIDs(Medications), r.base.TreatmentIDs()...))
		}
	}
	for _, id := range t.From.With.Tests {
		r.ref(t.At, "test", id, r.base.tests[id] != nil, r.base.TestIDs())
	}
}

func (r *reader) termRef(at Position, name string) {
	if r.base.terms[name] == nil {
		r.ref(at, "term", name, false, ids(r.base.Vocabulary, func(t *Term) string { return t.Name }))
	}
}

func (r *reader) source(at Position, id string) {
	r.ref(at, "source", id, r.base.sources[id] != nil, ids(r.base.Sources, func(s *Source) string { return s.ID }))
}

func (r *reader) department(at Position, id string) {
	r.ref(at, "department", id, r.base.departments[id] != nil, ids(r.base.Departments, func(d *Department) string { return d.ID }))
}

func (r *reader) ref(at Position, kind, id string, ok bool, accepted []string) {
	if !ok {
		r.problems.Add(at, fmt.Sprintf("unknown %s %q", kind, id), "a "+kind+" that exists", problem.Nearest(id, accepted))
	}
}

func (r *reader) word(at Position, field, word string, accepted []string) {
	if !slices.Contains(accepted, word) {
		r.problems.Add(at, fmt.Sprintf("%s: %q", field, word), strings.Join(accepted, ", "), problem.Nearest(word, accepted))
	}
}

func (r *reader) texts(at Position, field string, t Text) {
	if strings.TrimSpace(t.En) == "" || strings.TrimSpace(t.Zh) == "" {
		r.problems.Add(at, field+" is not in both languages", "en and zh", "")
	}
}

// sentences checks texts that must be there, each in its own language.
func (r *reader) sentences(at Position, list []field) {
	for _, f := range list {
		if f.text == (Text{}) {
			r.texts(at, f.name, f.text)
		}
		r.both(at, f.name, Both{Text: f.text})
	}
}

var (
	englishWord = regexp.MustCompile(`[a-z]{3}|\b[a-z]{2}\b`)
	chinese     = regexp.MustCompile(`\p{Han}`)
)

// both checks a text that may be written once: only what holds no word of
// either language, such as 1.4.1, is the same in both. An empty one is left to
// the caller.
func (r *reader) both(at Position, field string, b Both) {
	switch {
	case b.En == "" && b.Zh == "":
	case b.En == b.Zh && (englishWord.MatchString(b.En) || chinese.MatchString(b.En)):
		r.problems.Add(at, field+" is the same in both languages: "+problem.Quote(b.En), "en and zh, unless it is numbers and names alone", "")
	case b.En != b.Zh:
		r.texts(at, field, b.Text)
		if englishWord.MatchString(b.Zh) && !chinese.MatchString(b.Zh) {
			r.problems.Add(at, field+": zh is English: "+problem.Quote(b.Zh), "Chinese", "")
		}
	}
}
