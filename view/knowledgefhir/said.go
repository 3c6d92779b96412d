package knowledgefhir

import (
	"strings"

	"github.com/gravida-health/gravida/internal/element"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// Text in two languages is put together in both at once.
type said = knowledge.Text

// say is a word of the views.
func say(key string) said { return said{En: words.In("en", key), Zh: words.In("zh", key)} }

// fill is a word of the views with its places filled in: pairs of a name and a
// said.
func fill(key string, pairs ...any) said {
	var en, zh []string
	for i := 0; i+1 < len(pairs); i += 2 {
		name, value := pairs[i].(string), pairs[i+1].(said)
		en, zh = append(en, name, value.En), append(zh, name, value.Zh)
	}
	return said{En: words.Fill("en", key, en...), Zh: words.Fill("zh", key, zh...)}
}

// same is what is written alike in every language.
func same(s string) said { return said{En: s, Zh: s} }

// joined puts texts after each other with a mark of the views between them, which
// is not the same in both languages. Empty ones are left out.
func joined(mark string, list ...said) said {
	var en, zh []string
	for _, s := range list {
		if s.En != "" {
			en, zh = append(en, s.En), append(zh, s.Zh)
		}
	}
	return said{En: strings.Join(en, words.In("en", mark)), Zh: strings.Join(zh, words.In("zh", mark))}
}

// sentences puts sentences after each other; between Chinese ones stands no space.
func sentences(list ...said) said {
	var en, zh []string
	for _, s := range list {
		if s.En != "" {
			en, zh = append(en, s.En), append(zh, s.Zh)
		}
	}
	return said{En: strings.Join(en, " "), Zh: strings.Join(zh, "")}
}

// under puts a text under its heading, as a paragraph of its own; nothing where
// there is no text.
func under(heading string, text said) said {
	if text.En == "" {
		return said{}
	}
	h := say(heading)
	return said{En: h.En + words.In("en", "clause") + text.En, Zh: h.Zh + words.In("zh", "clause") + text.Zh}
}

// paragraphs puts paragraphs under each other, as Markdown has them.
func paragraphs(list ...said) said {
	var en, zh []string
	for _, s := range list {
		if s.En != "" {
			en, zh = append(en, s.En), append(zh, s.Zh)
		}
	}
	return said{En: strings.Join(en, "\n\n"), Zh: strings.Join(zh, "\n\n")}
}

// capital begins the English of a title with a capital letter.
func capital(s said) said { return said{En: words.Sentence(s.En), Zh: s.Zh} }

// zh is the Chinese of a text; nil where it is written the same.
func zh(s said) *chinese { return element.Zh(clean(s.En), clean(s.Zh)) }
