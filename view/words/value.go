package words

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// phrases are the forms a fact's value takes beyond single words. Each group
// is put into words in its turn.
var phrases = []struct {
	form *regexp.Regexp
	key  string
}{
	{regexp.MustCompile(`^limit (.+)$`), "value.limit"},
	{regexp.MustCompile(`^lower limit (.+)$`), "value.lower limit"},
	{regexp.MustCompile(`^(\d+), listed in full$`), "value.listed"},
	{regexp.MustCompile(`^proven by (.+)$`), "value.proven"},
	{regexp.MustCompile(`^high-risk profile: (.+)$`), "value.highRisk"},
	{regexp.MustCompile(`^(.+) since (\S+)$`), "value.since"},
	{regexp.MustCompile(`^(outcome not known|[a-z-]+) at (\d+w.*)$`), "value.at"},
	{regexp.MustCompile(`^(done|happened) (\d{4}\S*)$`), "value.on"},
}

var gestationRange = regexp.MustCompile(`^(\d+w\d?d?) to (\d+w\d?d?)$`)

// Value puts the value of a fact into words: its parts one by one, dates and
// gestations in the way of the language. What it does not know is given back.
func Value(base *knowledge.Base, lang, value string) string {
	if value == "" {
		return In(lang, "value.unknown")
	}
	if strings.HasSuffix(value, "listed in full") {
		return part(base, lang, value)
	}
	parts := strings.Split(value, ", ")
	for i := range parts {
		parts[i] = part(base, lang, parts[i])
	}
	return strings.Join(parts, In(lang, "list.comma"))
}

// span is what has an end, and a beginning where that is known.
var span = regexp.MustCompile(`^(.+?)(?: since (\S+))? until (\S+)$`)

func part(base *knowledge.Base, lang, s string) string {
	if Has("value." + s) {
		return In(lang, "value."+s)
	}
	if m := span.FindStringSubmatch(s); m != nil {
		what := part(base, lang, m[1])
		if m[1] == "taken" { // no longer
			what = In(lang, "value.ended")
		}
		key := "value.span"
		switch m[2] {
		case "":
			key = "value.until"
		case m[3]: // once, or nobody wrote more than that
			key = "value.once"
		}
		from := ""
		if m[2] != "" {
			from = part(base, lang, m[2])
		}
		return Fill(lang, key, "1", what, "2", from, "3", part(base, lang, m[3]))
	}
	for _, p := range phrases {
		m := p.form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		pairs := []string{}
		for i, group := range m[1:] {
			pairs = append(pairs, strconv.Itoa(i+1), part(base, lang, group))
		}
		return Fill(lang, p.key, pairs...)
	}
	return atom(base, lang, s)
}

// atom puts one date, gestation or word of the catalogue into words.
func atom(base *knowledge.Base, lang, s string) string {
	if m := gestationRange.FindStringSubmatch(s); m != nil {
		if m[1] == "0w0d" {
			return Fill(lang, "gestation.upTo", "to", atom(base, lang, m[2]))
		}
		return Fill(lang, "gestation.range", "from", atom(base, lang, m[1]), "to", atom(base, lang, m[2]))
	}
	if strings.Contains(s, "w") {
		if g, err := patient.ParseGestation(s); err == nil {
			return Gestation(lang, g)
		}
	}
	if d, err := date.Parse(s); err == nil && len(s) > len("2006") {
		return Date(lang, d)
	}
	if o := base.Outcome(s); o != nil {
		return o.Name.In(lang)
	}
	for _, list := range []string{knowledge.Contexts, knowledge.Details, knowledge.Symptoms, knowledge.Allergies} {
		if word := wordName(list)(base, lang, s); word != "" {
			return word
		}
	}
	if word := named(base, lang, s); word != "" {
		return word
	}
	return Digits(s)
}

// Place is the source of a fact as a reader reads it: what a reader corrected says so,
// and where the record itself says it.
func Place(lang, source string) string {
	return placed(lang, source, func(place string) string { return place })
}

// ShortPlace is Place without the folders that lead to the file: they belong to the
// machine of whoever made the page.
func ShortPlace(lang, source string) string { return placed(lang, source, withoutFolders) }

func placed(lang, source string, as func(string) string) string {
	rest, ok := strings.CutPrefix(source, byReader)
	switch was := strings.TrimPrefix(rest, ":"); {
	case !ok:
		return as(source)
	case was == "":
		return In(lang, "source.added")
	default:
		return Fill(lang, "source.corrected", "what", as(was))
	}
}

func withoutFolders(place string) string {
	file, rest := place, ""
	if i := strings.IndexAny(place, "#:"); i > 1 { // not the letter of a drive
		file, rest = place[:i], place[i:]
	}
	return file[strings.LastIndexAny(file, `/\`)+1:] + rest
}

// ByReader reports whether a source is the reader of a record.
func ByReader(source string) bool { return strings.HasPrefix(source, byReader) }

var byReader = patient.ByReader(patient.Source{}).String()
