package knowledge

import (
	"slices"

	"github.com/gravida-health/gravida/internal/problem"
)

// The types in this file say exactly what the files say; README.md beside them
// documents each field. What they mean for a patient is decided in package
// guideline.

// Text is one sentence or name in every language Gravida speaks.
type Text struct {
	En string `yaml:"en"`
	Zh string `yaml:"zh"`
}

// In gives the text in a language; English for any language it does not know.
func (t Text) In(lang string) string {
	if lang == "zh" {
		return t.Zh
	}
	return t.En
}

// Both is a short text that may be the same in every language: a section such
// as 1.4.1 is written once, as a plain scalar, a sentence as en and zh.
type Both struct {
	Text `yaml:",inline"`
}

// UnmarshalScalar takes the same text for every language.
func (b *Both) UnmarshalScalar(text string) error {
	b.Text = Text{En: text, Zh: text}
	return nil
}

// Accepted says which forms there are.
func (b *Both) Accepted() string { return "one text for both languages, or en and zh" }

// Directions a position can take, firmest support first.
const (
	For                = "for"
	ConditionalFor     = "conditional-for"
	ResearchOnly       = "research-only"
	ConditionalAgainst = "conditional-against"
	Against            = "against"
	Silent             = "silent"
)

// How a recommendation was read when it was encoded.
const (
	Primary     = "primary"     // in the source's own text
	Secondary   = "secondary"   // quoted by others, two of them agreeing
	Unconfirmed = "unconfirmed" // by nobody we could read
)

// Statuses a cause can have, strongest first.
const (
	Established  = "established"
	Suspected    = "suspected"
	Excluded     = "excluded"
	NotExamined  = "not-examined"
	NotIndicated = "not-indicated"
)

// Position is a place in a knowledge file.
type Position = problem.Place

// Source is a document that something was read in, or a body that speaks.
type Source struct {
	ID       string `yaml:"id"`
	Name     Text   `yaml:"name"`     // short, as a reader knows it
	Citation Both   `yaml:"citation"` // as printed; en and zh where it is no paper's
	Year     int    `yaml:"year"`
	// Accessed is the month in which a page without a date was read, YYYY-MM;
	// it stands in for the year, since such a page may change.
	Accessed string `yaml:"accessed"`
	DOI      string `yaml:"doi"`
	URL      string `yaml:"url"`
	// Language is that of the document (BCP 47), where neither its letters tell it nor
	// is it English.
	Language string `yaml:"language"`
	// Unlinked marks what no link can lead to: no document, or none that was
	// published. The note says which.
	Unlinked bool     `yaml:"unlinked"`
	Read     string   `yaml:"read"` // how much of the document itself was read
	Note     Both     `yaml:"note"`
	At       Position `yaml:"-"`
}

// Link is the permanent address of the document, else that of its page.
func (s *Source) Link() string {
	if s.DOI != "" {
		return "https://doi.org/" + s.DOI
	}
	return s.URL
}

// Guideline is a body whose positions are shown side by side with others'.
type Guideline struct {
	ID         string `yaml:"id"` // also the id of its source
	About      `yaml:",inline"`
	Frame      bool        `yaml:"frame"`      // a way to describe, no guideline: it makes nobody recurrent
	Definition *Definition `yaml:"definition"` // of recurrence; nil where it has none
	// Pattern counts pregnancies under fixed names, for the pattern every
	// assessment shows; only the frame has it.
	Pattern map[string]Count `yaml:"pattern"`
	// Unexplained is the condition under which this body's work-up is complete
	// and clear.
	Unexplained *Rule        `yaml:"unexplained"`
	NotEncoded  []NotEncoded `yaml:"-"`
	At          Position     `yaml:"-"`
}

// Beside reports a body that is shown beside the others and decides nothing for
// them.
func (g *Guideline) Beside() bool { return g.Definition != nil && g.Definition.Beside }

