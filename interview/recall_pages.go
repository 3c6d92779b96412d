package interview

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/patient"
)

// recalling finds answers page by page.
type recalling struct {
	v      *Interview
	c      *patient.Case
	target draft
	values map[string][]string // what stands in the case, as text; under "" all of it
	state  State
	sofar  draft
	tries  int
}

// asked reports whether the case was kept with a page, in one of the lists.
func (r *recalling) asked(page string) bool { return State{From: r.c}.kept(page) }

func (r *recalling) next(page string) bool { return slices.Contains(r.c.Interview.Next, page) }

// leaves gathers what stands in the case by its key, that of a result also by its test.
func (r *recalling) leaves(x any, keys ...string) {
	switch x := x.(type) {
	case draft:
		for key, inner := range x {
			under := []string{"", key}
			if test := wordOf(x, "test"); test != "" {
				under = append(under, test+"."+key)
			}
			r.leaves(inner, under...)
		}
	case []any:
		for _, inner := range x {
			r.leaves(inner, keys...)
		}
	default:
		for _, key := range keys {
			if text := leaf(x); !slices.Contains(r.values[key], text) {
				r.values[key] = append(r.values[key], text)
				slices.Sort(r.values[key])
			}
		}
	}
}

func leaf(x any) string {
	if s, ok := x.(said); ok {
		return leaf(s.value)
	}
	return fmt.Sprint(x)
}

// pregnancies finds how each was told. What stands further in a pregnancy is of other pages.
func (r *recalling) pregnancies() bool {
	list := r.c.Pregnancies
	if len(list) == 0 && r.asked(pregnancyPage(1)) {
		a := Answer{Page: pregnancyPage(1)}
		switch {
		case r.c.History.Given:
			a.Values = map[string][]string{"outcome": {None}}
		case slices.Contains(r.c.Interview.Unsure, a.Page):
			a.Values = map[string][]string{"outcome": {Unsure}}
		}
		r.state = r.state.With(a)
	}
	for i := range list {
		p, n := &list[i], i+1
		values := map[string][]string{"outcome": {Unsure}}
		if p.Outcome != "" {
			values["outcome"] = []string{string(p.Outcome)}
		}
		if p.Outcome != patient.Ongoing {
			if p.Ended.Known() {
				values["ended"] = []string{p.Ended.String()}
			}
			if p.Gestation.Known() {
				field := "weeks"
				for _, o := range r.v.texts.options("roughly") {
					if g, err := weeksOrRange(o.Value); err == nil && g == p.Gestation {
						field = "roughly"
						values[field] = []string{o.Value}
					}
				}
				if field == "weeks" {
					if _, err := patient.ParseGestation(p.Gestation.String()); err == nil { // a range of hers has a page of its own
						values[field] = []string{p.Gestation.String()}
					}
				}
			}
			switch after := pregnancyPage(n + 1); {
			case n < len(list), r.next(after):
				values["more"] = []string{yes}
			case r.c.History.Complete:
				values["more"] = []string{no}
			case r.asked(after):
				values["more"] = []string{Unsure}
			}
		}
		if label := p.Partner.Value; n > 1 && p.Partner.Known {
			said := earlier
			switch {
			case label == list[i-1].Partner.Value:
				said = sameAsBefore
			case !slices.ContainsFunc(list[:i], func(b patient.Pregnancy) bool { return b.Partner.Value == label }):
				said = newPartner
			}
			values["partner"] = []string{said}
		}
		r.state = r.state.With(Answer{pregnancyPage(n), values})
	}
	var err error
	r.sofar, err = r.v.begun(r.state)
	if err != nil {
		return false
	}
	for _, key := range []string{"gravida", "asOf"} {
		delete(r.sofar, key)
	}
	return true
}

