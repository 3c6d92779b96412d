package form

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/internal/unit"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Draft is a case file made of the answers to the long form.
type Draft struct {
	root    *node
	Issues  []patient.Issue
	printed *printer
	file    string
}

// reader turns the items of the long form into a draft.
type reader struct {
	*Draft
	base   *knowledge.Base
	r      *Response
	unsure []string // the labels of what she is not sure of
}

// Long makes a draft of a filled long form. The file is the name of the document.
func Long(file string, r *Response, base *knowledge.Base) *Draft {
	d := &reader{Draft: &Draft{root: object(""), file: file}, base: base, r: r}
	d.root.set("gravida", value("", "case/1"))
	if id := r.SubjectID(); id != "" {
		d.root.set("id", value("subject", id))
	}
	if day, ok := r.Day(); ok {
		d.root.set("asOf", value("authored", day.String()))
	}
	items := d.once(merged(r.Items))
	for i := range items {
		d.top(&items[i])
	}
	d.wholeLists()
	return d.Draft
}

// alone are the groups that a form has once. One that stands several times is read as one
// group, so that what it asks twice is seen.
var alone = []string{"patient", "lifestyle", "partner", "status", "conditions", "events"}

// merged are the items of a form with each group once, and how much of the symptoms is
// given beside how much of the other lists.
func merged(all []Item) (items []Item) {
	at := map[string]int{}
	var how []Item
	for _, i := range all {
		if !slices.Contains(alone, i.LinkID) {
			items = append(items, i)
			continue
		}
		if _, ok := at[i.LinkID]; !ok {
			at[i.LinkID] = len(items)
			items = append(items, Item{LinkID: i.LinkID, Path: i.Path, Label: i.Label})
		}
		into := &items[at[i.LinkID]]
		for _, below := range i.Below() {
			if i.LinkID == "status" && below.LinkID == "lists.symptoms" {
				how = append(how, below)
			} else {
				into.Items = append(into.Items, below)
			}
		}
	}
	return append(items, how...)
}

// once are the items without the questions that were answered several times where there
// is one answer: which of them is meant nobody knows, so none counts.
func (d *reader) once(items []Item) []Item {
	times := map[string]int{}
	for _, i := range items {
		name := i.LinkID[strings.LastIndexByte(i.LinkID, '.')+1:]
		many := lists[name] != "" && !strings.HasPrefix(i.LinkID, "lists.") || slices.Contains([]string{"conditions.other", "conditions.absent", "allergies", "requested"}, i.LinkID)
		if len(i.Answers) > 0 && !many {
			times[i.LinkID]++
		}
	}
	var left []Item
	for _, i := range items {
		if len(i.Answers) > 0 && times[i.LinkID] > 1 {
			d.issue(i.Label, "a second answer to "+strconv.Quote(clip(i.LinkID)), "one")
			continue
		}
		left = append(left, i)
	}
	return left
}

// SubjectID is the id of whom the form is about, else that of the form.
func (r *Response) SubjectID() string {
	if _, id, ok := strings.Cut(r.Subject, "Patient/"); ok && id != "" && !strings.Contains(id, "/") {
		return id
	}
	return r.ID
}

// Day is the day on which the form was filled in.
func (r *Response) Day() (date.Date, bool) {
	text, _, _ := strings.Cut(r.Authored, "T")
	d, err := date.Parse(text)
	return d, err == nil && d.Full() && len(text) == len("2006-01-02")
}

func (d *Draft) issue(label, found, accepted string) {
	if accepted != "" {
		found += "; accepted: " + accepted
	}
	d.Issues = append(d.Issues, patient.Issue{Source: patient.Source{Document: d.file, At: label},
		En: "An answer of the form could not be used, and is left open: " + found + ".", Zh: "表单中有一项回答无法采用，按未填处理：" + found + "。",
		SortEn: "An answer of a form could not be used, and is left open.", SortZh: "表单中有回答无法采用，按未填处理。"})
}

func (d *reader) unknown(i *Item) {
	d.issue(i.Label, fmt.Sprintf("the form has no item %q here", clip(i.LinkID)), "the link ids of "+Case)
}

