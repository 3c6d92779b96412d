package text

import (
	"strings"

	"github.com/gravida-health/gravida/view/words"
)

// who says whose assessment this is, of what day and by what.
func (p *page) who() {
	p.flow(0, 2, p.caseName()+p.say("list.dot")+strings.Join([]string{words.Age(p.lang, p.a.Subject()), words.Pregnant(p.lang, &p.a.Subject().Status)}, p.say("list.dot")))
	p.flow(0, 2, strings.Join([]string{
		words.Sentence(p.fill("who.asOf", "date", words.DateOf(p.lang, p.a.AsOf))),
		p.fill("who.leads", "leading", p.guideline(p.a.Leading), "setting", p.setting(p.a.Setting)),
		p.fill("who.knowledge", "version", p.a.Knowledge.Version),
	}, p.say("list.dot")))
}

func (p *page) caseName() string {
	if name := clean(p.a.Case); name != "" {
		return name
	}
	if p.hers {
		return words.Sentence(p.say("who.you"))
	}
	return p.say("who.unnamed")
}
