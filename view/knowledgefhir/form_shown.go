package knowledgefhir

import (
	"strings"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/view/words"
)

// How a form is shown: what HL7 and its SDC guide have for programs that render one.

const (
	itemControl = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
	controls    = "http://hl7.org/fhir/questionnaire-item-control"
	orientation = "http://hl7.org/fhir/StructureDefinition/questionnaire-choiceOrientation"
	collapsible = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-collapsible"
	minValue    = "http://hl7.org/fhir/StructureDefinition/minValue"
	maxValue    = "http://hl7.org/fhir/StructureDefinition/maxValue"
)

// A list of answers is shown whole while it is short; a longer one opens.
const (
	mostRadios = 11
	mostBoxes  = 20
)

// rendered says of each item how it is shown: its control, its limits, its help.
func (w *writer) rendered(items []item) []item {
	for n := range items {
		i := &items[n]
		switch {
		case i.Type == "choice" && i.Repeats && len(i.Option) <= mostBoxes:
			i.Extension = append(i.Extension, control("check-box"), extension{URL: orientation, ValueCode: "vertical"})
		case i.Type == "choice" && !i.Repeats && len(i.Option) <= mostRadios:
			i.Extension = append(i.Extension, control("radio-button"))
		case i.Type == "choice":
			i.Extension = append(i.Extension, control("drop-down"))
		case i.Type == "group" && (strings.HasPrefix(i.LinkID, "observations.") || i.LinkID == "conditions"):
			i.Extension = append(i.Extension, extension{URL: collapsible, ValueCode: "default-closed"})
		}
		i.Extension = append(i.Extension, limits(i)...)
		i.Item = w.rendered(i.Item)
		if help, ok := w.help(i.LinkID); ok {
			if i.Type == "group" { // before the questions it is about
				i.Item = append([]item{help}, i.Item...)
			} else {
				i.Item = append(i.Item, help)
			}
		}
	}
	return items
}

func control(code string) extension {
	return extension{URL: itemControl, ValueConcept: &concept{Coding: []coding{{System: controls, Code: code}}}}
}

// limits are those of the place in a case file.
func limits(i *item) []extension {
	low, high, ok := casefile.Limits(i.LinkID)
	switch {
	case !ok:
		return nil
	case i.Type == "integer":
		from, to := int(low), int(high)
		return []extension{{URL: minValue, ValueInteger: &from}, {URL: maxValue, ValueInteger: &to}}
	}
	return []extension{{URL: minValue, ValueDecimal: &low}, {URL: maxValue, ValueDecimal: &high}}
}

// help is what is said beside an item: for its own place, or for all fields of its
// name.
func (w *writer) help(link string) (item, bool) {
	key := "form.help." + link
	if !words.Has(key) {
		key = "form.help." + link[strings.LastIndex(link, ".")+1:]
	}
	if strings.HasPrefix(link, "lists.") || !words.Has(key) {
		return item{}, false
	}
	says := say(key)
	return item{LinkID: link + "/help", Text: clean(says.En), TextZh: zh(says), Type: "display", Extension: []extension{control("help")}, asks: says}, true
}