// top reads an item that stands in no other.
func (d *reader) top(i *Item) {
	link := i.LinkID
	list, isHow := strings.CutPrefix(link, "lists.")
	switch {
	case strings.HasSuffix(link, "/help"):
	case slices.Contains([]string{"patient", "lifestyle", "partner", "status"}, link):
		d.members(d.root, i, link)
	case isHow:
		if v := d.word(i, "lists"); v != nil {
			d.root.part("lists", i.Label).set(list, v)
		}
	case link == "pregnancies", link == "medications", link == "procedures":
		entry := object(i.Label)
		if d.fields(entry, i, link+"."); len(entry.keys) > 0 {
			d.root.add(link, i.Label, entry)
		}
	case link == "allergies", link == "requested":
		d.several(d.root, link, i)
	case link == "observations":
		d.under(i, "observations.", d.result)
	case link == "conditions":
		d.under(i, "conditions.", d.condition)
	case link == "events":
		d.events(i)
	default:
		d.unknown(i)
	}
}

// under calls read for each item of a group whose link ids begin alike.
func (d *reader) under(i *Item, prefix string, read func(i *Item, id string)) {
	below := d.once(i.Below())
	for n := range below {
		id, ok := strings.CutPrefix(below[n].LinkID, prefix)
		switch {
		case strings.HasSuffix(below[n].LinkID, "/help"):
		case ok:
			read(&below[n], id)
		default:
			d.unknown(&below[n])
		}
	}
}

// members reads a group whose fields stand under one key.
func (d *reader) members(root *node, i *Item, key string) {
	group := object(i.Label)
	if d.fields(group, i, key+"."); len(group.keys) > 0 {
		root.set(key, group)
	}
}

// fields reads the answers of an item's members into an object.
func (d *reader) fields(into *node, i *Item, prefix string) {
	d.under(i, prefix, func(i *Item, name string) { d.field(into, i, name) })
}

// What the answers to a field are.
var (
	dates   = []string{"born", "ended", "date", "since", "until"}
	wholes  = []string{"age"}
	numbers = []string{"heightCm", "weightKg", "alcoholUnitsPerWeek", "caffeineMgPerDay", "spermDnaFragmentationPct", "lowerLimit", "upperLimit"}
	texts   = []string{"ethnicity", "label", "gestation", "severePreeclampsiaAt", "severePlacentalInsufficiencyAt"}
	flags   = []string{"pregnant", "bleeding", "planningPregnancy", "highRiskProfile"}
	lists   = map[string]string{"details": "detail", "documentedBy": "documentedBy", "symptoms": "symptom", "context": "context"}
	choices = map[string]string{"outcome": "outcome", "conception": "conception", "morphology": "morphology", "tissueKaryotype": "tissueKaryotype", "explainedBy": "condition",
		"smoking": "smoking", "karyotype": "karyotype", "location": "location", "proven": "proven", "result": "result", "finding": "finding", "assay": "assay",
		"condition": "condition", "event": "condition", "medication": "medication", "procedure": "procedure"}
	unitsOf = map[string][]string{"heightCm": {"cm"}, "weightKg": {"kg"}, "caffeineMgPerDay": {"mg"}, "spermDnaFragmentationPct": {"%"}}
)

func (d *reader) field(into *node, i *Item, name string) {
	switch {
	case lists[name] != "":
		d.several(into, name, i)
		return
	case slices.Contains(flags, name):
		if yes, known := d.yes(i); known {
			into.set(name, literal(i.Label, strconv.FormatBool(yes)))
		}
		return
	}
	a, ok := d.one(i)
	if !ok {
		return
	}
	switch {
	case slices.Contains(dates, name):
		if a.Type != "Date" {
			d.wrongType(i, a, "Date")
		} else {
			into.set(name, value(i.Label, a.Text))
		}
	case slices.Contains(texts, name), name == "partner": // of a pregnancy
		if a.Type != "String" {
			d.wrongType(i, a, "String")
		} else if text := strings.TrimSpace(a.Text); text != "" {
			into.set(name, value(i.Label, text))
		}
	case slices.Contains(wholes, name):
		if a.Type != "Integer" {
			d.wrongType(i, a, "Integer")
		} else {
			into.set(name, literal(i.Label, a.Text))
		}
	case slices.Contains(numbers, name):
		if text, ok := d.number(i, a, name); ok {
			into.set(name, literal(i.Label, text))
		}
	case choices[name] != "":
		if code, ok := d.code(i, a, choices[name]); ok {
			into.set(name, value(i.Label, code))
		}
	default:
		d.unknown(i)
	}
}

