// Command draw draws women at random from a folder of Synthea bundles and lists
// what their records say of pregnancies, for a person to read. It knows nothing of
// how Gravida reads: it looks at raw JSON only.
//
//	draw [-seed N] [-women N] [-pregnant] [-words FILE -facts FILE] [-cut FILE] FOLDER
//
// -pregnant draws every woman with a pregnancy alike, not more of those with many losses.
// -words names a table in which a person said what a text of the record means;
// -facts writes what the drawn women's records say in those texts. -cut writes the
// resources behind both as NDJSON, cut down to the elements that bear on them.
package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// What is obstetric is told by the words of the record, so that no list of codes,
// ours least of all, decides what is looked at.
var (
	obstetric = regexp.MustCompile(`(?i)pregnan|natal|f(o)?et(al|us)|miscarr|abortion|birth|deliver|labor\b|ectopic|tubal|gestat|obstet|ovum|eclamp|ces(a)?rean|partum|embryo|episiotomy|uter(us|ine)|trimester|curettage|methotrexate|fallopian`)
	routine   = regexp.MustCompile(`(?i)fundal|auscultation|pregnancy test|sexual orientation|birth sex|place of birth|oral contracept|screening|prenatal amniotic|anatomy study|fetal viability|antibody|antenatal RhD|AFP test|labor force|intrauterine (contraceptive )?device|counseling`)
	pregnancy = regexp.MustCompile(`(?i)pregnan|miscarr|abortion|ectopic|childbirth|deliver`)
	talk      = regexp.MustCompile(`(?i)discussion about`)
	loss      = regexp.MustCompile(`(?i)^(complete )?miscarriage|blighted ovum|tubal pregnancy`)
)

// strata: the women with most losses are the fewest, and matter most.
var strata = []struct {
	losses int // at least so many days
	draw   int // of fifty women
}{{3, 15}, {2, 15}, {1, 12}, {0, 8}}

type woman struct {
	id        string
	resources []map[string]any
	losses    int // days on which a condition that names a loss began
	traces    int
	pregnant  bool              // some entry names a pregnancy
	medicines map[string]string // the words of a Medication, by its key
}

func main() {
	log.SetFlags(0)
	seed := flag.Uint64("seed", 20260301, "of the draw")
	women := flag.Int("women", 50, "how many to draw")
	alike := flag.Bool("pregnant", false, "draw every woman with a pregnancy alike, whatever her losses")
	cut := flag.String("cut", "", "write the drawn women's resources to this file")
	table := flag.String("words", "", "table of what texts mean")
	list := flag.String("facts", "", "write the facts that these texts tell to this file")
	flag.Parse()
	texts := map[string]judgement{}
	if *table != "" {
		var err error
		if texts, err = judgements(*table); err != nil {
			log.Fatal(err)
		}
	}
	names, err := filepath.Glob(filepath.Join(flag.Arg(0), "*.json"))
	if err != nil || len(names) == 0 {
		log.Fatalf("no bundles in %q: %v", flag.Arg(0), err)
	}
	var all []*woman
	for _, name := range names {
		w, err := read(name)
		if err != nil {
			log.Fatalf("%s: %v", name, err)
		}
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b *woman) int { return cmp.Compare(a.id, b.id) })
	random := rand.New(rand.NewPCG(*seed, 0))
	var drawn []*woman
	if *alike {
		drawn = drawAlike(all, *women, random)
	} else {
		drawn = draw(all, *women, random)
	}
	for i, w := range drawn {
		fmt.Printf("\n%d\t%s\n", i+1, w.id)
		show(w)
	}
	if *cut != "" {
		if err := write(*cut, drawn, texts); err != nil {
			log.Fatal(err)
		}
	}
	if *list != "" {
		if err := facts(*list, drawn, texts); err != nil {
			log.Fatal(err)
		}
	}
}

// read reads one bundle and turns its references into the plain ones of a bulk export.
func read(name string) (*woman, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var bundle struct {
		Entry []struct {
			FullURL  string
			Resource map[string]any
		}
	}
	if err := json.Unmarshal(data, &bundle); err != nil {
		return nil, err
	}
	keys := map[string]string{}
	for _, e := range bundle.Entry {
		keys[e.FullURL] = fmt.Sprintf("%v/%v", e.Resource["resourceType"], e.Resource["id"])
	}
	w := &woman{medicines: map[string]string{}}
	lost := map[string]bool{}
	for _, e := range bundle.Entry {
		r := e.Resource
		plain(r, keys)
		w.resources = append(w.resources, r)
		if r["resourceType"] == "Patient" {
			w.id, _ = r["id"].(string)
		}
		if r["resourceType"] == "Medication" {
			w.medicines[fmt.Sprint("Medication/", r["id"])] = display(r["code"])
		}
		if r["resourceType"] == "Condition" && loss.MatchString(says(r)) {
			from, _ := when(r)
			lost[from] = true
		}
		if tells(r) {
			w.traces++
			w.pregnant = w.pregnant || pregnancy.MatchString(says(r)) && !talk.MatchString(says(r))
		}
	}
	w.losses = len(lost)
	return w, nil
}

