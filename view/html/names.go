package html

import (
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// Names of the catalogue in the language of the page.

func (f *frame) guideline(id string) string  { return words.NameOfSource(f.base, f.Lang, id) }
func (f *frame) test(id string) string       { return words.NameOfTest(f.base, f.Lang, id) }
func (f *frame) cause(id string) string      { return words.NameOfCause(f.base, f.Lang, id) }
func (f *frame) treatment(id string) string  { return words.NameOfTreatment(f.base, f.Lang, id) }
func (f *frame) procedure(id string) string  { return words.NameOfProcedure(f.base, f.Lang, id) }
func (f *frame) department(id string) string { return words.NameOfDepartment(f.base, f.Lang, id) }
func (f *frame) setting(id string) string    { return words.NameOfSetting(f.base, f.Lang, id) }

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
