package knowledge

// Cause is one of the causes every assessment lists.
type Cause struct {
	ID         string            `yaml:"id"`
	Name       Text              `yaml:"name"`
	Plain      Text              `yaml:"plain"` // for a patient, one sentence
	Group      string            `yaml:"group"`
	Department map[string]string `yaml:"department"` // by setting; "int" where a setting has none
	// Tests are those that examine it: a position against all of them by the
	// leading guideline makes the cause not indicated.
	Tests []string `yaml:"tests"`
	// Risk marks a cause that raises the risk without explaining the losses:
	// beside it they can still be unexplained.
	Risk bool `yaml:"risk"`
	// PerLoss marks a cause that explains the very losses in which it was found, and no
	// other: it stands with what is established, and the rest can still be unexplained.
	PerLoss bool `yaml:"perLoss"`

	At Position `yaml:"-"`
}

// Kinds of test: what a result can look like.
const (
	Quantity    = "quantity"    // a number with a unit and the laboratory's limits
	Antibody    = "antibody"    // positive or negative, or a number against the 99th centile
	Qualitative = "qualitative" // positive or negative
	Genotype    = "genotype"    // normal, abnormal; positive, negative
	Karyotype   = "karyotype"   // normal, abnormal
	Imaging     = "imaging"     // finding: a cause, or normal
)

// Test is one laboratory test or examination.
type Test struct {
	ID   string `yaml:"id"`
	Name Text   `yaml:"name"`
	Kind string `yaml:"kind"`
	Unit string `yaml:"unit"` // that numbers are kept in
	// Hard limits in Unit; a number outside is a typing or unit error.
	HardMin float64 `yaml:"hardMin"`
	HardMax float64 `yaml:"hardMax"`
	// Usual limits for adults who are not pregnant, used only where the
	// laboratory printed none, with their source.
	Usual *Usual `yaml:"usual"`
	// PositiveOver is a number above which the result is positive where the
	// laboratory printed no limit of its own; nil where there is none.
	PositiveOver *float64 `yaml:"positiveOver"`
	// Untrusted lists the contexts in which a result says nothing.
	Untrusted []string `yaml:"untrusted"`

	// AlsoDoneBy lists tests that answer the same question.
	AlsoDoneBy []string `yaml:"alsoDoneBy"`
	// Repeat is how long after a first positive it is repeated; zero: never.
	Repeat Days `yaml:"repeat"`
	How    Text `yaml:"how"` // when and how it is taken, for the plan
	// Occasion is the visit at which it is taken.
	Occasion string `yaml:"occasion"`
	// Order is the test's place in the catalogue, which is that of a work-up.
	Order int      `yaml:"-"`
	At    Position `yaml:"-"`
}

// Usual are limits a source prints for adults; a nil limit is not printed.
type Usual struct {
	Low    *float64 `yaml:"low"`
	High   *float64 `yaml:"high"`
	Source string   `yaml:"source"`
	Read   string   `yaml:"read"`
}

// Occasion is a visit at which several tests can be taken together.
type Occasion struct {
	ID     string   `yaml:"id"`
	Name   Text     `yaml:"name"`
	Who    Text     `yaml:"who"`
	Bring  Text     `yaml:"bring"`
	Covers []string `yaml:"covers"` // occasions whose tests can be taken at this one as well
	At     Position `yaml:"-"`
}

// Panel is a name for several tests.
type Panel struct {
	ID      string   `yaml:"id"`
	Name    Text     `yaml:"name"`
	Members []string `yaml:"members"`
	At      Position `yaml:"-"`
}

// Aim is what some tests look at, in words that a woman need not look up.
type Aim struct {
	ID      string   `yaml:"id"`
	Name    Text     `yaml:"name"`
	Says    Text     `yaml:"says"` // what that is, and what is looked for
	Members []string `yaml:"members"`
	At      Position `yaml:"-"`
}

// Treatment is one treatment that somebody advises, advises against, or asks
// about.
type Treatment struct {
	ID    string `yaml:"id"`
	Name  Text   `yaml:"name"`
	Plain Text   `yaml:"plain"`
	// Medicine marks what is prescribed; anything else is done for her.
	Medicine bool `yaml:"medicine"`
	// Offered marks what is open to everybody: that it is for her is never in
	// doubt, whatever a guideline waits for.
	Offered bool `yaml:"offered"`
	// General marks care that goes with any history: it is told after what is for
	// something she has.
	General bool `yaml:"general"`
	// Parts are the treatments that it joins; it is told before them.
	Parts []string `yaml:"parts"`
	// Leads marks what stands before the treatments she asks about, where it is advised.
	Leads bool `yaml:"leads"`
	// Takes is the term by which it is known to be taken, where no single medicine bears
	// its name; "" for takes.ID.
	Takes string   `yaml:"takes"`
	At    Position `yaml:"-"`
}

// Department is a place to go.
type Department struct {
	ID    string   `yaml:"id"`
	Name  Text     `yaml:"name"`
	Plain Text     `yaml:"plain"`
	At    Position `yaml:"-"`
}

