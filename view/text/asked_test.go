package text_test

import (
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/text"
)

// What a page says, and what it must never say, of women whose pages once hurt
// or misled. Line breaks do not matter.
func TestPagesSay(t *testing.T) {
	const two = "pregnancies: [{outcome: miscarriage, gestation: 8w0d}, {outcome: miscarriage, gestation: 8w0d}]\n"
	for _, c := range []struct {
		name, lang, of string
		says, never    []string
	}{
		{name: "what is forbidden stands before what is said in general",
			of:    "pregnancies: [{outcome: miscarriage, gestation: 21w0d}, {outcome: ongoing}]\nconditions: [antiphospholipid-syndrome, heparin-induced-thrombocytopenia]\nstatus: {pregnant: true, gestation: 6w0d}\nrequested: [heparin, aspirin-heparin]",
			says:  []string{"Low-dose aspirin with heparin: ■ not for you: Heparin-induced thrombocytopenia on record", "What is said of it in general:"},
			never: []string{"benzyl alcohol", "injection into the back"}},
		{name: "the same in Chinese", lang: "zh",
			of:   "pregnancies: [{outcome: miscarriage, gestation: 21w0d}, {outcome: ongoing}]\nconditions: [antiphospholipid-syndrome, heparin-induced-thrombocytopenia]\nstatus: {pregnant: true, gestation: 6w0d}\nrequested: [aspirin-heparin]",
			says: []string{"■ 您不宜使用", "一般而言"}},
		{name: "nobody speaks of it",
			of:    two + "requested: [semen-analysis, antibiotics-endometritis]",
			says:  []string{"Semen analysis: no guideline here speaks of it", "None of the guidelines here says anything for or against it"},
			never: []string{"silent ,"}},
		{name: "a result that was not counted says why",
			of:   "observations: [{test: d-dimer, date: 2026-01-12, result: abnormal, context: [pregnant]}]\nrequested: [d-dimer]",
			says: []string{"not counted: taken in a situation in which this test cannot be read (pregnant)"}},
		{name: "a test that is asked about and done has its words",
			of:   two + "observations: [{test: nk-cells-blood, date: 2026-01-12, result: abnormal}]\nrequested: [nk-cells-blood]",
			says: []string{"Natural killer cells in the blood: ■ against", "on record: abnormal", "(asked about)"}},
		{name: "what was treated asks for the look afterwards",
			of:    "observations: [{test: hysteroscopy, date: 2026-01, finding: intrauterine-adhesions}]\nprocedures: [{procedure: adhesiolysis, date: 2026-02}]",
			says:  []string{"Treated since: removal of scarring inside the womb, Feb 2026. Has it been looked at again?"},
			never: []string{"can often treat at once"}},
		{name: "who lost three biochemical pregnancies is not told that she lost none",
			of:   "pregnancies: [{outcome: biochemical}, {outcome: biochemical}, {outcome: biochemical}]",
			says: []string{"3 biochemical losses."}, never: []string{"No loss", "o miscarriage on this record", "The tissue of every loss was tested"}},
		{name: "no loss of any kind",
			of:   "pregnancies: [{outcome: ongoing}]\nstatus: {pregnant: true}",
			says: []string{"No miscarriage on this record."}},
		{name: "a child that died is no live birth on the page",
			of:   "pregnancies: [{outcome: livebirth, gestation: 39w0d}, {outcome: neonatal-death, gestation: 30w0d}]",
			says: []string{"1 live birth; 1 child died soon after birth."}, never: []string{"2 live births"}},
		{name: "one question for several pregnancies",
			of:    "pregnancies: [{outcome: miscarriage}, {outcome: miscarriage}, {outcome: miscarriage}, {outcome: livebirth, gestation: 39w0d}]",
			says:  []string{"About how many weeks were these pregnancies when they ended: pregnancies 1 to 3?", "can be answered once this is known: the weeks of pregnancies 1 to 3."},
			never: []string{"How many weeks was pregnancy 2", "weeks of pregnancies 1, 2"}},
		{name: "what is due and what can be considered", of: two + "status: {pregnant: false}",
			says: []string{"Due now", "Consider "}},
		{name: "in an emergency nothing else is asked",
			of:    "pregnancies: [{outcome: miscarriage}, {outcome: ongoing}]\nstatus: {pregnant: true, symptoms: [heavy-bleeding]}",
			never: []string{"Ask first", "About how many weeks", "Would you like to become pregnant"}},
		{name: "a gestation of long ago is no red flag",
			of:    "pregnancies: [{outcome: miscarriage}, {outcome: miscarriage}]\nconditions: [antiphospholipid-syndrome]",
			never: []string{"could raise one: symptoms now; the weeks"}},
		{name: "supportive care is never undecided",
			of:    "pregnancies: [{outcome: miscarriage}, {outcome: miscarriage}, {outcome: miscarriage}, {outcome: ongoing}]\nstatus: {pregnant: true, symptoms: []}",
			never: []string{"? undecided Supportive care"}},
		{name: "a sign is written once",
			of:   "observations: [{test: tsh, date: 2026-01-12, value: \"<0.5\", unit: mIU/L}]",
			says: []string{"<0.5"}, never: []string{"<<"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			base, err := knowledge.Default()
			if err != nil {
				t.Fatal(err)
			}
			woman, err := casefile.Read("case.yaml", []byte("gravida: case/1\nasOf: 2026-03-01\n"+c.of), base)
			if err != nil {
				t.Fatal(err)
			}
			page := written(t, assess(t, woman, assessment.Options{Lang: c.lang}), text.Options{})
			fits(t, page, 80)
			page = strings.Join(strings.Fields(page), " ")
			for _, s := range c.says {
				if !strings.Contains(page, s) {
					t.Errorf("the page does not say %q", s)
				}
			}
			for _, s := range c.never {
				if strings.Contains(page, s) {
					t.Errorf("the page says %q", s)
				}
			}
		})
	}
}