// NotEncoded is something that was read and left out, with the reason.
type NotEncoded struct {
	Ref    Both     `yaml:"ref"`
	Says   Text     `yaml:"says"`
	Reason Text     `yaml:"reason"`
	At     Position `yaml:"-"`
}

// Definition says which pregnancies a body counts and how many it wants.
type Definition struct {
	Counts Count `yaml:"counts"`
	Losses int   `yaml:"losses"` // this many are recurrent
	// Beside marks a definition that is shown, and holds for the body's own lines;
	// it makes nobody recurrent for bodies without a definition, and the body
	// decides nothing where the leading one is silent.
	Beside  bool     `yaml:"beside"`
	Met     Text     `yaml:"met"`
	NotMet  Text     `yaml:"notMet"`
	Unknown Text     `yaml:"unknown"`
	Ref     Both     `yaml:"ref"`
	Read    string   `yaml:"read"`
	At      Position `yaml:"-"`
}

// Count is a way to count losses: which pregnancies qualify, and whether they
// must follow each other or share a partner.
type Count struct {
	Outcomes    []string `yaml:"outcomes"` // that qualify when the gestation fits
	From        Days     `yaml:"from"`     // from <= gestation
	Before      Days     `yaml:"before"`   // gestation < before; none when zero
	Consecutive bool     `yaml:"consecutive"`
	SamePartner bool     `yaml:"samePartner"`
	Documented  []string `yaml:"documented"`  // one of these must document it
	Unexplained bool     `yaml:"unexplained"` // a loss with a likelier cause does not count
	Morphology  string   `yaml:"morphology"`  // "normal": of the fetus, where it was looked at
	Spontaneous bool     `yaml:"spontaneous"` // the loss or the birth began by itself
}

// Criterion is a set of classification criteria: points on several sides, and
// each side must reach its threshold.
type Criterion struct {
	ID         string     `yaml:"id"`
	Name       Text       `yaml:"name"`
	Cause      string     `yaml:"cause"` // established when the criteria are met
	Source     string     `yaml:"source"`
	Ref        Both       `yaml:"ref"`
	Read       string     `yaml:"read"`
	Entry      *Entry     `yaml:"entry"`
	Apart      *Apart     `yaml:"apart"`
	Sides      []*Side    `yaml:"sides"`
	Others     []*Item    `yaml:"others"` // other reasons that are ruled out first
	Categories []Category `yaml:"categories"`
	Trust      []string   `yaml:"trust"` // tests whose untrusted results are listed
	// Assay lists the methods whose numbers the thresholds are meant for; a
	// result by another one is listed too. Any method when empty.
	Assay   []string `yaml:"assay"`
	Met     Text     `yaml:"met"`
	NotMet  Text     `yaml:"notMet"`
	Unknown Text     `yaml:"unknown"`
	Advice  `yaml:",inline"`
	About   *About   `yaml:"about"`
	At      Position `yaml:"-"`
}

// Scored reports whether points are counted and shown, rather than the parts
// that hold: where there is an entry criterion, or where one part of a side is
// not enough.
func (c *Criterion) Scored() bool {
	return c.Entry != nil || slices.ContainsFunc(c.Sides, func(s *Side) bool { return s.Threshold > 1 })
}

// Entry is what has to hold before points are added: one item of the side
// named Clinical, and the finding Laboratory, within so many days of each
// other.
type Entry struct {
	Clinical   string `yaml:"clinical"`   // the side
	Laboratory string `yaml:"laboratory"` // a finding
	Within     Span   `yaml:"within"`
}

// Apart bounds the time between an item of the first side and one of the
// second, in either order.
type Apart struct {
	AtLeast Span `yaml:"atLeast"`
	AtMost  Span `yaml:"atMost"`
}

// Side is one part of a criterion: points are added over its domains.
type Side struct {
	ID        string    `yaml:"id"`   // clinical or laboratory
	Name      Text      `yaml:"name"` // where the id does not say it well
	Threshold int       `yaml:"threshold"`
	Domains   []*Domain `yaml:"domains"`
}