// Word is a word a case file may use in one of its lists, with its names.
type Word struct {
	ID   string `yaml:"id"`
	Name Text   `yaml:"name"`
	Same string `yaml:"same"` // the word this one stands for
	Kind string `yaml:"kind"`
	// Quiet marks a word nobody is asked for: a test or another answer tells.
	Quiet bool `yaml:"quiet"`
	// Trait marks what is no illness and only a test tells, such as a blood group: that
	// she has no illness says nothing of it.
	Trait bool `yaml:"trait"`
	// Treats names the causes that a procedure removes or mends.
	Treats []string `yaml:"treats"`
	At     Position `yaml:"-"`
}

// The lists of words. Each is a file of the same name in the catalogue.
const (
	Conditions  = "conditions" // also events
	Medications = "medications"
	Procedures  = "procedures"
	Allergies   = "allergies"
	Symptoms    = "symptoms"
	Contexts    = "contexts"
	Details     = "details"
)

// Setting is a country or style of care: which guideline leads there.
type Setting struct {
	ID      string   `yaml:"id"`
	Name    Text     `yaml:"name"`
	Leading string   `yaml:"leading"`
	Bodies  []string `yaml:"bodies"` // others that are heard there
	At      Position `yaml:"-"`
}

// Term is one name a condition may use: its type, where its value comes from,
// what it is called and how a person is asked for it.
type Term struct {
	Name  string   `yaml:"name"`
	Type  string   `yaml:"type"` // flag, number, date
	From  From     `yaml:"from"`
	Label Text     `yaml:"label"`
	Fact  string   `yaml:"fact"` // what the person is asked for; the test's or condition's id by itself
	At    Position `yaml:"-"`

	// Slot is the term's place in Base.Vocabulary.
	Slot int `yaml:"-"`
	// Of is the test of From.Test, and Event says that From.Condition is an
	// event; both looked up once.
	Of    *Test `yaml:"-"`
	Event bool  `yaml:"-"`
	// Joins are the slots of From.With.Of.
	Joins []int `yaml:"-"`
	// Lacks is Fact as a list: what an undecided finding of the term waits for.
	Lacks []string `yaml:"-"`
}

// From says where a term's value comes from: exactly one of its fields, with
// Is beside Test and With beside Computed.
type From struct {
	Test       string `yaml:"test"` // with Is
	Is         string `yaml:"is"`   // done, positive, negative, high, low, in-range, normal, abnormal, persistent, value
	Condition  string `yaml:"condition"`
	Medication string `yaml:"medication"`
	Procedure  string `yaml:"procedure"`
	Allergy    string `yaml:"allergy"`
	Requested  string `yaml:"requested"`
	Symptom    string `yaml:"symptom"`
	Computed   string `yaml:"computed"` // names a function of package finding, with With
	With       With   `yaml:"with"`
	Verdict    string `yaml:"verdict"` // set during evaluation: rpl, unexplained, established:X …
}

// With are the numbers and words a computed term needs: thresholds stand here,
// beside the term, never in Go.
type With struct {
	Count    `yaml:",inline"`
	AtLeast  int      `yaml:"atLeast"`  // of the things counted
	Tests    []string `yaml:"tests"`    // whose results are looked at
	Over     *float64 `yaml:"over"`     // result > over
	OrMore   *float64 `yaml:"orMore"`   // result >= orMore
	AtMost   *float64 `yaml:"atMost"`   // result <= atMost
	Centile  bool     `yaml:"centile"`  // or result > the laboratory's 99th centile
	Positive bool     `yaml:"positive"` // or the laboratory calls it positive
	Assay    []string `yaml:"assay"`    // only these methods can be compared
	Persist  Days     `yaml:"persist"`  // twice, this far apart
	Latest   bool     `yaml:"latest"`   // only the latest result, or the last loss, is looked at
	Ongoing  bool     `yaml:"ongoing"`  // only the pregnancy she is in is looked at
	Of       []string `yaml:"of"`       // earlier terms that are joined
	Event    string   `yaml:"event"`    // an event's word
	Proven   []string `yaml:"proven"`   // how it must be proven
	HighRisk string   `yaml:"highRisk"` // yes or no
	// Took are groups of medicines: one of each group was taken.
	Took       [][]string `yaml:"took"`
	Word       string     `yaml:"word"`       // a detail, a karyotype, a cause
	Conditions []string   `yaml:"conditions"` // any of these
	Days       Days       `yaml:"days"`
}

// Outcome is a way a pregnancy can end, and the range of gestation its word can
// mean when none was recorded.
type Outcome struct {
	ID   string   `yaml:"id"`
	Name Text     `yaml:"name"`
	From Days     `yaml:"from"`
	To   Days     `yaml:"to"`
	At   Position `yaml:"-"`
}

// Family makes terms of one kind for every id of a list, so that a new test or
// condition needs no row of its own. {id} and {name} stand for each member.
type Family struct {
	Over  string   `yaml:"over"`  // tests, causes, criteria, conditions, medications …
	Kinds []string `yaml:"kinds"` // of test; all when empty
	Name  string   `yaml:"name"`
	Type  string   `yaml:"type"`
	From  From     `yaml:"from"`
	Label Text     `yaml:"label"`
	At    Position `yaml:"-"`
}
