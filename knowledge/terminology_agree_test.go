package knowledge_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/knowledge"
)

// Meanings that one code may have at once.
var bothTrue = map[string]bool{"sle lupus-nephritis": true, "lupus-nephritis sle": true}

// No code claims two meanings: rows of one code say different kinds of thing of
// it, or are told apart by the title an edition prints.
func TestOneMeaning(t *testing.T) {
	terms := tables(t)
	for _, system := range terms.Systems() {
		byCode := map[string][]*knowledge.Code{}
		for _, c := range terms.Codes(system) {
			byCode[strings.ToLower(c.Code)] = append(byCode[strings.ToLower(c.Code)], c)
		}
		for code, rows := range byCode {
			for i, a := range rows {
				for _, b := range rows[i+1:] {
					if a.Kind != b.Kind || a.Concept == b.Concept && a.Number == b.Number || bothTrue[a.Concept+" "+b.Concept] {
						continue
					}
					if a.Display != b.Display && a.Note != "" && b.Note != "" {
						continue // editions: the title decides, and the notes say so
					}
					t.Errorf("%s %s is both %s and %s (%s, %s)", system, code, a.Concept, b.Concept, a.At, b.At)
				}
			}
		}
	}
}

var forms = map[string]*regexp.Regexp{
	knowledge.LOINC:   regexp.MustCompile(`^(\d{1,6}-\d|LA\d+-\d)$`),
	knowledge.SNOMED:  regexp.MustCompile(`^[1-9]\d{5,17}$`),
	knowledge.ICD10:   regexp.MustCompile(`^[A-Z]\d\d(\.[0-9Xx]+)?(\+[A-Z]\d\d\.\d\*)?$`),
	knowledge.ICD10CM: regexp.MustCompile(`^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$`),
	knowledge.ICD10PC: regexp.MustCompile(`^[0-9A-HJ-NP-Z]{3,7}$`),
	knowledge.ICD9CM:  regexp.MustCompile(`^([0-9V]\d\d(\.\d{1,2})?|\d\d(\.\d+x?\d*(x\d+)?)?)$`),
	knowledge.RxNorm:  regexp.MustCompile(`^\d{1,7}$`),
	knowledge.ATC:     regexp.MustCompile(`^[A-Z]\d\d[A-Z]([A-Z](\d\d)?)?$`),
}

// A code has the form of its system: what has not was put into the wrong table.
func TestForms(t *testing.T) {
	terms := tables(t)
	for system, form := range forms {
		if len(terms.Codes(system)) == 0 {
			t.Errorf("no table for %s", system)
		}
		for _, c := range terms.Codes(system) {
			if !form.MatchString(c.Code) {
				t.Errorf("%s: %q is no code of %s", c.At, c.Code, system)
			}
		}
	}
}

// Words of the vocabulary that no code or text of a table stands for, and why.
var reachedOtherwise = map[string]string{
	"answered in an interview, or known from elsewhere than a name": "alcohol caffeine smoking smoking-cessation weight-management supportive-care expectant-management hyperglycaemia-symptoms child-with-congenital-abnormality child-with-neonatal-lupus",
	"worked out or concluded, not read":                             "maternal-age underweight unexplained alloimmune",
	"a result, whose owner is found out first (kind genetics)":      "embryonic-aneuploidy sperm-dna-damage semen-analysis parental-karyotype-female parental-karyotype-male tissue-genetics",
	"part of a pregnancy (kind evidence)":                           "missed-miscarriage threatened-miscarriage embryo-transfer ivf iui pgt-a pgt-sr donor-gametes surgical-evacuation medical-management manual-removal-of-placenta",
	"passes, and a record does not say when":                        "active-bleeding breastfeeding undiagnosed-vaginal-bleeding",
	"the word is wider than what is meant":                          "arthritis ovarian-surgery glucose-lowering antioxidants antibiotics-endometritis",
	"a panel, or a type: its word alone has no verdict":             "cytokines hla-typing torch",
	"her partner's":                  "varicocele-repair",
	"an operation, under procedures": "adhesiolysis cerclage metroplasty myomectomy polypectomy septum-resection endometrial-scratching",
	"a medicine, under medications":  "intralipid ivig",
	"named by what it is made of":    "aspirin-heparin",
}

// Every word of the vocabulary that a record can hold is reached by a code, or at
// least by a text; of those that are not the reason is written down.
func TestEveryWordIsReached(t *testing.T) {
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	reached := map[string]bool{}
	for _, system := range base.Terminology.Systems() {
		for _, c := range base.Terminology.Codes(system) {
			reached[c.Kind+" "+c.Concept] = true
		}
	}
	otherwise := map[string]bool{}
	for _, words := range reachedOtherwise {
		for _, w := range strings.Fields(words) {
			otherwise[w] = false
		}
	}
	for _, list := range []struct {
		name       string
		ids, kinds []string
	}{
		{"", base.TestIDs(), []string{knowledge.CodeTest}},
		{knowledge.Conditions, base.WordIDs(knowledge.Conditions), []string{knowledge.CodeCondition, knowledge.CodeThrombosis}},
		{knowledge.Medications, base.WordIDs(knowledge.Medications), []string{knowledge.CodeMedication}},
		{knowledge.Procedures, base.WordIDs(knowledge.Procedures), []string{knowledge.CodeProcedure}},
		{knowledge.Allergies, base.WordIDs(knowledge.Allergies), []string{knowledge.CodeAllergy, knowledge.CodeMedication}},
	} {
		for _, id := range list.ids {
			if w := base.Word(list.name, id); w != nil && w.Same != "" {
				continue // another word of the same meaning is reached
			}
			_, known := otherwise[id]
			found := slices.ContainsFunc(list.kinds, func(k string) bool { return reached[k+" "+id] })
			switch {
			case !found && !known:
				t.Errorf("no code and no text stands for %s %s", list.name, id)
			case !found:
				otherwise[id] = true
			}
		}
	}
	for id, used := range otherwise {
		if !used {
			t.Errorf("%s is reached, or is no word: it needs no reason", id)
		}
	}
}
