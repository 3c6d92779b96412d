package sdc

import (
	"encoding/json"
	"strings"

	"github.com/gravida-health/gravida/internal/element"
)

// spoken is the language of ours that a tag of a language means; English for any other.
func spoken(tag string) string {
	if tag = strings.ToLower(tag); tag == chinese || strings.HasPrefix(tag, chinese+"-") {
		return chinese
	}
	return english
}

// turned puts the texts of a language in front: each changes places with the
// translation beside it. Texts that have none stay.
func turned(data []byte, lang string) []byte {
	var v any
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return data
	}
	turn(v, lang)
	return marshal(v)
}

func turn(v any, lang string) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			turn(one, lang)
		}
	case map[string]any:
		if _, ok := v["language"].(string); ok && v["resourceType"] != nil {
			v["language"] = lang
		}
		for name, one := range v {
			text, ok := one.(string)
			beside, has := v["_"+name].(map[string]any)
			if !ok || !has {
				turn(one, lang)
				continue
			}
			for _, e := range array(beside["extension"]) {
				if e, ok := e.(map[string]any); ok && e["url"] == element.TranslationURL {
					v[name] = exchanged(e, text, lang)
				}
			}
		}
	}
}

// exchanged puts a text into a translation and gives what stood there, if that is in
// the language.
func exchanged(e map[string]any, text, lang string) string {
	parts := map[string]map[string]any{}
	for _, p := range array(e["extension"]) {
		if p, ok := p.(map[string]any); ok {
			name, _ := p["url"].(string)
			parts[name] = p
		}
	}
	content, ok := parts["content"]["valueString"].(string)
	if !ok || parts["lang"]["valueCode"] != lang {
		return text
	}
	parts["content"]["valueString"] = text
	parts["lang"]["valueCode"] = english
	if lang == english {
		parts["lang"]["valueCode"] = chinese
	}
	return content
}

func array(v any) []any { list, _ := v.([]any); return list }
