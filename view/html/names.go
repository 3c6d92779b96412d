package html

import (
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// Names of the catalogue in the language of the page; an id that the catalogue
// does not have stands for itself.

func (f *frame) guideline(id string) string {
	if s := f.base.Source(id); s != nil {
		return s.Name.In(f.Lang)
	}
	return id
}

func (f *frame) test(id string) string {
	if t := f.base.Test(id); t != nil {
		return t.Name.In(f.Lang)
	}
	return id
}

func (f *frame) cause(id string) string {
	if c := f.base.Cause(id); c != nil {
		return c.Name.In(f.Lang)
	}
	return id
}

func (f *frame) treatment(id string) string {
	if t := f.base.Treatment(id); t != nil {
		return t.Name.In(f.Lang)
	}
	return id
}

func (f *frame) procedure(id string) string {
	if w := f.base.Word(knowledge.Procedures, id); w != nil {
		return w.Name.In(f.Lang)
	}
	return id
}

func (f *frame) department(id string) string {
	if d := f.base.Department(id); d != nil {
		return d.Name.In(f.Lang)
	}
	return id
}

func (f *frame) setting(id string) string {
	if s := f.base.Setting(id); s != nil {
		return s.Name.In(f.Lang)
	}
	return id
}

// list joins names, beginning as a sentence does.
func (f *frame) list(names []string) string {
	return words.Sentence(strings.Join(names, f.say("list.names")))
}

// tag says how something was read, unless it was in the source itself.
func tag(read string) string {
	if read == knowledge.Primary {
		return ""
	}
	return read
}
