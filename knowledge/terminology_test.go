package knowledge_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gravida-health/gravida/knowledge"
)

func tables(t *testing.T) *knowledge.Terminology {
	t.Helper()
	terms, err := knowledge.ReadTerminology(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	return terms
}

func TestFind(t *testing.T) {
	terms := tables(t)
	for _, test := range []struct{ name, system, code, display, want string }{
		{"exact", knowledge.SNOMED, "19169002", "", "miscarriage-first-trimester"},
		{"a wrong display does not matter", knowledge.SNOMED, "156073000", "Fetus with unknown complication", "miscarriage-complete"},
		{"the same code elsewhere is something else", "http://www.ama-assn.org/go/cpt", "67108", "", ""},
		{"prefix", knowledge.ICD10, "O03.411", "", "miscarriage-incomplete"},
		{"prefix overruled: biochemical inside O03.9", knowledge.ICD10, "O03.900x001", "生化妊娠", "biochemical-pregnancy"},
		{"capital filler", knowledge.ICD10, "O03.900X001", "", "biochemical-pregnancy"},
		{"full width", knowledge.ICD10, "Ｏ０３．９００ｘ００１", "", "biochemical-pregnancy"},
		{"no point", knowledge.ICD10, "O02100", "", "miscarriage-missed"},
		{"digit for letter", knowledge.ICD10, "002.100", "", "miscarriage-missed"},
		{"old hospital list", knowledge.ICD10, "O03.903", "自然流产", "miscarriage"},
		{"insurance list", knowledge.ICD10, "O03.903", "孕晚期自然流产", "miscarriage-late"},
		{"edition not known", knowledge.ICD10, "O03.903", "", "miscarriage"},
		{"ectopic with miscarriage in its title", knowledge.ICD10, "O00.101", "输卵管妊娠流产", "ectopic-pregnancy"},
		{"placeholder", knowledge.ICD10CM, "O36.4XX0", "", "fetal-death"},
		{"modification takes the category of the international list", knowledge.ICD10CM, "O03.30", "", "miscarriage-incomplete"},
		{"modification's own meaning", knowledge.ICD10CM, "O02.81", "", "biochemical-pregnancy"},
		{"spreadsheet", knowledge.ICD9CM, "634.9100000000001", "", "miscarriage-incomplete"},
		{"spreadsheet SNOMED", knowledge.SNOMED, "161744009.0", "", "history-of-miscarriage"},
		{"spreadsheet without the last zero", knowledge.ICD9CM, "634.9", "", "miscarriage"},
		{"no point in ICD-9", knowledge.ICD9CM, "63491", "", "miscarriage-incomplete"},
		{"last zero too many", knowledge.ICD9CM, "632.0", "", "miscarriage-missed"},
		{"small filler and no point", knowledge.ICD10, "o03900x001", "", "biochemical-pregnancy"},
		{"Chinese health record documents", "urn:oid:2.16.156.10011.2.3.3.11", "Q51.202", "", "septate-uterus"},
		{"Chinese operations", "urn:oid:2.16.156.10011.2.3.3.12", "68.2206", "", "septum-resection"},
		{"not immune: no contraindication", knowledge.ICD10CM, "D75.821", "", "non-immune-heparin-thrombocytopenia"},
		{"dagger and asterisk", knowledge.ICD10, "M32.101+N08.5*", "", "sle lupus-nephritis"},
		{"class of medicines", knowledge.ATC, "C09AA02", "", "ace-inhibitor"},
		{"SNOMED edition", "http://snomed.info/sct/731000124108", "35999006", "", "anembryonic-pregnancy"},
		{"object identifier", "urn:oid:2.16.840.1.113883.6.1", "3016-3", "", "tsh"},
		{"drug-induced lupus is not the disease", knowledge.ICD10, "M32.0", "", "hint-drug-lupus"},
		{"family history", knowledge.SNOMED, "160391007", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, c := range terms.Find(test.system, test.code, test.display) {
				got = append(got, c.Concept)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("Find(%s, %s, %s) = %v, want %q", test.system, test.code, test.display, got, test.want)
			}
		})
	}
}

