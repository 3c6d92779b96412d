package correct

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// plain are the fields that stand without quotes in a case file.
var plain = map[casefile.Kind]*regexp.Regexp{
	casefile.NumberField: regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]+)?$`),
	casefile.FlagField:   regexp.MustCompile(`^(true|false)$`),
}

// entry reads a correction as a case file that holds nothing else.
func entry(one Correction, k *knowledge.Base) (*patient.Case, []Mistake) {
	parts := casefile.Parts(k)
	part := parts[slices.IndexFunc(parts, func(p casefile.Part) bool { return p.Key == Part(one.Entry) })]
	open, end := part.Key, ""
	absent := part.Key == "conditions" && len(one.Values["absent"]) > 0 && one.Values["absent"][0] == "true"
	if absent {
		open = "absent"
	}
	lines := []string{`{"gravida": "` + casefile.Format + `",`, ""}
	keys := []string{"", ""} // of each line
	add := func(key, text string) { lines, keys = append(lines, text), append(keys, key) }
	switch {
	case part.Plain || absent:
		add("", quoted(open)+": [")
		for _, v := range one.Values[part.Word] {
			add(part.Word, quoted(v))
		}
		end = "]}"
	default:
		start := "{"
		end = "}}"
		if part.Many {
			start, end = "[{", "}]}"
		}
		add("", quoted(open)+": "+start)
		first := true
		for _, f := range part.Fields {
			values, given := one.Values[f.Key]
			if !given || len(values) == 0 && f.Kind != casefile.WordsField {
				continue // a list that is empty says that there is nothing
			}
			text := ""
			switch form := plain[f.Kind]; {
			case f.Kind == casefile.WordsField:
				list := make([]string, len(values))
				for i := range values {
					list[i] = quoted(values[i])
				}
				text = "[" + strings.Join(list, ", ") + "]"
			case form != nil && form.MatchString(values[0]):
				text = values[0]
			default:
				text = quoted(values[0])
			}
			comma := ","
			if first {
				comma, first = "", false
			}
			add(f.Key, comma+quoted(f.Key)+": "+text)
		}
	}
	add("", end)
	c, err := casefile.Read("", []byte(strings.Join(lines, "\n")), k)
	if err == nil {
		return c, nil
	}
	var list problem.List
	if !errors.As(err, &list) {
		return nil, []Mistake{{Problem: problem.Problem{Found: err.Error()}}}
	}
	var wrong []Mistake
	for _, p := range list {
		m := Mistake{Problem: p}
		if i := p.Place.Line - 1; i >= 0 && i < len(keys) {
			m.Key = keys[i]
		}
		m.Problem.Place = problem.Place{}
		wrong = append(wrong, m)
	}
	return nil, wrong
}

func quoted(s string) string {
	text, err := json.Marshal(strings.ToValidUTF8(s, "\uFFFD"))
	if err != nil {
		panic(err) // a string can be written
	}
	return string(text)
}

// Values are the fields of an entry as it stands now; ok is false where the case has
// none.
func (r *Record) Values(name string) (v Values, ok bool) {
	part := Part(name)
	one := &patient.Case{}
	at := slices.Index(r.Entries[part], name)
	c := r.Case
	switch part {
	case "pregnancies":
		if one.Pregnancies, ok = only(c.Pregnancies, at); ok {
			one.History = patient.History{Given: true, Complete: true}
		}
	case "observations":
		one.Observations, ok = only(c.Observations, at)
	case "conditions":
		one.Conditions, ok = only(c.Conditions, at)
	case "events":
		one.Events, ok = only(c.Events, at)
	case "medications":
		one.Medications, ok = only(c.Medications, at)
	case "procedures":
		one.Procedures, ok = only(c.Procedures, at)
	case "allergies":
		one.Allergies, ok = only(c.Allergies, at)
	case "requested":
		one.Requested, ok = only(c.Requested, at)
	case "patient":
		one.Born, one.Age, one.HeightCm, one.WeightKg, one.Ethnicity, ok = c.Born, c.Age, c.HeightCm, c.WeightKg, c.Ethnicity, true
	case "status":
		one.Status, ok = c.Status, true
	case "lifestyle":
		one.Lifestyle, ok = c.Lifestyle, true
	case "partner":
		one.Partner, ok = c.Partner, true
	case "lists":
		return lists(c), true
	}
	if !ok {
		return nil, false
	}
	return written(one, part), true
}

// lists says which lists are whole.
func lists(c *patient.Case) Values {
	v := Values{}
	for key, all := range map[string]bool{"pregnancies": c.History.Complete, "conditions": c.NoConditions.Value, "events": c.NoEvents.Value, "medications": c.AllMedicines.Value,
		"procedures": c.AllProcedures.Value, "allergies": c.AllAllergies.Value, "symptoms": c.Status.AllSymptoms.Value} {
		if all {
			v[key] = []string{"all"}
		}
	}
	return v
}

// written takes the fields of an entry out of the case file that would be written.
func written(one *patient.Case, part string) Values {
	var b bytes.Buffer
	var root yaml.Node
	v := Values{}
	if casefile.Write(&b, one) != nil || yaml.Unmarshal(b.Bytes(), &root) != nil || len(root.Content) == 0 {
		return v
	}
	file := root.Content[0]
	for i := 0; i+1 < len(file.Content); i += 2 {
		key, n := file.Content[i].Value, file.Content[i+1]
		if key == "absent" && part == "conditions" {
			v["absent"] = []string{"true"}
		} else if key != part {
			continue
		}
		if n.Kind == yaml.SequenceNode && len(n.Content) == 1 {
			n = n.Content[0]
		}
		if n.Kind == yaml.ScalarNode { // the word alone
			v[wordOf[part]] = []string{n.Value}
			continue
		}
		for j := 0; j+1 < len(n.Content); j += 2 {
			field, inner := n.Content[j].Value, n.Content[j+1]
			if inner.Kind == yaml.ScalarNode {
				v[field] = []string{inner.Value}
				continue
			}
			v[field] = []string{}
			for _, item := range inner.Content {
				v[field] = append(v[field], item.Value)
			}
		}
	}
	return v
}

var wordOf = map[string]string{"conditions": "condition", "events": "event", "medications": "medication", "procedures": "procedure", "allergies": "allergies", "requested": "requested"}

// conflicts are the contradictions that a correction brought into a record. A record may
// hold more than a case file can: only what is new is refused.
func conflicts(before, after *patient.Case, k *knowledge.Base) (wrong []Mistake) {
	old, now := refused(before, k), refused(after, k)
	had := map[string]int{}
	for _, p := range old {
		had[p.Says.Form]++
	}
	for _, p := range now {
		if had[p.Says.Form]--; had[p.Says.Form] < 0 {
			p.Place = problem.Place{}
			wrong = append(wrong, Mistake{Problem: elsewhere(p)})
		}
	}
	return wrong
}

// Contradictions are why no case file can hold a case.
func Contradictions(c *patient.Case, k *knowledge.Base) (why []problem.Problem) {
	for _, p := range refused(c, k) {
		p.Place = problem.Place{}
		why = append(why, elsewhere(p))
	}
	return why
}

// elsewhere says "in the record" for the line of a file that nobody sees.
func elsewhere(p problem.Problem) problem.Problem {
	says := p.Says
	says.Args = slices.Clone(says.Args)
	for i, a := range says.Args {
		if _, ok := a.(problem.Line); ok {
			says.Args[i] = problem.Say("the record")
		}
	}
	return problem.New(p.Place, says, p.Wants, p.Nearest)
}

func refused(c *patient.Case, k *knowledge.Base) problem.List {
	var b bytes.Buffer
	if err := casefile.Write(&b, c); err != nil {
		return nil
	}
	_, err := casefile.Read("", b.Bytes(), k)
	var list problem.List
	errors.As(err, &list)
	return list
}

// String names a correction for a comment in a file.
func (c Correction) String() string {
	if c.Gone {
		return c.Entry + ": taken out"
	}
	var fields []string
	for _, key := range slices.Sorted(maps.Keys(c.Values)) {
		if len(c.Values[key]) > 0 {
			fields = append(fields, key+" "+strings.Join(c.Values[key], ", "))
		}
	}
	return strings.Join(strings.Fields(fmt.Sprintf("%s: %s", c.Entry, strings.Join(fields, "; "))), " ")
}

// only is the list of one entry; ok is false where there is none at that place.
func only[T any](list []T, at int) (one []T, ok bool) {
	if at < 0 || at >= len(list) {
		return nil, false
	}
	return list[at : at+1], true
}
