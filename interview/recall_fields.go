package interview

import (
	"math"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
)

// filled tries for each field what makes the most of the case, and nothing that is not in it.
func (r *recalling) filled(e *entry, p *Page, a Answer) Answer {
	all := make([]int, len(p.Fields))
	for i := range all {
		all[i] = i
	}
	a, _ = r.fill(e, p, a, all)
	return a
}

func (r *recalling) fill(e *entry, p *Page, a Answer, fields []int) (Answer, int) {
	best, fits := r.score(p, a)
	if !fits {
		best = nothing
	}
	for _, i := range fields {
		f := &p.Fields[i]
		if !f.Asked(a.Values) || f.Name == "more" {
			continue
		}
		before := a
		try := func(b Answer) int {
			gain, ok := r.score(p, b)
			if ok && gain > best {
				return gain
			}
			var opened []int
			for j := i + 1; j < len(p.Fields); j++ {
				if p.Fields[j].Asked(b.Values) && !p.Fields[j].Asked(before.Values) {
					opened = append(opened, j)
				}
			}
			if len(opened) > 0 {
				_, gain = r.fill(e, p, b, opened)
				return gain
			}
			return nothing
		}
		candidates, last := r.candidates(e, f)
		if f.Kind == Many {
			for _, value := range candidates {
				if a.has(f.Name, value) {
					continue
				}
				if try(a.with(f.Name, value)) > best {
					a = a.with(f.Name, value)
					best = r.worth(p, a)
				}
			}
			if strings.HasPrefix(f.Name, ofAll) && f.takes(Differs) && try(before.with(f.Name, Differs)) > best {
				a = before.with(f.Name, Differs)
				best = r.worth(p, a)
			}
			candidates = last
		} else {
			candidates = append(candidates, last...)
		}
		if len(a.Values[f.Name]) > 0 {
			continue
		}
		most, chosen := best, ""
		for _, value := range candidates {
			if gain := try(a.with(f.Name, value)); gain > most {
				most, chosen = gain, value
			}
		}
		if chosen != "" {
			a = a.with(f.Name, chosen)
			best = r.worth(p, a)
		}
	}
	return a, best
}

// nothing is the worth of an answer that tells what is not in the case.
const nothing = math.MinInt

func (r *recalling) worth(p *Page, a Answer) int {
	if n, ok := r.score(p, a); ok {
		return n
	}
	return nothing
}

// candidates are what may have been said in a field; last those that stand alone.
func (r *recalling) candidates(e *entry, f *Field) (values, last []string) {
	if len(f.Options) == 0 {
		return r.typed(f), nil
	}
	for _, o := range f.Options {
		switch word := o.Value; {
		case word == Unsure:
		case word == None: // goes before what says the same in figures
			last = append([]string{word}, last...)
		case word == Other, word == Differs, word == no, word == knowsExactly:
			last = append(last, word)
		case f.Name == drinksField: // of a sum nobody knows what it was of
		case e != nil && slices.ContainsFunc(e.Families, func(of family) bool { return of.Page == word }): // which pages she chose is kept
		case slices.Contains([]string{"which", "not"}, f.Name) && !slices.Contains(r.values[""], word):
		default:
			values = append(values, word)
		}
	}
	return values, last
}

// typed is what of the case may have been typed in a field.
func (r *recalling) typed(f *Field) []string {
	of := r.values[""]
	key := f.Name[strings.LastIndex(f.Name, ".")+1:]
	for _, name := range []string{key, f.Name} {
		if list := r.values[name]; len(list) > 0 || name == f.Name && r.v.base.Test(strings.TrimSuffix(f.Name, "."+key)) != nil {
			of = list
		}
	}
	return slices.DeleteFunc(slices.Clone(of), func(text string) bool {
		switch _, err := date.Parse(text); {
		case f.Kind == Date:
			return err != nil
		case f.Kind == Weeks:
			_, err := weeksOrRange(text)
			return err != nil
		default:
			return !strings.ContainsAny(text, "0123456789")
		}
	})
}

// score is how much of the case is told by an answer beside those before it; false where it
// tells something that is not in the case.
func (r *recalling) score(p *Page, a Answer) (n int, ok bool) {
	if r.tries++; r.tries > mostTries {
		return 0, false
	}
	trial := r.copy()
	r.v.putOn(trial, r.state, p, a)
	trial.ongoing()
	return within(trial, r.target, "")
}

func (r *recalling) copy() draft { return clone(r.sofar).(draft) }

func clone(x any) any {
	switch x := x.(type) {
	case draft:
		d := make(draft, len(x))
		for key, inner := range x {
			d[key] = clone(inner)
		}
		return d
	case []any:
		list := make([]any, len(x))
		for i, inner := range x {
			list[i] = clone(inner)
		}
		return list
	case said:
		return said{clone(x.value), x.at}
	}
	return x
}

// within counts what two drafts have in common; false where the first has what the second
// has not. How far a list is whole is said by several pages: it only counts less.
func within(x, of any, key string) (n int, ok bool) {
	if s, is := x.(said); is {
		x = s.value
	}
	switch x := x.(type) {
	case draft:
		whole, is := of.(draft)
		if key == "lists" && !is {
			return -len(x), true
		}
		if !is { // an entry with nothing but its word may be the word
			if len(x) == 1 {
				for _, only := range x {
					return within(only, of, key)
				}
			}
			return 0, len(x) == 0
		}
		for name, inner := range x {
			if key == "lists" {
				if leaf(inner) == leaf(whole[name]) {
					n++
				} else {
					n--
				}
				continue
			}
			if _, there := whole[name]; !there && name != "lists" {
				if d, is := inner.(draft); is && len(d) == 0 {
					continue
				}
				return 0, false
			}
			m, fits := within(inner, whole[name], name)
			if !fits && name != "lists" {
				return 0, false
			}
			n += m
		}
		return n, true
	case []any:
		whole, is := of.([]any)
		if !is {
			return 0, false
		}
		n = 1
		used := make([]bool, len(whole))
		for i, entry := range x {
			found := false
			for j, other := range whole {
				if used[j] || key == "pregnancies" && i != j {
					continue
				}
				if m, fits := within(entry, other, ""); fits {
					used[j], found, n = true, true, n+m
					break
				}
			}
			if !found {
				return 0, false
			}
		}
		return n, true
	case nil:
		return 0, of == nil
	}
	if whole, is := of.(draft); is { // a word, and the entry of it
		for _, word := range []string{"condition", "event", "medication", "procedure"} {
			if w := wordOf(whole, word); w != "" && w == leaf(x) {
				return 1, true
			}
		}
		return 0, false
	}
	return 2, leaf(x) == leaf(of)
}
