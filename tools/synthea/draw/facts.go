package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// judgement is what a person said a text of the record means.
type judgement struct{ kind, word string }

// judgements reads the table of texts: type, text, kind, word.
func judgements(name string) (map[string]judgement, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	all := map[string]judgement{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "type\t") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 4 {
			return nil, fmt.Errorf("%s: %q has %d cells, not type, text, kind, word", name, line, len(cells))
		}
		all[cells[0]+"\t"+cells[1]] = judgement{cells[2], cells[3]}
	}
	return all, nil
}

// judged gives what a resource was said to mean, by its words.
func (w *woman) judged(r map[string]any, texts map[string]judgement) (judgement, bool) {
	text := display(r["code"])
	if ref, ok := r["medicationReference"].(map[string]any); ok {
		text = w.medicines[ref["reference"].(string)]
	}
	if text == "" {
		text = display(r["medicationCodeableConcept"])
	}
	j, ok := texts[fmt.Sprint(r["resourceType"], "\t", text)]
	return j, ok
}

// display is the words of a concept.
func display(v any) string {
	r := map[string]any{"code": v}
	return says(r)
}

// facts writes a line for each fact but the pregnancies: woman, kind, what, day,
// value. A diagnosis bears its first day; a medicine is one she still takes; of a
// test the newest result counts.
func facts(name string, women []*woman, texts map[string]judgement) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := bufio.NewWriter(f)
	fmt.Fprintln(out, "woman\tkind\twhat\tday\tvalue")
	for _, w := range women {
		var lines []string
		first, newest := map[judgement]string{}, map[judgement]string{}
		values := map[judgement]string{}
		for _, r := range w.resources {
			j, ok := w.judged(r, texts)
			if !ok {
				continue
			}
			day, _ := when(r)
			switch j.kind {
			case "diagnosis", "allergy":
				if old, ok := first[j]; !ok || day < old {
					first[j] = day
				}
			case "medicine":
				if r["status"] == "active" {
					first[j] = ""
				}
			case "test", "measure":
				if moment := cmp.Or(fmt.Sprint(r["effectiveDateTime"]), day); moment > newest[j] {
					newest[j], values[j] = moment, plainValue(r)
				}
			default:
				lines = append(lines, fmt.Sprintf("%s\t%s\t%s\t%s\t", w.id, j.kind, j.word, day))
			}
		}
		for j, day := range first {
			if j.kind == "allergy" {
				day = ""
			}
			lines = append(lines, fmt.Sprintf("%s\t%s\t%s\t%s\t", w.id, j.kind, j.word, day))
		}
		for j, moment := range newest {
			lines = append(lines, fmt.Sprintf("%s\t%s\t%s\t%s\t%s", w.id, j.kind, j.word, moment[:10], values[j]))
		}
		slices.Sort(lines)
		for _, l := range slices.Compact(lines) {
			fmt.Fprintln(out, l)
		}
	}
	return out.Flush()
}

// plainValue is the value of an observation as it stands there.
func plainValue(r map[string]any) string {
	if q, ok := r["valueQuantity"].(map[string]any); ok {
		number, _ := json.Marshal(q["value"])
		return fmt.Sprintf("%s %v", number, q["unit"])
	}
	return display(r["valueCodeableConcept"])
}