// pages finds the answers of all other pages, in the order of the table: those of today
// stand before the pregnancies.
func (r *recalling) pages() bool {
	for again := true; again; {
		again = false
		for _, e := range r.v.texts.Pages {
			for _, id := range r.of(e) {
				if _, ok := r.state.Answer(id); ok || !r.asked(id) && !r.loose(e) || e.Form == "tests" && r.ended(id) {
					continue
				}
				p, ok := r.v.Page(r.state, id)
				if !ok {
					continue
				}
				a, ok := r.answer(e, p)
				if !ok {
					continue
				}
				if len(r.v.check(p, a, r.state.AsOf)) > 0 {
					return false
				}
				r.state = r.state.With(a)
				r.v.put(r.sofar, r.state, a)
				again = true
			}
		}
	}
	for _, list := range [][]string{r.c.Interview.Asked, r.c.Interview.Unsure, r.c.Interview.Skipped} {
		for _, id := range list {
			if !r.settled(id) {
				return false
			}
		}
	}
	opened := r.v.following(r.state)
	for _, id := range r.c.Interview.Next {
		if !slices.Contains(opened, id) {
			return false
		}
	}
	today := func(a Answer) bool { e := r.v.entry(a.Page); return e != nil && e.Today }
	slices.SortStableFunc(r.state.Answers, func(a, b Answer) int {
		switch {
		case today(a) == today(b):
			return 0
		case today(a):
			return -1
		}
		return 1
	})
	return true
}

// ended reports a page of further results that there are none for.
func (r *recalling) ended(id string) bool {
	k, of, further := furtherOf(id)
	if !further {
		return false
	}
	before := of
	if k > firstFurther {
		before = furtherPage(k-1, of)
	}
	a, _ := r.state.Answer(before)
	return a.value("more") != yes
}

// loose reports a page of each pregnancy that was answered before the last of them was told
// of: that it was asked is not kept, what was said there is.
func (r *recalling) loose(e *entry) bool { return e.Form == "each" && e.Absent == "" }

// settled reports whether a page is answered, or need not be.
func (r *recalling) settled(id string) bool {
	if r.state.answered(id) {
		return true
	}
	_, open := r.v.page(r.state, id)
	if _, of, further := furtherOf(id); further {
		a, ok := r.state.Answer(of)
		return ok && a.value("more") != yes
	}
	if n, ok := number(id); ok {
		a, _ := r.state.Answer(pregnancyPage(n - 1))
		return a.value("more") != yes
	}
	return !open
}

// of are the pages of an entry: itself, and those that come of its answer.
func (r *recalling) of(e *entry) []string {
	ids := []string{e.ID}
	for k := firstFurther; r.asked(furtherPage(k, e.ID)) && k < 100; k++ {
		ids = append(ids, furtherPage(k, e.ID))
	}
	if e.Form == "conditions" {
		for _, fact := range append(slices.Clone(e.Facts), e.Found...) {
			for k := 1; r.asked(laterEvent(k, fact)) && k < 100; k++ {
				ids = append(ids, laterEvent(k, fact))
			}
		}
	}
	return ids
}

