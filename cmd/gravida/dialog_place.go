package main

import (
	"flag"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// suggested is the country a language suggests where nobody has said one.
var suggested = map[string]string{"zh": "cn"}

// given reports whether a flag stands in the command.
func given(f *flag.FlagSet, name string) (is bool) {
	f.Visit(func(x *flag.Flag) { is = is || x.Name == name })
	return is
}

// place asks once where she is treated, so that the guideline of that place leads. What
// the language suggests stands there to be seen, and an empty line takes it.
func (d *dialog) place(settings []*knowledge.Setting) (id string) {
	id = "int"
	if s := suggested[d.lang]; s != "" {
		id = s
	}
	d.line("")
	d.paragraph(0, 0, words.In(d.lang, "web.treated"))
	for i, s := range settings {
		mark := ""
		if s.ID == id {
			mark = words.In(d.lang, "list.dot") + words.In(d.lang, "talk.place.enter")
		}
		d.line("  " + strconv.Itoa(i+1) + "  " + s.Name.In(d.lang) + mark)
	}
	for {
		typed, m := d.read()
		if typed == "" || m != onward || spoken[strings.ToLower(typed)] != onward {
			return id
		}
		i := slices.IndexFunc(settings, func(s *knowledge.Setting) bool {
			return strings.EqualFold(s.ID, typed) || strings.EqualFold(s.Name.En, typed) || s.Name.Zh == typed
		})
		if n, err := strconv.Atoi(typed); err == nil && n >= 1 && n <= len(settings) {
			i = n - 1
		}
		if i >= 0 {
			return settings[i].ID
		}
		d.paragraph(2, 2, words.Fill(d.lang, "talk.place.again", "n", strconv.Itoa(len(settings))))
	}
}
