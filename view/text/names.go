package text

import "github.com/gravida-health/gravida/view/words"

// Names of the catalogue in the language of the page.

func (p *page) guideline(id string) string  { return words.NameOfSource(p.base, p.lang, id) }
func (p *page) test(id string) string       { return words.NameOfTest(p.base, p.lang, id) }
func (p *page) cause(id string) string      { return words.NameOfCause(p.base, p.lang, id) }
func (p *page) treatment(id string) string  { return words.NameOfTreatment(p.base, p.lang, id) }
func (p *page) procedure(id string) string  { return words.NameOfProcedure(p.base, p.lang, id) }
func (p *page) department(id string) string { return words.NameOfDepartment(p.base, p.lang, id) }
func (p *page) setting(id string) string    { return words.NameOfSetting(p.base, p.lang, id) }