func plain(v any, keys map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["reference"].(string); ok && keys[ref] != "" {
			v["reference"] = keys[ref]
		}
		for _, x := range v {
			plain(x, keys)
		}
	case []any:
		for _, x := range v {
			plain(x, keys)
		}
	}
}

// says is the words of a resource's codes.
func says(r map[string]any) string {
	var words []string
	add := func(v any) {
		c, _ := v.(map[string]any)
		codings, _ := c["coding"].([]any)
		for _, x := range codings {
			x, _ := x.(map[string]any)
			if s, ok := x["display"].(string); ok {
				words = append(words, s)
			}
		}
	}
	add(r["code"])
	for _, name := range []string{"type", "reasonCode"} {
		list, _ := r[name].([]any)
		for _, v := range list {
			add(v)
		}
	}
	add(r["valueCodeableConcept"])
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " / ")
}

// tells reports whether a resource says anything of a pregnancy.
func tells(r map[string]any) bool {
	switch r["resourceType"] {
	case "Condition", "Procedure", "Encounter", "Observation", "EpisodeOfCare":
		return obstetric.MatchString(says(r)) && !routine.MatchString(says(r))
	}
	return false
}

// draw takes from each stratum; what one cannot fill the next fills.
func draw(all []*woman, women int, random *rand.Rand) (drawn []*woman) {
	left := 0
	for i, s := range strata {
		var in []*woman
		for _, w := range all {
			if w.traces > 0 && w.losses >= s.losses && (i == 0 || w.losses < strata[i-1].losses) {
				in = append(in, w)
			}
		}
		random.Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
		wanted := s.draw*women/50 + left
		n := min(len(in), wanted)
		left = wanted - n
		fmt.Printf("at least %d: %d women, %d drawn\n", s.losses, len(in), n)
		drawn = append(drawn, in[:n]...)
	}
	return drawn
}

// drawAlike draws from the women with a pregnancy, each as likely as the other.
func drawAlike(all []*woman, women int, random *rand.Rand) []*woman {
	in := slices.DeleteFunc(slices.Clone(all), func(w *woman) bool { return !w.pregnant })
	random.Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
	n := min(len(in), women)
	fmt.Printf("%d of %d women have a pregnancy, %d drawn\n", len(in), len(all), n)
	return in[:n]
}

// show writes a line for each resource that tells of a pregnancy, oldest first.
func show(w *woman) {
	var lines []string
	for _, r := range w.resources {
		if r["resourceType"] == "Patient" {
			fmt.Printf("\tborn %v\n", r["birthDate"])
		}
		if !tells(r) {
			continue
		}
		from, to := when(r)
		line := from
		if to != "" && to != from {
			line += ".." + to
		}
		lines = append(lines, fmt.Sprintf("\t%s\t%.4v\t%s%s", line, r["resourceType"], says(r), value(r)))
	}
	slices.Sort(lines)
	for i := 0; i < len(lines); {
		n := 1
		for i+n < len(lines) && words(lines[i+n]) == words(lines[i]) {
			n++
		}
		fmt.Print(lines[i])
		if n > 1 {
			fmt.Printf("  (%d, the last %s)", n, strings.TrimSpace(lines[i+n-1])[:10])
		}
		fmt.Println()
		i += n
	}
}

// words is a line without its day.
func words(line string) string { return line[11:] }

// when is the day or days of a resource.
func when(r map[string]any) (from, to string) {
	day := func(v any) string {
		s, _ := v.(string)
		return s[:min(10, len(s))]
	}
	for _, name := range []string{"period", "performedPeriod", "effectivePeriod"} {
		if p, ok := r[name].(map[string]any); ok {
			return day(p["start"]), day(p["end"])
		}
	}
	from = cmp.Or(day(r["onsetDateTime"]), day(r["performedDateTime"]), day(r["effectiveDateTime"]), day(r["recordedDate"]))
	return from, day(r["abatementDateTime"])
}

func value(r map[string]any) string {
	for _, name := range []string{"valueQuantity", "valueString", "valueInteger"} {
		if v, ok := r[name]; ok {
			text, _ := json.Marshal(v)
			return " = " + string(text)
		}
	}
	return ""
}
