package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// choices are the flags that say how a case is answered; several verbs share
// them.
type choices struct {
	lang, guideline, setting, asOf, patient, knowledge string
	codes                                              files
}

// files are the values of a flag that may be given several times.
type files []string

// String is for the help of the flag.
func (f *files) String() string { return strings.Join(*f, ", ") }

// Set adds a file.
func (f *files) Set(name string) error {
	*f = append(*f, name)
	return nil
}

const codesHelp = "a table of a hospital's own codes, as docs/reading.md says; may be given several times"

func (c *choices) flags(f *flag.FlagSet) {
	f.StringVar(&c.lang, "lang", "en", "language of the words: en or zh")
	f.StringVar(&c.guideline, "guideline", "", "the guideline that leads; the setting's when left out")
	f.StringVar(&c.setting, "setting", "", "country: int, cn, uk, us or de; the file's, or int, when left out")
	f.StringVar(&c.asOf, "as-of", "", "the date of the assessment, YYYY-MM-DD; the file's, or today, when left out")
	f.StringVar(&c.patient, "patient", "", "only the patient with this id")
	f.StringVar(&c.knowledge, "knowledge", "", "a folder of knowledge files instead of the built-in ones")
	f.Var(&c.codes, "codes", codesHelp)
}

// engine reads the knowledge that was chosen and checks the other choices
// against it.
func (c *choices) engine() (*gravida.Engine, error) {
	base, err := c.base()
	if err != nil {
		return nil, err
	}
	bodies := make([]string, 0, len(base.Guidelines))
	for _, g := range base.Guidelines {
		bodies = append(bodies, g.ID)
	}
	settings := make([]string, 0, len(base.Settings))
	for _, s := range base.Settings {
		settings = append(settings, s.ID)
	}
	if err := oneOf("--lang", c.lang, []string{"en", "zh"}); err != nil {
		return nil, err
	}
	if c.setting != "" {
		if err := oneOf("--setting", c.setting, settings); err != nil {
			return nil, err
		}
	}
	if c.guideline != "" {
		if err := oneOf("--guideline", c.guideline, bodies); err != nil {
			return nil, err
		}
	}
	if c.asOf != "" {
		if d, err := date.Parse(c.asOf); err != nil || !d.Full() {
			return nil, usagef("--as-of %s; accepted: a date as 2026-03-01", c.asOf)
		}
	}
	return gravida.With(base)
}

// base reads the knowledge that was chosen, with the hospital's own codes.
func (c *choices) base() (*knowledge.Base, error) {
	base, err := baseOf(c.knowledge)
	for _, file := range c.codes {
		var text []byte
		if err == nil {
			text, err = os.ReadFile(file)
		}
		if errors.Is(err, fs.ErrNotExist) {
			err = problem.Problem{Place: problem.Place{File: file}, Found: "no such file", Accepted: "a table of codes"}
		}
		if err == nil {
			base, err = base.WithCodes(file, string(text))
		}
	}
	return base, err
}

func engine(folder string) (*gravida.Engine, error) {
	base, err := baseOf(folder)
	if err != nil {
		return nil, err
	}
	return gravida.With(base)
}

func baseOf(folder string) (*knowledge.Base, error) {
	if folder == "" {
		return knowledge.Default()
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, problem.Problem{Place: problem.Place{File: folder}, Found: "no folder of that name", Accepted: "a folder of knowledge files"}
	}
	return knowledge.Read(os.DirFS(folder))
}

func oneOf(flag, word string, accepted []string) error {
	if slices.Contains(accepted, word) {
		return nil
	}
	message := flag + " " + word + "; accepted: " + strings.Join(accepted, ", ")
	if near := problem.Nearest(word, accepted); near != "" {
		message += "; did you mean " + near + "?"
	}
	return usageError{message}
}

func (c *choices) options() assessment.Options {
	return assessment.Options{Lang: c.lang, Leading: c.guideline, Setting: c.setting}
}

// dated gives the case its date: the flag's, else its own, else today. A fact
// that lies after that date is a mistake in one of the two.
func (c *choices) dated(p *patient.Case) (*patient.Case, error) {
	day := p.AsOf
	if c.asOf != "" {
		day = date.MustParse(c.asOf)
	}
	if !day.Known() {
		day = date.Of(time.Now())
	}
	dated := *p
	dated.AsOf = day
	if name, at, ok := dated.After(day); ok {
		return nil, problem.Problem{Place: problem.Place{File: at.Source.String()},
			Found:    fmt.Sprintf("%s on %s, after the date of the assessment %s", name, at.Value, day),
			Accepted: "facts up to that date, or a later --as-of"}
	}
	return &dated, nil
}

// one answers the only case of a file, or the one that was chosen.
func (c *choices) one(e *gravida.Engine, file string, std streams) (*assessment.Assessment, error) {
	p, err := c.single(e, file, std)
	if err != nil {
		return nil, err
	}
	dated, err := c.dated(p)
	if err != nil {
		return nil, err
	}
	return e.Assess(dated, c.options()), nil
}

// single reads the only case of a file, or the one that was chosen.
func (c *choices) single(e *gravida.Engine, file string, std streams) (*patient.Case, error) {
	var found several
	for p, err := range open(file, e.Base(), std) {
		if err != nil {
			if world, err := listed(err, c.lang, std.err); world {
				return nil, err
			}
			return nil, errListed
		}
		if c.patient == "" || p.ID == c.patient {
			found.add(p)
		}
	}
	return found.only(file)
}

// several is one case, or the names of the first of many.
type several struct {
	first *patient.Case
	ids   []string
	n     int
}

const namedAtMost = 20 // of an export of thousands a message names these

func (s *several) add(p *patient.Case) {
	if s.n++; s.first == nil {
		s.first = p
	}
	if len(s.ids) < namedAtMost {
		s.ids = append(s.ids, p.ID)
	}
}

// only is the case of which there has to be one.
func (s *several) only(of string) (*patient.Case, error) {
	switch {
	case s.n == 0:
		return nil, usagef("no such case in %s", of)
	case s.n > len(s.ids):
		s.ids = append(s.ids, "…")
	}
	if s.n > 1 {
		return nil, usagef("%s holds %d patients; choose one with --patient: %s", of, s.n, strings.Join(s.ids, ", "))
	}
	return s.first, nil
}

// chooseFormat fills in the format that was left out, text on a terminal and
// json otherwise, and checks it.
func chooseFormat(format *string, std streams, accepted ...string) error {
	if *format == "" {
		*format = "json"
		if std.terminal {
			*format = "text"
		}
	}
	return oneOf("--format", *format, accepted)
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
