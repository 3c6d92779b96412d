package interview

import (
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// Told is what was said of one thing, so that it can be read without its question.
type Told struct {
	About knowledge.Text
	Says  []knowledge.Text // empty where nothing was said
}

// Told is what was said on a page, for somebody who checks it. Where it speaks of several
// pregnancies or tests each has its own.
func (v *Interview) Told(p *Page, a Answer) []Told {
	list := []Told{{About: p.About}}
	if p.About.En == "" {
		list[0].About = p.Ask
	}
	n, ofPregnancy := number(p.ID)
	if ofPregnancy {
		list[0].About = numbered(v.texts.say("pregnancy"), n)
	}
	at, group := &list[0], knowledge.Text{}
	for i := range p.Fields {
		f := &p.Fields[i]
		values := a.Values[f.Name]
		if len(values) == 0 || !f.Asked(a.Values) || idle(p, f, a) {
			continue
		}
		if f.Group != group {
			if group = f.Group; group.En == "" {
				at = &list[0]
			} else {
				list = append(list, Told{About: v.under(p, list[0].About, group)})
				at = &list[len(list)-1]
			}
		}
		at.Says = append(at.Says, v.line(p, f, i, values))
	}
	list[0].Says = append(list[0].Says, v.Understood(p, a)...)
	if len(list) > 1 && len(list[0].Says) == 0 {
		list = list[1:]
	}
	return list
}

// under is the heading of what is said of one pregnancy or test: a pregnancy is a heading by
// itself, of a test its page says what is told.
func (v *Interview) under(p *Page, page, group knowledge.Text) knowledge.Text {
	id := p.ID
	if _, of, further := furtherOf(id); further {
		id = of
	}
	if e := v.entry(id); e != nil && e.Form == "each" {
		return group
	}
	return knowledge.Text{En: page.En + words.In("en", "list.dot") + group.En, Zh: page.Zh + words.In("zh", "list.dot") + group.Zh}
}

// idle reports an answer that another one on the page says better: that there is another
// pregnancy, that there is something of a list that is named, that answers differ.
func idle(p *Page, f *Field, a Answer) bool {
	_, ofPregnancy := number(p.ID)
	switch {
	case f.Name == "more":
		return a.has(f.Name, yes)
	case f.Name == "any" && !ofPregnancy:
		return a.has(f.Name, yes) && len(a.several("which")) > 0
	case strings.HasPrefix(f.Name, ofAll):
		return a.has(f.Name, Differs)
	}
	return false
}

// line is what was said in one field. The first of a page needs no name: it is what the page
// is about.
func (v *Interview) line(p *Page, f *Field, place int, values []string) knowledge.Text {
	name := v.brief(p, f)
	if name.En == "" && f.Name != "which" && f.Label != p.Ask && (place > 0 || f.Group.En != "" || len(f.Options) == 0) {
		name = f.Label
	}
	in := func(lang string) string {
		says := f.InWords(lang, values)
		if name.En == "" {
			return says
		}
		label := words.Sentence(name.In(lang))
		if strings.HasSuffix(label, "?") || strings.HasSuffix(label, "？") {
			return label + " " + says
		}
		return label + words.In(lang, "reading.is") + says
	}
	return knowledge.Text{En: in("en"), Zh: in("zh")}
}

// brief is the short name of a field, by the kind of its page or by itself; empty where it
// has none.
func (v *Interview) brief(p *Page, f *Field) knowledge.Text {
	kind, _, _ := strings.Cut(p.ID, "-")
	key := f.Name[strings.LastIndex(f.Name, ".")+1:]
	if rest, ok := strings.CutPrefix(f.Name, ofAll); ok {
		key, _, _ = strings.Cut(rest, ".")
	}
	for _, name := range []string{kind + "." + key, key} {
		if t, ok := v.texts.Briefs[name]; ok {
			return t
		}
	}
	return knowledge.Text{}
}

// InWords is what was said in a field, as a person reads it.
func (f *Field) InWords(lang string, values []string) string {
	shown := make([]string, len(values))
	for i, v := range values {
		v = f.plainly(v)
		shown[i] = v
		if f.Kind == Date {
			shown[i] = words.DateOf(lang, v)
		}
		if g, err := patient.ParseGestation(v); f.Kind == Weeks && err == nil {
			shown[i] = words.PlainGestation(lang, g)
		}
		for _, o := range f.Options {
			if o.Value == v {
				shown[i] = o.Label.In(lang)
			}
		}
	}
	list := strings.Join(shown, words.In(lang, "list.names"))
	if f.Unit.En != "" {
		list += " " + f.Unit.In(lang)
	}
	return words.Sentence(list)
}

// passed says which lines of a gate count as a no.
func (v *Interview) passed(e *entry, a Answer) (says []knowledge.Text) {
	if a.has("which", Unsure) || len(a.Values["which"]) == 0 {
		return nil
	}
	var en, zh []string
	for _, f := range e.Families {
		for _, d := range f.Direct {
			if !a.has("which", d.Value) {
				en, zh = append(en, d.Label.En), append(zh, d.Label.Zh)
			}
		}
		if form := v.entry(f.Page).Form; !a.has("which", f.Page) && (form == "conditions" || form == "words") {
			en, zh = append(en, f.Label.En), append(zh, f.Label.Zh)
		}
	}
	if len(en) == 0 {
		return nil
	}
	t := v.texts.say("gate.rest")
	return []knowledge.Text{{En: strings.ReplaceAll(t.En, "{names}", strings.Join(en, "; ")), Zh: strings.ReplaceAll(t.Zh, "{names}", strings.Join(zh, "；"))}}
}