// answer finds what was said on a page; false where nothing has to be.
func (r *recalling) answer(e *entry, p *Page) (Answer, bool) {
	a := Answer{Page: p.ID, Values: map[string][]string{}}
	if slices.Contains(r.c.Interview.Skipped, p.ID) {
		return Answer{Page: p.ID}, true
	}
	unsure := slices.Contains(r.c.Interview.Unsure, p.ID)
	switch form := e.Form; {
	case p.ID == SeenPage:
		a.Values["answer"] = []string{yes}
		return a, true
	case form == "gate" || form == "papers":
		for _, f := range e.Families {
			sure := !unsure || slices.Contains(r.c.Interview.Asked, f.Page) // else it may have come for what could be a danger
			if p.Fields[0].takes(f.Page) && (r.asked(f.Page) && sure || r.next(f.Page)) {
				a.Values["which"] = append(a.Values["which"], f.Page)
			}
		}
	case form == "past":
		for _, m := range r.c.Medications {
			if m.Until.Known() && !slices.Contains(a.Values["which"], m.Medication) {
				a.Values["which"], a.Values["any"] = append(a.Values["which"], m.Medication), []string{yes}
			}
		}
	case form == "called":
		r.called(p, a)
	case form == "ruled-out":
		if lists, _ := r.target["lists"].(draft); r.c.NoConditions.Value && r.c.NoConditions.Known || leaf(lists["conditions"]) == "all" {
			a.Values["others"] = []string{no}
			return a, true
		}
	}
	if unsure && slices.ContainsFunc(p.Fields, func(f Field) bool { return f.Name == "which" && f.takes(Unsure) }) && e.Form != "each" {
		if named := r.filled(e, p, a); len(named.several("which")) > 0 {
			a = named
		}
		if !a.has("which", Unsure) {
			a.Values["which"] = append(a.Values["which"], Unsure)
		}
	}
	a = r.filled(e, p, a)
	if r.loose(e) && !r.asked(p.ID) {
		return a, !a.empty()
	}
	if e.Form == "tests" { // one of which nothing stands in the case says nothing
		a.Values["which"] = slices.DeleteFunc(a.Values["which"], func(id string) bool {
			return slices.Contains(e.Facts, id) && len(a.Values[id+".result"])+len(a.Values[id+".value"]) == 0
		})
		if len(a.Values["which"]) == 0 {
			delete(a.Values, "which")
		}
	}
	r.more(e, p, a)
	if len(a.Values) == 0 { // it left no trace: the answer that says the least
		if f := &p.Fields[0]; len(p.Fields) == 1 || slices.Contains([]string{"which", "any", "others"}, f.Name) {
			for _, quiet := range []string{Unsure, None, no} {
				if unsure != (quiet == Unsure) || !f.takes(quiet) || !f.Asked(a.Values) {
					continue
				}
				b := a.with(f.Name, quiet)
				if _, ok := r.score(p, b); ok {
					return b, true
				}
			}
		}
	}
	return a, true
}

// takes reports whether a field has an option.
func (f *Field) takes(value string) bool {
	return slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value })
}

func (a Answer) with(field string, values ...string) Answer {
	b := Answer{a.Page, map[string][]string{}}
	for name, of := range a.Values {
		b.Values[name] = slices.Clone(of)
	}
	b.Values[field] = append(b.Values[field], values...)
	return b
}

// called says what illnesses and events are called more exactly.
func (r *recalling) called(p *Page, a Answer) {
	times := map[string]int{}
	put := func(name, word string) {
		if word != "" && slices.ContainsFunc(p.Fields, func(f Field) bool { return f.Name == name && f.takes(word) }) {
			a.Values[name] = []string{word}
		}
	}
	for _, c := range r.c.Conditions {
		put("conditions."+c.ID, c.As)
	}
	for _, e := range r.c.Events {
		times[e.Event]++
		put(fmt.Sprintf("events.%d.%s", times[e.Event], e.Event), e.As)
	}
}

// more says whether there was another result, or another time, which only the pages that
// came after it tell.
func (r *recalling) more(e *entry, p *Page, a Answer) {
	i := slices.IndexFunc(p.Fields, func(f Field) bool { return f.Name == "more" })
	if i < 0 || !p.Fields[i].Asked(a.Values) {
		return
	}
	var after string
	if k, event, ok := r.v.eventOf(p.ID); ok {
		after = laterEvent(k+1, event)
	} else {
		k, _, further := furtherOf(p.ID)
		if !further {
			k = firstFurther - 1
		}
		after = furtherPage(k+1, e.ID)
		if e.Form == "tests" && r.asked(after) && !r.repeated(e, p.ID, a) { // she was asked, and had none
			a.Values["more"] = []string{no}
			return
		}
	}
	switch {
	case r.next(after), r.asked(after):
		a.Values["more"] = []string{yes}
	case strings.HasPrefix(p.ID, ofEvent):
		a.Values["more"] = []string{no}
	}
}

// repeated reports whether the case has more results of a page than an answer tells.
func (r *recalling) repeated(e *entry, id string, a Answer) bool {
	trial := r.copy()
	r.v.put(trial, r.state.With(a), a)
	count := func(d draft) (n int) {
		list, _ := d["observations"].([]any)
		for _, o := range list {
			if slices.Contains(e.Facts, wordOf(o, "test")) {
				n++
			}
		}
		return n
	}
	return count(trial) < count(r.target)
}
