package interview

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// The boxes in which a program may ask for a date, and for weeks.
const (
	YearBox  = "y"
	MonthBox = "m"
	DayBox   = "d" // of a date the day, of weeks the days
	WeekBox  = "w"
)

var (
	yearSign  = regexp.MustCompile(`^(\d+)(?: ?年|\.)$`)
	monthSign = regexp.MustCompile(`^(\d+) ?(?:月份?|\.)$`)
	daySign   = regexp.MustCompile(`^(\d+) ?(?:日|号|st|nd|rd|th|\.)$`)
	weekSign  = regexp.MustCompile(`^孕?(\d+) ?(?:w|wks?|weeks?|个?(?:周|星期))$`)
	daysSign  = regexp.MustCompile(`^(\d+) ?(?:d|days?|天|日)$`)
)

// DateOf is a date as its boxes say it: 2024年, 三月 or Mar, 10th. What cannot be read stays
// in its place, so that Give can say which box is wrong.
func DateOf(year, month, day string) string {
	y, m, d := bare(year, yearSign), bare(month, monthSign), bare(day, daySign)
	if n := monthCalled(strings.TrimSuffix(m, ".")); n > 0 {
		m = strconv.Itoa(n)
	}
	if m == "" && d == "" {
		return y // which may hold all of it
	}
	if whole := strings.Split(plainDate(y), "-"); len(whole) > 1 && isDate(strings.Join(whole, "-")) {
		agree := func(box string, i int) bool { return box == "" || i < len(whole) && two(box) == whole[i] }
		if agree(m, 1) && agree(d, 2) {
			return strings.Join(whole, "-")
		}
	}
	if d == "" {
		return y + "-" + two(m)
	}
	return y + "-" + two(m) + "-" + two(d)
}

// WeeksOf are weeks and days as their boxes say them: 10w, 八周; 2天.
func WeeksOf(weeks, days string) string {
	w, d := bare(weeks, weekSign), bare(days, daysSign)
	switch {
	case w == "" && d == "":
		return ""
	case d == "":
		return w
	}
	return w + "w" + d + "d"
}

// bare is what was typed in a box, in usual digits, without the sign of the box.
func bare(typed string, sign *regexp.Regexp) string {
	v := inDigits(plainly(typed))
	if m := sign.FindStringSubmatch(strings.ToLower(v)); m != nil {
		return m[1]
	}
	return v
}

// two writes a month or a day with two digits.
func two(s string) string {
	if len(s) == 1 && s[0] >= '0' && s[0] <= '9' {
		return "0" + s
	}
	return s
}

func isDate(s string) bool { _, err := date.Parse(s); return err == nil }

var inBoxes = regexp.MustCompile(`^([^-]*)-([^-]*)(?:-([^-]*))?$`)

// wrongDate says which box of a date is wrong, and what it takes; no box where the date was
// not put together of boxes.
func (t *texts) wrongDate(v string) (says knowledge.Text, box string) {
	m := inBoxes.FindStringSubmatch(v)
	if m == nil {
		if wholeNumber(v, 0, 9999) && len(v) != 4 {
			return t.say("wrong.year"), YearBox
		}
		return t.say("wrong.date"), ""
	}
	y, month, d := m[1], m[2], m[3]
	switch {
	case len(d) == 4 && wholeNumber(y, 1, 31): // 10-3-2024
		return t.say("wrong.date"), ""
	case y == "":
		return t.say("wrong.noYear"), YearBox
	case len(y) != 4 || !wholeNumber(y, 0, 9999):
		return t.say("wrong.year"), YearBox
	case month == "":
		return t.say("wrong.noMonth"), MonthBox
	case !wholeNumber(month, 1, 12):
		return t.say("wrong.month"), MonthBox
	}
	last := 31
	for ; last > 28 && !isDate(y+"-"+two(month)+"-"+strconv.Itoa(last)); last-- {
	}
	return numbered(t.say("wrong.day"), last), DayBox
}

var weeksInBoxes = regexp.MustCompile(`^([^w]*)w([^d]*)d$`)

// wrongWeeks says the same of weeks.
func (t *texts) wrongWeeks(v string) (says knowledge.Text, box string) {
	const most = patient.MaxGestationDays / 7
	m := weeksInBoxes.FindStringSubmatch(v)
	switch {
	case m == nil && !wholeNumber(v, 0, 999):
		return t.say("wrong.weeks"), ""
	case m == nil, !wholeNumber(m[1], 0, most):
		return numbered(t.say("wrong.week"), most), WeekBox
	case !wholeNumber(m[2], 0, 6):
		return t.say("wrong.days"), DayBox
	}
	return numbered(t.say("wrong.week"), most), WeekBox // 45 weeks and days
}

// wholeNumber reports whether a text is a number between two others.
func wholeNumber(s string, low, high int) bool {
	n, err := strconv.Atoi(s)
	return err == nil && s[0] != '+' && n >= low && n <= high
}

// monthCalled is the number of a month by its English name, in full or its first letters; 0
// for another word.
func monthCalled(name string) int {
	name = strings.ToLower(name)
	if name == "sept" {
		return 9
	}
	if len(name) < 3 {
		return 0
	}
	return slices.IndexFunc(months, func(full string) bool { return strings.HasPrefix(full, name) }) + 1
}

// contradiction is where two fields of a page ask for the same and were answered so that
// not both can be true. The second only counts while the first is empty; she is asked, and
// nothing is chosen for her.
func (t *texts) contradiction(p *Page, a Answer, today date.Date) *Mistake {
	said := func(name string) string {
		for i := range p.Fields {
			if f := &p.Fields[i]; f.Name == name && len(a.Values[name]) > 0 {
				return f.plainly(a.Values[name][0])
			}
		}
		return ""
	}
	roughly, err := weeksOrRange(said("roughly"))
	if weeks, wrong := patient.ParseGestation(said("weeks")); err == nil && wrong == nil && (weeks.Max < roughly.Min || weeks.Min > roughly.Max) {
		return t.both(p, a, "weeks", "roughly")
	}
	born, err := date.Parse(said("patient.born"))
	if age, wrong := strconv.Atoi(said("patient.age")); err == nil && wrong == nil && today.Known() {
		// In China many count themselves one or two years older: the birthday decides then too.
		const counted = 2
		if fewest, most, ok := date.YearsBetween(born, today); ok && (age < fewest || age > most+counted) {
			return t.both(p, a, "patient.born", "patient.age")
		}
	}
	return nil
}

// weeksOrRange reads weeks, or a range of them as the choice of rough weeks has it: 4w0d to 9w6d.
func weeksOrRange(text string) (patient.Gestation, error) {
	first, last, isRange := strings.Cut(text, " to ")
	from, err := patient.ParseGestation(first)
	if err != nil || !isRange {
		return from, err
	}
	to, err := patient.ParseGestation(last)
	return patient.Gestation{Min: from.Min, Max: to.Max}, err
}

// both is the mistake of two fields that do not go together, in the words she gave.
func (t *texts) both(p *Page, a Answer, first, second string) *Mistake {
	said := func(name string) *Field {
		return &p.Fields[slices.IndexFunc(p.Fields, func(f Field) bool { return f.Name == name })]
	}
	in := func(form, lang string) string {
		return strings.NewReplacer("{1}", said(first).InWords(lang, a.Values[first][:1]), "{2}", said(second).InWords(lang, a.Values[second][:1])).Replace(form)
	}
	says := t.say("wrong.both")
	return &Mistake{Page: p.ID, Field: first, Says: knowledge.Text{En: in(says.En, "en"), Zh: in(says.Zh, "zh")}}
}
