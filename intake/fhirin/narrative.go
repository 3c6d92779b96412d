package fhirin

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/patient"
)

// A history in words is read clause by clause. What is denied is zero; what
// cannot be read is left, and the whole text is shown to be confirmed.

// simplified writes the characters of obstetric words as the mainland does,
// and full-width digits and marks as ASCII.
var simplified = strings.NewReplacer("產", "产", "無", "无", "認", "认", "異", "异", "過", "过", "藥", "药", "宮", "宫", "剖腹", "剖宫",
	"個", "个", "＋", "+", "（", "(", "）", ")", "－", "-", "０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9")

var clauses = regexp.MustCompile(`[，,。；;、\n]+`)

// short are the abbreviated forms; each group of digits is one count.
var short = []struct {
	form   *regexp.Regexp
	counts []string
}{
	{regexp.MustCompile(`(?i)\bG\s*(\d{1,2})\s*P\s*(\d{1,2})\s*(?:\+\s*(\d{1,2})|A\s*(\d{1,2}))?`), []string{"gravidity", "parity", "losses-and-terminations", "losses-and-terminations"}},
	{regexp.MustCompile(`孕\s*(\d{1,2})\s*(?:次)?\s*产\s*(\d{1,2})\s*(?:流\s*(\d{1,2}))?`), []string{"gravidity", "parity", "losses-and-terminations"}},
	{regexp.MustCompile(`足月?\s*(\d)\s*早产?\s*(\d)\s*流产?\s*(\d)\s*(?:现)?存\s*(\d)`), []string{"term-births", "preterm-births", "losses-and-terminations", "children-living"}},
	{regexp.MustCompile(`^\s*(\d)-(\d)-(\d)-(\d)\s*$`), []string{"term-births", "preterm-births", "losses-and-terminations", "children-living"}},
}

// told words, the longer before the shorter it contains.
var toldWords = []struct {
	form    *regexp.Regexp
	concept string
	event   string
}{
	{regexp.MustCompile(`生化(?:妊娠)?`), "biochemicals", "biochemical-pregnancy"},
	{regexp.MustCompile(`宫外孕|异位妊娠`), "ectopics", "ectopic-pregnancy"},
	{regexp.MustCompile(`葡萄胎`), "molars", "molar-pregnancy"},
	{regexp.MustCompile(`死胎|死产|胎死宫内`), "stillbirths", "fetal-death"},
	{regexp.MustCompile(`无痛人流|人工流产|药物流产|人流|药流|引产`), "terminations", "termination"},
	{regexp.MustCompile(`自然流产|胎停育?|胚胎停止?发?育|稽留流产|过期流产|难免流产|空囊|枯萎卵`), "miscarriages", "embryonic-arrest"},
	{regexp.MustCompile(`(?i)\bmiscarriages?\b|\bspontaneous abortions?\b`), "miscarriages", ""},
	{regexp.MustCompile(`顺产|自然产|剖宫产`), "live-births", ""},
}

var (
	times        = regexp.MustCompile(`(\d{1,2}|[一二两三四五六七八九十])\s*(?:次|胎|个)`)
	englishTimes = regexp.MustCompile(`(?i)(\d{1,2})\s+(?:miscarriages?|spontaneous abortions?)`)
	denied       = regexp.MustCompile(`(?i)无|否认|未曾|\bno\b|\bdenies\b`)
	noLosses     = regexp.MustCompile(`(?i)(?:无|否认)(?:自然)?流产史?|\bno (?:history of )?(?:miscarriages?|pregnancy loss)`)
	eventDay     = regexp.MustCompile(`(\d{4})\s*年\s*(?:(\d{1,2})\s*月)?`)
	eventAge     = regexp.MustCompile(`(?:孕|停经)\s*(\d{1,2})\s*(?:\+\s*(\d)?)?\s*周(?:\s*(\d)\s*天)?`)
)

var numerals = map[string]int{"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}

// narrative reads an obstetric history that was written as a sentence.
func (r *reading) narrative(g *gathered, e *entry, text string, when span) {
	if strings.TrimSpace(text) == "" {
		return
	}
	plain := simplified.Replace(text)
	counts := map[string]int{}
	for _, clause := range clauses.Split(plain, -1) {
		r.clause(g, e, clause, counts)
	}
	for _, concept := range sortedKeys(counts) {
		if n := counts[concept]; n <= mostPregnancies {
			g.statements = append(g.statements, statement{concept: concept, number: n, has: true, on: when, says: text, source: e.source()})
		}
	}
	r.issuef(e.source(), "The obstetric history was read from text and should be confirmed: %q", "孕产史由文字解读，请核实：“%s”", text)
}

// clause reads one part of the sentence into counts.
func (r *reading) clause(g *gathered, e *entry, clause string, counts map[string]int) {
	for _, s := range short {
		if m := s.form.FindStringSubmatch(clause); m != nil {
			for i, concept := range s.counts {
				if n, err := strconv.Atoi(m[i+1]); err == nil {
					counts[concept] = n
				}
			}
			clause = s.form.ReplaceAllString(clause, " ")
		}
	}
	if noLosses.MatchString(clause) {
		counts["miscarriages"] += 0
		return
	}
	if denied.MatchString(clause) {
		return
	}
	for _, w := range toldWords {
		if !w.form.MatchString(clause) {
			continue
		}
		n, numbered := howOften(clause)
		if on, age := eventIn(clause); on.Known() && w.event != "" && !numbered {
			t := newTrace(w.event, clause, spanOf(on), e.source())
			t.gestation, t.rank = age, rankText
			g.add(t)
			return
		}
		counts[w.concept] += n
		return // the first word names the clause: an induced birth of a dead fetus is a dead fetus
	}
}

// howOften reads the number in a clause; a clause without one tells of one.
func howOften(clause string) (n int, numbered bool) {
	for _, form := range []*regexp.Regexp{times, englishTimes} {
		if m := form.FindStringSubmatch(clause); m != nil {
			if n, ok := numerals[m[1]]; ok {
				return n, true
			}
			n, _ := strconv.Atoi(m[1])
			return n, true
		}
	}
	return 1, false
}

// eventIn reads when one event was, and in which week.
func eventIn(clause string) (on date.Date, age patient.Gestation) {
	if m := eventDay.FindStringSubmatch(clause); m != nil {
		year, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		on, _ = date.New(year, month, 0)
	}
	if m := eventAge.FindStringSubmatch(clause); m != nil {
		weeks, _ := strconv.Atoi(m[1])
		age = patient.Gestation{Min: weeks * 7, Max: weeks*7 + 6}
		if d, err := strconv.Atoi(cmp.Or(m[2], m[3])); err == nil && d <= 6 {
			age = patient.Weeks(weeks, d)
		}
	}
	return on, age
}