func TestReadTerminologyMistakes(t *testing.T) {
	_, err := knowledge.ReadTerminology(fstest.MapFS{
		"terminology/a.tsv": {Data: []byte("concept\tsystem\tcode\tdisplay\tkind\tverified\tnote\n" +
			"x\ts\t1\td\tevidense\tsomewhere\t\n" +
			"x\ts\t1\td\tevidence\n" +
			"\ts\t1\td\tevidence\tsomewhere\t\n" +
			"x=n\ts\t1\td\tevidence\tsomewhere\t\n" +
			"x\ts\t1\td\tevidence\tsomewhere\t\n" +
			"x\ts\t1\td\tevidence\tsomewhere\t\n")},
		"terminology/b.tsv":     {Data: []byte("code\n")},
		"terminology/units.tsv": {Data: []byte("not a table of codes\n")},
	})
	want := `terminology/a.tsv:2:1: the kind "evidense"; accepted: evidence, visit, statement, count, dating, question, answer, condition, thrombosis, hint, medication, allergy, test, genetics, procedure, measure, habit, result, finding, mark; did you mean evidence?
terminology/a.tsv:3:1: 5 columns; accepted: 7 columns, separated by tabs
terminology/a.tsv:4:1: an empty cell; accepted: concept, system, code, kind and verified are all filled
terminology/a.tsv:5:1: the concept "x=n"; accepted: a word, or a word, = and a whole number
terminology/a.tsv:7:1: 1 x a second time; accepted: one row; the first is line 6
terminology/b.tsv:1:1: the first line is "code"; accepted: the columns concept, system, code, display, kind, verified, note`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

// Most typing errors in a code break its check digit.
func TestCheckDigits(t *testing.T) {
	terms := tables(t)
	for _, c := range terms.Codes(knowledge.LOINC) {
		if !strings.HasPrefix(c.Code, "LA") && !mod10(c.Code) {
			t.Errorf("%s: LOINC %s has a wrong check digit", c.At, c.Code)
		}
	}
	for _, c := range terms.Codes(knowledge.SNOMED) {
		if !verhoeff(c.Code) {
			t.Errorf("%s: SNOMED %s has a wrong check digit", c.At, c.Code)
		}
	}
	if mod10("24475-2") || verhoeff("276319004") {
		t.Error("a wrong check digit passed")
	}
}

// mod10 checks a LOINC number: the digits before the hyphen from the right,
// every other one doubled, and the check digit add up to a multiple of ten.
func mod10(code string) bool {
	digits, check, ok := strings.Cut(code, "-")
	if !ok || len(check) != 1 {
		return false
	}
	sum := int(check[0] - '0')
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// verhoeff checks a SNOMED CT identifier.
func verhoeff(code string) bool {
	const dihedral = "0123456789123406789523401789563401289567401239567859876043216598710432765982104387659321049876543210"
	const permute = "01234567891576283094580379614289160435279453126870428657390127938064157046913258"
	c := 0
	for i := range len(code) {
		d := int(code[len(code)-1-i] - '0')
		if d < 0 || d > 9 {
			return false
		}
		c = int(dihedral[c*10+int(permute[(i%8)*10+d]-'0')] - '0')
	}
	return c == 0
}

// A code that is written for a word is read as that word again.
func TestWritten(t *testing.T) {
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ids := base.TestIDs()
	for _, id := range append(ids, base.CauseIDs()...) {
		for _, c := range base.Terminology.Written(id) {
			n++
			back := base.Terminology.Find(c.System, c.Code, c.Display)
			if len(back) == 0 || back[0].Concept != id {
				t.Errorf("%s is written %s %s, which is read as %v", id, c.System, c.Code, back)
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d codes are written for tests and causes", n)
	}
	// Hyperthyroidism is read from Graves' disease, and not written as it.
	if codes := base.Terminology.Written("hyperthyroidism"); len(codes) == 0 || codes[0].Code != "34486009" {
		t.Errorf("hyperthyroidism is written %v", codes)
	}
	if codes := base.Terminology.Written("no-such-word"); codes != nil {
		t.Errorf("a word that does not exist is written %v", codes)
	}
}

func TestWrittenProblems(t *testing.T) {
	const head = "concept\tsystem\tcode\tdisplay\tkind\tverified\tnote\n"
	tables := fstest.MapFS{
		"terminology/a.tsv": {Data: []byte(head + "tsh\thttp://loinc.org\t3016-3\tTSH\ttest\tseen\t\n" +
			"ft4\thttp://loinc.org\t3024-7\tFT4\ttest\tmemory\t\ntsh\thttp://loinc.org\t11580-8\tTSH\ttest\tseen\t\n")},
		"terminology/written.tsv": {Data: []byte("concept\tsystem\tcode\ntsh\thttp://loinc.org\t3016-3\ntsh\thttp://loinc.org\t11580-8\n" +
			"ft4\thttp://loinc.org\t3024-7\ntsh\thttp://loinc.org\t1-8\nsle\thttp://snomed.info/sct\t55464009\nshort\n")},
	}
	_, err := knowledge.ReadTerminology(tables)
	want := `terminology/written.tsv:3:1: a second code of http://loinc.org for tsh; accepted: one
terminology/written.tsv:4:1: 3024-7 for ft4, which nobody has looked up; accepted: a code whose meaning was read somewhere
terminology/written.tsv:5:1: 1-8 for tsh; accepted: a code that stands for it in the table of its system
terminology/written.tsv:7:1: 1 columns; accepted: 3 columns, separated by tabs`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestFindText(t *testing.T) {
	terms := tables(t)
	all := []string{knowledge.CodeMedication, knowledge.CodeCondition, knowledge.CodeTest, knowledge.CodeProcedure, knowledge.CodeAllergy, knowledge.CodeFinding}
	for _, test := range []struct{ text, kind, want, refused string }{
		{"阿司匹林", "", "aspirin aspirin", ""},
		{"阿司匹林肠溶片 100mg", knowledge.CodeMedication, "aspirin", ""},
		{"优甲乐", "", "levothyroxine", ""},
		{"Clexane 40 mg", "", "enoxaparin", ""},
		{"CLEXANE 40MG/0.4ML SYRINGE", "", "enoxaparin", ""},
		{"低分子肝素钙注射液（4100单位）", "", "lmwh", ""},
		{"Prednisone 5 mg oral tablet", "", "prednisolone", ""},
		{"Lidocaine 2 %", knowledge.CodeMedication, "", ""},
		{"aspirin and something else", knowledge.CodeMedication, "", ""},
		{"no aspirin", knowledge.CodeMedication, "", "no"},
		{"停用阿司匹林", knowledge.CodeMedication, "", "停用"},
		{"系统性红斑狼疮", "", "sle", ""},
		{"SLE", "", "sle", ""},
		{"SLE?", "", "", "?"},
		{"疑似系统性红斑狼疮", "", "", "疑"},
		{"mother: SLE", "", "", "mother"},
		{"否认高血压", "", "", "否认"},
		{"No history of SLE", "", "", "no"},
		{"notable", "", "", ""},
		{"Septate uterus.", knowledge.CodeFinding, "septate-uterus", ""},
		{"子宫纵隔切除术后", knowledge.CodeFinding, "", "术后"},
		{"促甲状腺激素(TSH)测定", "", "tsh", ""},
		{"TSH", "", "tsh", ""},
		{"25-OH-D", "", "vitamin-d", ""},
		{"抗心磷脂抗体 IgG", "", "acl-igg", ""},
		{"ＡＮＡ", "", "ana", ""},
		{"", "", "", ""},
	} {
		kinds := all
		if test.kind != "" {
			kinds = []string{test.kind}
		}
		rows, refused := terms.FindText(test.text, kinds...)
		var got []string
		for _, c := range rows {
			got = append(got, c.Concept)
		}
		if strings.Join(got, " ") != test.want || refused != test.refused {
			t.Errorf("FindText(%q) = %v, refused by %q; want %q, %q", test.text, got, refused, test.want, test.refused)
		}
	}
}

// A coding cannot claim to be a text.
func TestTextIsNoSystem(t *testing.T) {
	if rows := tables(t).Find(knowledge.ByText, "aspirin", ""); rows != nil {
		t.Errorf("found %v", rows[0])
	}
}

func TestWithCodes(t *testing.T) {
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	const head = "concept\tsystem\tcode\tdisplay\tkind\tverified\tnote\n"
	with, err := base.WithCodes("lab.tsv", "\uFEFF"+head+
		"tsh\turn:oid:1.2.3\tL0815\tTSH basal\ttest\tlaboratory list of 2024\t\r\n"+
		"acl-igg\t-\tACLG\t\ttest\tlaboratory list of 2024\t\n"+
		"history-of-miscarriage=2\turn:oid:1.2.3\tX2\t\tstatement\tgynaecology\t\n"+
		"ana\thttp://loinc.org\t3016-3\t\ttest\tour own\t\n"+
		"aspirin\ttext\tThrombo-ASS|Herz-ASS\t\tmedication\tpharmacy\t\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ system, code, want string }{
		{"urn:oid:1.2.3", "L0815", "tsh"}, {"", "ACLG", "acl-igg"}, {"urn:oid:1.2.3", "X2", "history-of-miscarriage"}, {"http://loinc.org", "3016-3", "ana"}, {"http://loinc.org", "3181-5", "acl-igg"},
	} {
		if rows := with.Terminology.Find(test.system, test.code, ""); len(rows) != 1 || rows[0].Concept != test.want {
			t.Errorf("%s %s: %v, want %s", test.system, test.code, rows, test.want)
		}
	}
	if rows, _ := with.Terminology.FindText("Thrombo-ASS 100 mg", knowledge.CodeMedication); len(rows) != 1 || rows[0].Concept != "aspirin" {
		t.Errorf("a text of one's own: %v", rows)
	}
	if rows := base.Terminology.Find("http://loinc.org", "3016-3", ""); len(rows) != 1 || rows[0].Concept != "tsh" {
		t.Errorf("the built-in tables changed: %v", rows)
	}

	_, err = base.WithCodes("lab.tsv", head+
		"thyrotropin\turn:x\t1\t\ttest\tx\t\n"+
		"asprin\turn:x\t2\t\tmedication\tx\t\n"+
		"tsh\turn:x\t3\t\ttst\tx\t\n"+
		"nagation\ttext\tnope\t\tmark\tx\t\n"+
		"tsh\turn:x\n")
	want := []string{`lab.tsv:2:1: "thyrotropin" as a test; accepted: a word that exists as a test`, `lab.tsv:3:1: "asprin" as a medication; accepted: a word that exists as a medication; did you mean aspirin?`,
		`lab.tsv:4:1: the kind "tst"`, `did you mean test?`, `lab.tsv:5:1: the mark "nagation"`, `did you mean negation?`, `lab.tsv:6:1: 2 columns`}
	for _, w := range want {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("no %q in\n%v", w, err)
		}
	}
	if _, err := base.WithCodes("lab.csv", "code,meaning\n"); err == nil || !strings.Contains(err.Error(), "lab.csv:1:1: the first line is") {
		t.Errorf("got %v", err)
	}
}
