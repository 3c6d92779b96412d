package text

import "github.com/gravida-health/gravida/knowledge"

// Names of the catalogue in the language of the page; an id that the catalogue
// does not have stands for itself.

func (p *page) guideline(id string) string {
	if s := p.base.Source(id); s != nil {
		return s.Name.In(p.lang)
	}
	return id
}

func (p *page) test(id string) string {
	if t := p.base.Test(id); t != nil {
		return t.Name.In(p.lang)
	}
	return id
}

func (p *page) cause(id string) string {
	if c := p.base.Cause(id); c != nil {
		return c.Name.In(p.lang)
	}
	return id
}

func (p *page) treatment(id string) string {
	if t := p.base.Treatment(id); t != nil {
		return t.Name.In(p.lang)
	}
	return id
}

func (p *page) procedure(id string) string {
	if w := p.base.Word(knowledge.Procedures, id); w != nil {
		return w.Name.In(p.lang)
	}
	return id
}

func (p *page) department(id string) string {
	if d := p.base.Department(id); d != nil {
		return d.Name.In(p.lang)
	}
	return id
}

func (p *page) setting(id string) string {
	if s := p.base.Setting(id); s != nil {
		return s.Name.In(p.lang)
	}
	return id
}
