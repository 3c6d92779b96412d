package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/text"
	"github.com/gravida-health/gravida/view/words"
)

const interviewHead = `gravida interview [flags] [FILE]

Asks, one question at a time, what can still change the answer, and then prints
the patient's report. Dangers are asked for first and shown at once. Any question
may be left open, and what is not known is never taken for a no. Questions go to
standard error, the report to standard output. With a FILE, a record or what was
kept of an interview, only what it leaves open is asked. Of a record from an
earlier day, how she is and what she takes is asked again.

--save keeps the case, also when the interview is broken off by Ctrl-C or the end
of the input. A file that is there is replaced only with --replace, or when the
interview began from it.

Example:
  gravida interview --lang zh --save mine.yaml
`

func interviewVerb(args []string, std streams) error {
	var c choices
	f := flags("interview", interviewHead, std)
	c.flags(f)
	var kept keeper
	f.StringVar(&kept.file, "save", "", "keep the case in this file")
	f.BoolVar(&kept.replace, "replace", false, "write over the file of --save if it is there")
	files, err := parse(f, args)
	if err != nil {
		return err
	}
	switch {
	case len(files) > 1:
		return usagef("interview: %d files; accepted: one record to begin from, or none\nRun gravida interview -h for an example.", len(files))
	case len(files) == 1 && files[0] == "-":
		return usagef("interview: - is no record to begin from, since your answers come from there; accepted: the name of a file")
	case kept.replace && kept.file == "":
		return usagef("interview: --replace without --save FILE")
	}
	e, err := c.engine()
	if err != nil {
		return err
	}
	d, err := newDialog(e, &c, std)
	if err != nil {
		return err
	}
	if len(files) == 1 {
		if d.state.From, err = c.record(e, d.talk, files[0], d.state.AsOf, std); err != nil {
			return err
		}
		if err := d.fits(files[0]); err != nil {
			return err
		}
		kept.began = files[0]
	}
	if err := kept.ready(); err != nil {
		return err
	}
	ask := !given(f, "setting") && !given(f, "guideline")
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	d.interrupted = signals
	d.setting = &c.setting
	if ask && (d.state.From == nil || !d.state.From.Setting.Known) {
		d.places = func() { c.setting = d.place(e.Base().Settings) }
	}
	return d.report(kept, std)
}

// newDialog makes an interview on the day that was chosen, or today.
func newDialog(e *gravida.Engine, c *choices, std streams) (*dialog, error) {
	v, err := interview.New(e.Base(), func(p *patient.Case) *assessment.Assessment { return e.Assess(p, c.options()) })
	if err != nil {
		return nil, err
	}
	day := date.Of(time.Now())
	if c.asOf != "" {
		day = date.MustParse(c.asOf)
	}
	return &dialog{talk: v, state: interview.State{AsOf: day}, lang: c.lang, out: std.err, lines: typed(std.in)}, nil
}

// record is what a record still says on the day of the interview.
func (c *choices) record(e *gravida.Engine, talk *interview.Interview, file string, day date.Date, std streams) (*patient.Case, error) {
	p, err := c.single(e, file, std)
	if err != nil {
		return nil, err
	}
	at := *c
	at.asOf = day.String()
	if _, err := at.dated(p); err != nil {
		return nil, err
	}
	return talk.Since(p, day), nil
}

// fits refuses a record that holds what no case file can, before anything is asked:
// nothing that she says beside it could be kept.
func (d *dialog) fits(file string) error {
	_, err := d.talk.Case(d.state)
	var mistakes interview.Mistakes
	if !errors.As(err, &mistakes) {
		return err
	}
	var list problem.List
	for _, m := range mistakes {
		_, what, _ := strings.Cut(m.Detail, ": ")
		what, accepted, _ := strings.Cut(what, "; accepted: ")
		list = append(list, problem.Problem{Place: problem.Place{File: file}, Found: what, Accepted: accepted})
	}
	return list
}

// report holds the interview, keeps its case if that was asked for, and prints
// the report unless the interview was broken off.
func (d *dialog) report(kept keeper, std streams) error {
	answers, err := d.hold()
	if err != nil {
		return err
	}
	if d.broken() && (kept.file == "" || !d.anything()) {
		d.say(words.In(d.lang, "talk.notKept"))
		return errBrokenOff
	}
	if kept.file != "" {
		c, err := d.talk.Kept(d.state, d.half)
		if err != nil {
			return err
		}
		if d.setting != nil && *d.setting != "" {
			c.Setting = patient.Know(*d.setting, c.Source)
		}
		if err := kept.write(c); err != nil {
			return err
		}
	}
	switch {
	case d.broken():
		command := "gravida interview --save " + filepath.ToSlash(kept.file) + " " + filepath.ToSlash(kept.file)
		if d.lang != "en" {
			command += " --lang " + d.lang
		}
		d.say(words.Fill(d.lang, "talk.draft", "file", kept.file))
		d.line("  " + command) // on one line, to be copied
		return errBrokenOff
	case kept.file != "":
		d.say(words.Fill(d.lang, "talk.saved", "file", kept.file))
	}
	if err := text.Patient(std.out, answers, text.Options{Color: std.terminal}); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