// Domain counts only its highest item that holds.
type Domain struct {
	ID    string  `yaml:"id"`
	Name  Text    `yaml:"name"`
	Items []*Item `yaml:"items"`
}

// Item is a line of a domain: its points when the finding holds.
type Item struct {
	Points  int      `yaml:"points"`
	Finding string   `yaml:"finding"`
	Name    Text     `yaml:"name"`
	At      Position `yaml:"-"`
}

// Category names a constellation of domains that hold on the last side, for
// the report ("IIa": lupus anticoagulant alone). A category holds when its group
// of domains holds and no other category's does; an empty list stands for "more
// than one group".
type Category struct {
	ID      string   `yaml:"id"`
	Domains []string `yaml:"domains"`
}

// Rule is one position of one source on one subject, or one line by which a
// cause, a danger, a department or a caution is recognised.
type Rule struct {
	ID     string `yaml:"id"`
	Source string `yaml:"source"` // the file's, unless the rule has its own
	Topic  Text   `yaml:"-"`      // the file's
	Says   Text   `yaml:"says"`
	When   string `yaml:"when"`

	// The subject: exactly one of these groups, or none for general advice.
	Test      []string `yaml:"test"`
	Treatment []string `yaml:"treatment"`
	Cause     string   `yaml:"cause"`
	Status    string   `yaml:"status"` // of the cause: established, suspected, excluded
	Flag      string   `yaml:"flag"`   // a danger; with Act, Department and Urgency
	Act       Text     `yaml:"act"`
	// Brief is what a danger asks of a doctor, in one line: Act is said to her.
	Brief Text `yaml:"brief"`
	// Ask is what a danger asks first while it is open: it stands before the general
	// question for the fact that would decide it.
	Ask        Text     `yaml:"ask"`
	AskBrief   Text     `yaml:"askBrief"` // the same in a few words, beside the name of the fact
	Danger     string   `yaml:"danger"`   // that several flags point at; the most urgent of them speaks for all
	Yields     []string `yaml:"yields"`   // flags that take care of this one, too, where they are more urgent
	Department string   `yaml:"department"`
	Urgency    string   `yaml:"urgency"`
	Settings   []string `yaml:"setting"` // where it applies; everywhere when empty
	Caution    []string `yaml:"caution"` // treatments to be careful with
	Forbids    bool     `yaml:"forbids"` // the caution says that they are not for her at all
	Defer      []string `yaml:"defer"`   // tests that would not be valid now
	// Explains is a condition whose word needs a sentence wherever it is on
	// record: a diagnosis that some places make and others do not know.
	Explains string `yaml:"explains"`
	// Except are rules of the same guideline that this general line makes an exception
	// for: where one of them holds for her, it leads and this one is told as general.
	Except []string `yaml:"except"`
	// Confirm names tests whose result, if it is what raised a suspicion, is
	// repeated before anything is concluded.
	Confirm []string `yaml:"confirm"`
	// NotBefore is the computed date from which a deferred test is valid.
	NotBefore string `yaml:"notBefore"`
	// Later says what a test waits for that is no date: "tissue from a loss".
	Later Text `yaml:"later"`

	Direction string      `yaml:"direction"`
	Strength  string      `yaml:"strength"`
	Evidence  string      `yaml:"evidence"`
	Ref       Both        `yaml:"ref"`
	Read      string      `yaml:"read"`
	Note      Both        `yaml:"note"`
	Tests     []*RuleTest `yaml:"tests"`
	At        Position    `yaml:"-"`

	// Trial is the study whose group the condition describes; Model the model it
	// refuses, or, with Band, one of whose groups it describes.
	Trial *Trial `yaml:"-"`
	Model *Model `yaml:"-"`
	Band  bool   `yaml:"-"`
}

// RuleTest gives some findings, leaves all others unknown, and says what the
// rule must answer.
type RuleTest struct {
	Given   map[string]any `yaml:"given"`
	Applies string         `yaml:"applies"` // yes, no, undecided
	Missing []string       `yaml:"missing"` // findings, when undecided
	At      Position       `yaml:"-"`
}