// one is the only answer of an item.
func (d *reader) one(i *Item) (*Answer, bool) {
	switch {
	case len(i.Answers) == 0:
		return nil, false
	case len(i.Answers) > 1:
		d.issue(i.Label, fmt.Sprintf("%d answers", len(i.Answers)), "one")
		return nil, false
	}
	return &i.Answers[0], true
}

func (d *reader) wrongType(i *Item, a *Answer, accepted string) {
	d.issue(i.Label, a.Shown(), "value"+accepted)
}

// plain is a number as JSON and a case file write it.
var plain = regexp.MustCompile(`^-?\d{1,12}(\.\d{1,12})?$`)

// number reads a number, also one that brings the unit the question asks for.
func (d *reader) number(i *Item, a *Answer, name string) (string, bool) {
	text := a.Text
	switch {
	case a.Type == "Quantity" && a.Value.Comparator == "" && slices.Contains(unitsOf[name], orElse(a.Value.Code, a.Value.Unit)):
		text = string(a.Value.Value)
	case a.Type != "Decimal" && a.Type != "Integer":
		d.wrongType(i, a, "Decimal")
		return "", false
	}
	if !plain.MatchString(text) {
		d.issue(i.Label, a.Shown(), "a number as 5.1")
		return "", false
	}
	return text, true
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// code is a chosen option of a list of ours.
func (d *reader) code(i *Item, a *Answer, list string) (string, bool) {
	if a.Type != "Coding" {
		d.wrongType(i, a, "Coding")
		return "", false
	}
	if a.Code.Code == "" || a.Code.System != r4.OwnSystem+list {
		d.issue(i.Label, a.Shown(), "a code of "+r4.OwnSystem+list)
		return "", false
	}
	return a.Code.Code, true
}

// word is the one chosen option as a value; nil where there is none.
func (d *reader) word(i *Item, list string) *node {
	if a, ok := d.one(i); ok {
		if code, ok := d.code(i, a, list); ok {
			return value(i.Label, code)
		}
	}
	return nil
}

// several reads a choice of which many may be made.
func (d *reader) several(into *node, key string, i *Item) {
	list := lists[key]
	switch key {
	case "allergies":
		list = "allergy"
	case "requested":
		list = "requested"
	}
	for n := range i.Answers {
		if code, ok := d.code(i, &i.Answers[n], list); ok {
			into.add(key, i.Label, value(i.Label, code))
		}
	}
}

const (
	yesNo    = "http://terminology.hl7.org/CodeSystem/v2-0136"
	noAnswer = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
)

// yes reads yes and no; that she is not sure is an answer, and says neither.
func (d *reader) yes(i *Item) (yes, known bool) {
	a, ok := d.one(i)
	if !ok {
		return false, false
	}
	switch (Coding{System: a.Code.System, Code: a.Code.Code}) {
	case Coding{System: yesNo, Code: "Y"}:
		return true, true
	case Coding{System: yesNo, Code: "N"}:
		return false, true
	case Coding{System: noAnswer, Code: "asked-unknown"}:
		d.unsure = append(d.unsure, i.Label)
		return false, false
	}
	d.issue(i.Label, a.Shown(), yesNo+"#Y, "+yesNo+"#N or "+noAnswer+"#asked-unknown")
	return false, false
}

// condition reads one that is asked for by its name, with its days below; or a choice
// of the rest.
func (d *reader) condition(i *Item, id string) {
	switch id {
	case "other":
		d.otherCondition(i)
		return
	case "absent":
		for n := range i.Answers {
			if code, ok := d.code(i, &i.Answers[n], "condition"); ok {
				d.root.add("absent", i.Label, value(i.Label, code))
			}
		}
		return
	}
	if d.base.Word(knowledge.Conditions, id) == nil {
		d.unknown(i)
		return
	}
	if yes, known := d.yes(i); known && !yes {
		d.root.add("absent", i.Label, value(i.Label, id))
	} else if known {
		entry := d.named("conditions", "condition", i.Label, id)
		d.fields(entry, i, "conditions."+id+".")
	}
}

// otherCondition reads one of the rest with its days; or several chosen at once, as the
// form asked for them before 2026.2.
func (d *reader) otherCondition(i *Item) {
	for n := range i.Answers {
		if code, ok := d.code(i, &i.Answers[n], "condition"); ok {
			d.named("conditions", "condition", i.Label, code)
		}
	}
	if len(i.Items) == 0 {
		return
	}
	entry := object(i.Label)
	if d.fields(entry, i, "conditions.other."); len(entry.keys) > 0 {
		d.root.add("conditions", i.Label, entry)
	}
}

// named adds an entry with its word.
func (d *reader) named(list, key, label, word string) *node {
	entry := object(label)
	entry.set(key, value(label, word))
	d.root.add(list, label, entry)
	return entry
}

// events reads what happens on a day. Each time stands beside the question whether it
// happened, or below its answer.
func (d *reader) events(i *Item) {
	var questions []Item
	times := map[string][]Item{}
	for _, below := range i.Below() {
		if id, ok := strings.CutSuffix(below.LinkID, ".each"); ok {
			times[id] = append(times[id], below)
		} else {
			questions = append(questions, below)
		}
	}
	for n := range questions {
		q := &questions[n]
		q.Items = append(q.Items, times[q.LinkID]...)
		delete(times, q.LinkID)
	}
	for _, id := range slices.Sorted(maps.Keys(times)) {
		d.issue(times[id][0].Label, "when it happened, without an answer whether it did", id)
	}
	d.under(&Item{LinkID: i.LinkID, Path: i.Path, Label: i.Label, Items: questions}, "events.", d.event)
}

// event reads something that happens on a day, once for each time it did.
func (d *reader) event(i *Item, id string) {
	if w := d.base.Word(knowledge.Conditions, id); w == nil || w.Kind != "event" {
		d.unknown(i)
		return
	}
	yes, known := d.yes(i)
	switch {
	case known && !yes:
		d.root.add("absent", i.Label, value(i.Label, id))
	case known:
		times := 0
		for _, time := range i.Below() {
			if time.LinkID != "events."+id+".each" {
				d.unknown(&time)
				continue
			}
			entry := object(time.Label)
			if d.fields(entry, &time, "events."+id+"."); len(entry.keys) > 0 {
				if entry.members["event"] == nil {
					entry.set("event", value(i.Label, id))
				}
				d.root.add("events", i.Label, entry)
				times++
			}
		}
		if times == 0 {
			d.named("events", "event", i.Label, id)
		}
	}
}

// result reads one result of a test.
func (d *reader) result(i *Item, test string) {
	if d.base.Test(test) == nil {
		d.unknown(i)
		return
	}
	entry := object(i.Label)
	d.under(i, "observations."+test+".", func(i *Item, name string) {
		if name == "value" {
			d.value(entry, i, test)
		} else {
			d.field(entry, i, name)
		}
	})
	if len(entry.keys) > 0 {
		entry.set("test", value(i.Label, test))
		d.root.add("observations", i.Label, entry)
	}
}

// value reads a number with its unit. The unit is the one its code means; a number
// without any is left for the case file's reader, which knows the tests of one unit.
func (d *reader) value(entry *node, i *Item, test string) {
	a, ok := d.one(i)
	if !ok {
		return
	}
	if a.Type != "Quantity" {
		d.wrongType(i, a, "Quantity")
		return
	}
	q := a.Value
	if !plain.MatchString(string(q.Value)) || !slices.Contains([]string{"", "<", "<=", ">", ">="}, q.Comparator) {
		d.issue(i.Label, a.Shown(), "a number as 5.1 with its unit")
		return
	}
	printed := q.Unit
	if q.Code != "" {
		printed = ""
		for _, u := range d.base.Units().Units(test) {
			code, _ := unit.UCUM(u)
			if printed == "" && (q.System == unit.UCUMSystem && code == q.Code || q.System == r4.OwnSystem+"unit" && u == q.Code) {
				printed = u
			}
		}
		if printed == "" {
			d.issue(i.Label, fmt.Sprintf("the unit %q of %q", clip(q.Code), clip(q.System)), strings.Join(d.base.Units().Units(test), ", "))
			return
		}
	}
	switch {
	case printed == "titre": // a laboratory prints it so, without a unit
		entry.set("value", value(i.Label, q.Comparator+"1:"+string(q.Value)))
		return
	case q.Comparator != "":
		entry.set("value", value(i.Label, q.Comparator+string(q.Value)))
	default:
		entry.set("value", literal(i.Label, string(q.Value)))
	}
	if printed != "" {
		entry.set("unit", value(i.Label, printed))
	}
}

// wholeLists says how much of each list is given. A list is whole only by its own
// answer; one that is whole and has nothing says that there is none.
func (d *reader) wholeLists() {
	said := map[string]string{}
	labels := map[string]string{}
	if how := d.root.members["lists"]; how != nil {
		for _, key := range how.keys {
			said[key], labels[key] = strings.Trim(how.members[key].text, `"`), how.members[key].item
		}
	}
	for _, key := range listed {
		if said[key] == "all" && d.open(key) {
			said[key] = "some"
			d.root.members["lists"].set(key, value(labels[key], "some"))
		}
		holder, entries := d.root, d.root.members[key]
		if key == "symptoms" {
			holder, entries = d.root.members["status"], nil
			if holder != nil {
				entries = holder.members[key]
			}
		}
		switch {
		case entries == nil && said[key] == "all":
			if holder == nil {
				holder = d.root.part("status", labels[key])
			}
			holder.add(key, labels[key])
		case entries == nil && said[key] == "some":
			d.root.members["lists"].members[key].drop()
		case entries != nil && said[key] == "":
			d.root.part("lists", entries.item).set(key, value(entries.item, "some"))
		}
	}
}

// open reports whether something of a list was answered and is not known. Such a list
// is never the whole list: what is not known would be a no.
func (d *reader) open(list string) bool {
	of := func(label string) bool {
		return label == list || strings.HasPrefix(label, list+".") || list == "symptoms" && strings.HasPrefix(label, "status.symptoms")
	}
	return slices.ContainsFunc(d.unsure, of) || slices.ContainsFunc(d.Issues, func(i patient.Issue) bool { return of(i.Source.At) })
}

// listed are the lists of which it can be said how much is given.
var listed = []string{"pregnancies", "conditions", "events", "medications", "procedures", "allergies", "symptoms"}

// Text is the draft as a case file in JSON.
func (d *Draft) Text() []byte {
	d.printed = &printer{}
	d.printed.write("", d.root, "")
	return []byte(d.printed.text.String())
}

// Source is what told of what stands on a line of the text.
func (d *Draft) Source(line int) patient.Source {
	at := ""
	if n := d.printed.at(line); n != nil {
		at = n.item
	}
	return patient.Source{Document: d.file, At: at}
}

// LeaveOut takes what stands on a line of the text out of the draft, and says so. It
// reports false where nothing does.
func (d *Draft) LeaveOut(line int, found, accepted string) bool {
	n := d.printed.at(line)
	if n == nil || n.above == nil || !n.held(d.root) {
		return false
	}
	d.issue(n.item, found, accepted)
	list := n.drop()
	if slices.Contains(listed, list) {
		d.root.part("lists", n.item).set(list, value(n.item, "some"))
		if holder := d.root; list != "symptoms" && holder.members[list] == nil || list == "symptoms" && (d.root.members["status"] == nil || d.root.members["status"].members[list] == nil) {
			d.root.members["lists"].members[list].drop()
		}
	}
	return true
}

// held reports whether a node still stands in the draft.
func (n *node) held(root *node) bool {
	for ; n != root; n = n.above {
		up := n.above
		if up == nil || up.isList && !slices.Contains(up.list, n) || !up.isList && up.keyOf(n) == "" {
			return false
		}
	}
	return true
}
