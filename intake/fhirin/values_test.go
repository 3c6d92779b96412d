package fhirin_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake/fhirin"
	"github.com/gravida-health/gravida/patient"
)

// short writes an observation of the case in short.
func short(o patient.Observation) string {
	parts := []string{o.Test, o.Date.String()}
	if o.HasNumber {
		parts = append(parts, fmt.Sprintf("%s%g", o.Comparator, o.Number))
	}
	if o.HasLower {
		parts = append(parts, fmt.Sprintf("from %g", o.LowerLimit))
	}
	if o.HasUpper {
		parts = append(parts, fmt.Sprintf("to %g", o.UpperLimit))
	}
	return strings.Join(strings.Fields(strings.Join(append(parts, o.Result, o.Finding), " ")), " ")
}

func allShort(c *patient.Case) string {
	var all []string
	for _, o := range c.Observations {
		all = append(all, short(o))
	}
	return strings.Join(all, "; ")
}

const (
	rangeTo4    = `"referenceRange":[{"low":{"value":0.27,"unit":"mIU/L"},"high":{"value":4.2,"unit":"mIU/L"}}]`
	flagged     = `"interpretation":[{"coding":[{"code":%q}]}]`
	trimesters  = `"referenceRange":[{"high":{"value":4.2,"unit":"mIU/L"}},{"high":{"value":2.5,"unit":"mIU/L"},"appliesTo":[{"text":"Pregnancy, 1st trimester"}]},{"high":{"value":3.0,"unit":"mIU/L"},"type":{"text":"妊娠中期"}}]`
	phases      = `"referenceRange":[{"text":"卵泡期 1.2-9.0","high":{"value":9}},{"text":"黄体期","high":{"value":11}}]`
	differ      = `"referenceRange":[{"high":{"value":4.2,"unit":"mIU/L"}},{"high":{"value":5.0,"unit":"mIU/L"}}]`
	printed     = `"referenceRange":[{"text":"0.27-4.2"}]`
	printedOnly = `"referenceRange":[{"text":"<34 IU/mL"}]`
	positive    = `"valueCodeableConcept":{"text":"阳性"}`
)

// Every form in which a value arrives, and what is believed of it.
func TestValues(t *testing.T) {
	mIU := func(value string) string {
		return `"valueQuantity":{"value":` + value + `,"unit":"mIU/L","system":"http://unitsofmeasure.org","code":"m[IU]/L"}`
	}
	text := func(s string) string { return fmt.Sprintf(`"valueString":%q`, s) }
	flag := func(code string) string { return fmt.Sprintf(flagged, code) }
	for _, test := range []struct{ name, code, value, more, want, issue string }{
		{"digits are kept", "loinc:3016-3", mIU("5.10"), "", "tsh 2020-01-01 5.1", ""},
		{"comparator", "loinc:3016-3", `"valueQuantity":{"value":0.01,"comparator":"<","unit":"mIU/L"}`, "", "tsh 2020-01-01 <0.01", ""},
		{"comparator in text", "loinc:3016-3", text("<0.01 mIU/L"), "", "tsh 2020-01-01 <0.01", ""},
		{"at least", "loinc:3181-5", text("≥40 GPL"), "", "acl-igg 2020-01-01 >=40", ""},
		{"full width", "loinc:3181-5", text("＞１２０ GPL"), "", "acl-igg 2020-01-01 >120", ""},
		{"Chinese comparator", "loinc:3016-3", text("低于 0.005 mIU/L"), "", "tsh 2020-01-01 <0.005", ""},
		{"decimal comma", "loinc:3016-3", text("5,1 mIU/L"), "", "tsh 2020-01-01 5.1", ""},
		{"a comma nobody can tell", "loinc:3016-3", text("1,234 mIU/L"), "", "tsh 2020-01-01", "comma"},
		{"an arrow", "loinc:3016-3", text("5.1 mIU/L ↑"), "", "tsh 2020-01-01 5.1", ""},
		{"a range in text", "loinc:3016-3", text("5-10 mIU/L"), "", "tsh 2020-01-01", "a range and no number"},
		{"a range", "loinc:3016-3", `"valueRange":{"low":{"value":5},"high":{"value":10}}`, "", "tsh 2020-01-01", "a range and no number"},
		{"no unit", "loinc:3016-3", `"valueQuantity":{"value":5.1}`, "", "tsh 2020-01-01", "without a unit"},
		{"the unit of the limits", "loinc:3016-3", `"valueQuantity":{"value":5.1}`, rangeTo4, "tsh 2020-01-01 5.1 from 0.27 to 4.2", "has no unit"},
		{"a local unit code", "loinc:3016-3", `"valueQuantity":{"value":5.1,"unit":"mIU/L","system":"http://unitsofmeasure.org","code":"g"}`, "", "tsh 2020-01-01 5.1", "the printed unit mIU/L was used"},
		{"code and print differ", "loinc:3024-7", `"valueQuantity":{"value":12,"unit":"ng/dL","system":"http://unitsofmeasure.org","code":"pmol/L"}`, "", "ft4 2020-01-01", "which differ"},
		{"not this test's unit", "loinc:3016-3", `"valueQuantity":{"value":5.1,"unit":"kg"}`, "", "tsh 2020-01-01", "was not used"},
		{"not possible", "loinc:3016-3", mIU("5000"), "", "tsh 2020-01-01", "outside what is possible"},

		{"titre as a ratio", "loinc:5048-4", `"valueRatio":{"numerator":{"value":1},"denominator":{"value":320}}`, "", "ana 2020-01-01 320", ""},
		{"titre in Chinese", "loinc:5048-4", text("阳性 1：320 颗粒型"), "", "ana 2020-01-01 320 positive", ""},
		{"below the first dilution", "loinc:5048-4", text("<1:80"), "", "ana 2020-01-01 <80", ""},
		{"negative at a dilution", "loinc:5048-4", text("阴性(<1:100)"), "", "ana 2020-01-01 <100 negative", ""},

		{"positive", "loinc:3281-3", text("POSITIVE (A)"), "", "lupus-anticoagulant 2020-01-01 positive", ""},
		{"a plus", "loinc:3281-3", text("1+"), "", "lupus-anticoagulant 2020-01-01 positive", ""},
		{"weakly positive", "loinc:3281-3", text("弱阳性(±)"), "", "lupus-anticoagulant 2020-01-01 indeterminate", ""},
		{"none detected", "loinc:3281-3", text("None detected"), "", "lupus-anticoagulant 2020-01-01 negative", ""},
		{"a sentence that denies", "loinc:3281-3", text("No lupus anticoagulant detected."), "", "lupus-anticoagulant 2020-01-01 negative", ""},
		{"a denial nobody listed", "loinc:3281-3", text("not clearly positive"), "", "lupus-anticoagulant 2020-01-01", "holds a denial"},
		{"two words at once", "loinc:3281-3", text("screen positive, confirm negative"), "", "lupus-anticoagulant 2020-01-01", "two things at once"},
		{"a dash says nothing", "loinc:3281-3", text("-"), "", "lupus-anticoagulant 2020-01-01", ""},
		{"coded, SNOMED CT", "loinc:3281-3", `"valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"10828004"}]}`, "", "lupus-anticoagulant 2020-01-01 positive", ""},
		{"coded, LOINC answer", "loinc:3281-3", `"valueCodeableConcept":{"coding":[{"system":"http://loinc.org","code":"LA6577-6"}]}`, "", "lupus-anticoagulant 2020-01-01 negative", ""},
		{"coded, local, with words", "loinc:3281-3", `"valueCodeableConcept":{"coding":[{"system":"urn:lis","code":"9","display":"Negative"}]}`, "", "lupus-anticoagulant 2020-01-01 negative", ""},
		{"coded, and nobody knows the code", "loinc:3281-3", `"valueCodeableConcept":{"coding":[{"system":"urn:lis","code":"9"}]}`, "", "", ""},
		{"detected, as a flag", "loinc:3281-3", "", flag("DET"), "lupus-anticoagulant 2020-01-01 positive", ""},
		{"not detected, as a flag", "loinc:3281-3", "", flag("ND"), "lupus-anticoagulant 2020-01-01 negative", ""},
		{"a flag nobody knows", "loinc:3281-3", "", flag("ZZ"), "", ""},
		{"a whole number", "loinc:5048-4", `"valueInteger":320`, "", "ana 2020-01-01", "without a unit"},
		{"a date as a result", "loinc:3016-3", `"valueDateTime":"2020-01-01"`, "", "", ""},
		{"a number of the wrong type", "loinc:3016-3", `"valueQuantity":{"value":"high","unit":"mIU/L"}`, "", "", "was expected"},
		{"not a number yet", "loinc:3016-3", `"valueQuantity":{"unit":"mIU/L"}`, "", "", ""},
		{"absent inside the value", "loinc:3016-3", `"valueQuantity":{"unit":"mIU/L","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}`, "", "", ""},
		{"yes", "loinc:3281-3", `"valueBoolean":true`, "", "lupus-anticoagulant 2020-01-01 positive", ""},
		{"genotype", "loinc:21668-9", text("未检测到突变"), "", "factor-v-leiden 2020-01-01 negative", ""},
		{"number and word", "loinc:3181-5", text("阳性 52.3 GPL"), "", "acl-igg 2020-01-01 52.3 positive", ""},
		{"a flag beside nothing", "loinc:3181-5", text("see report"), flag("POS"), "acl-igg 2020-01-01 positive", ""},
		{"a flag in words", "loinc:3016-3", text("see report"), `"interpretation":[{"text":"偏高"}]`, "tsh 2020-01-01 abnormal", ""},

		{"limits", "loinc:3016-3", mIU("5.1"), rangeTo4, "tsh 2020-01-01 5.1 from 0.27 to 4.2", ""},
		{"limits by trimester", "loinc:3016-3", mIU("3.1"), trimesters, "tsh 2020-01-01 3.1 to 4.2", ""},
		{"limits by phase", "loinc:10501-5", `"valueQuantity":{"value":5,"unit":"IU/L"}`, phases, "lh 2020-01-01 5", ""},
		{"limits that differ", "loinc:3016-3", mIU("4.5"), differ, "tsh 2020-01-01 4.5", "several reference ranges"},
		{"printed limits", "loinc:3016-3", mIU("5.1"), printed, "tsh 2020-01-01 5.1 from 0.27 to 4.2", ""},
		{"printed upper limit", "loinc:8099-4", `"valueQuantity":{"value":300,"unit":"IU/mL"}`, printedOnly, "tpo-antibodies 2020-01-01 300 to 34", ""},
		{"therapeutic limits are none", "loinc:3016-3", mIU("5.1"), `"referenceRange":[{"type":{"coding":[{"code":"therapeutic"}]},"high":{"value":2,"unit":"mIU/L"}}]`, "tsh 2020-01-01 5.1", ""},

		{"high, as flagged", "loinc:3016-3", mIU("5.1"), rangeTo4 + "," + flag("H"), "tsh 2020-01-01 5.1 from 0.27 to 4.2", ""},
		{"within, but flagged high", "loinc:3016-3", mIU("3.1"), rangeTo4 + "," + flag("H"), "tsh 2020-01-01", "contradict each other"},
		{"over, but flagged normal", "loinc:3016-3", mIU("5.1"), rangeTo4 + "," + flag("N"), "tsh 2020-01-01", "contradict each other"},
		{"over, but flagged low", "loinc:3016-3", mIU("5.1"), rangeTo4 + "," + flag("L"), "tsh 2020-01-01", "contradict each other"},
		{"positive, but flagged negative", "loinc:3281-3", positive, flag("NEG"), "lupus-anticoagulant 2020-01-01", "contradict each other"},
		{"under the limit, but positive", "loinc:8099-4", `"valueQuantity":{"value":10,"unit":"IU/mL"}`, printedOnly + "," + flag("POS"), "tpo-antibodies 2020-01-01", "contradict each other"},

		{"absent, with a reason", "loinc:3016-3", "", `"dataAbsentReason":{"coding":[{"code":"masked"}]},` + flag("N"), "", ""},
		{"not from her", "loinc:3016-3", mIU("5.1"), `"specimen":{"display":"products of conception"}`, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var more []string
			if test.more != "" {
				more = append(more, test.more)
			}
			c := one(t, resources(t, observation(test.code, "2020-01-01", test.value, more...)))
			if got := allShort(c); got != test.want {
				t.Errorf("got  %s\nwant %s\n%s", got, test.want, issues(c))
			}
			if test.issue != "" && !says(c, test.issue) {
				t.Errorf("no issue says %q:\n%s", test.issue, issues(c))
			}
			if test.issue == "" && len(c.Issues) > 0 {
				t.Errorf("an issue: %s", issues(c))
			}
		})
	}
}

// The date is the one that was written, whatever day it is in Greenwich.
func TestLocalDate(t *testing.T) {
	for written, want := range map[string]string{"2020-01-01T23:30:00-05:00": "2020-01-01", "2020-01-02T00:30:00+08:00": "2020-01-02", "2020-01": "2020-01", "2020": "2020", "2020-01-01T00:00:00Z": "2020-01-01"} {
		c := one(t, resources(t, observation("loinc:3016-3", written, `"valueQuantity":{"value":5.1,"unit":"mIU/L"}`)))
		if got := c.Observations[0].Date.String(); got != want {
			t.Errorf("%s became %s", written, got)
		}
	}
}

// Panels hold their members as components, beside them, or inside a report.
func TestPanels(t *testing.T) {
	igg, igm := concept("loinc:3181-5"), concept("loinc:3182-3")
	asComponents := observation("loinc:24319-6", "2020-01-01", "", `"component":[{"code":`+igg+`,"valueQuantity":{"value":52,"unit":"GPL"}},{"code":`+igm+`,"valueString":"阴性"}]`)
	c := one(t, resources(t, asComponents))
	if got := allShort(c); got != "acl-igg 2020-01-01 52; acl-igm 2020-01-01 negative" || says(c, "does not say enough") != true {
		t.Errorf("components: %s\n%s", got, issues(c))
	}

	c = one(t, resources(t, `{"resourceType":"DiagnosticReport","id":"r","status":"final",`+anna+`,"effectiveDateTime":"2020-03-04","code":{"text":"ACL"},
		"result":[{"reference":"#a"},{"reference":"Observation/b"}],"specimen":[{"reference":"#s"}],
		"contained":[{"resourceType":"Observation","id":"a","status":"final","code":`+igg+`,"valueQuantity":{"value":52,"unit":"GPL"}},{"resourceType":"Specimen","id":"s","type":{"text":"serum"}}]}`,
		`{"resourceType":"Observation","id":"b","status":"final",`+anna+`,"code":`+igm+`,"valueQuantity":{"value":3,"unit":"MPL"}}`))
	if got := allShort(c); got != "acl-igg 2020-03-04 52; acl-igm 2020-03-04 3" {
		t.Errorf("report: %s\n%s", got, issues(c))
	}
	if got := c.Observations[0].Source.Document; got != "DiagnosticReport/r#a" {
		t.Errorf("source %s", got)
	}

	c = one(t, resources(t, `{"resourceType":"DiagnosticReport","id":"r","status":"entered-in-error",`+anna+`,"code":{"text":"ACL"},"result":[{"reference":"#a"}],
		"contained":[{"resourceType":"Observation","id":"a","status":"final","code":`+igg+`,"valueQuantity":{"value":52,"unit":"GPL"}}]}`))
	if len(c.Observations) > 0 {
		t.Errorf("a withdrawn report: %s", allShort(c))
	}

	unknown := one(t, resources(t, observation("loinc:56149-8", "2020-01-01", `"valueString":"positive"`)))
	if len(unknown.Observations) > 0 || !says(unknown, "does not say enough") {
		t.Errorf("a panel of which nobody knows the member: %s\n%s", allShort(unknown), issues(unknown))
	}
	if empty := one(t, resources(t, observation("loinc:56149-8", "2020-01-01", ""))); len(empty.Issues) > 0 {
		t.Errorf("a panel that only groups: %s", issues(empty))
	}
}

// What stands only in words is read as a last resort, and says so.
func TestTextOnly(t *testing.T) {
	med := func(text, more string) string {
		number++
		return fmt.Sprintf(`{"resourceType":"MedicationStatement","id":"m%d","status":"active",%s,"medicationCodeableConcept":{"text":%q}%s}`, number, anna, text, more)
	}
	cond := func(text string) string {
		number++
		return fmt.Sprintf(`{"resourceType":"Condition","id":"t%d",%s,"code":{"text":%q}}`, number, anna, text)
	}
	local := func(code, text, value string) string {
		number++
		return fmt.Sprintf(`{"resourceType":"Observation","id":"l%d","status":"final",%s,"effectiveDateTime":"2020-01-01","code":{"coding":[{"system":"urn:oid:1.2.3","code":%q,"display":%q}]},%s}`, number, anna, code, text, value)
	}
	for _, test := range []struct{ name, resource, want, issue string }{
		{"a medicine in Chinese", med("阿司匹林肠溶片 100mg", ""), "medicine aspirin", "read as low-dose aspirin"},
		{"a brand", med("优甲乐", ""), "medicine levothyroxine", "only, not from a code"},
		{"a brand and a dose", med("Clexane 40 mg", ""), "medicine enoxaparin", "only, not from a code"},
		{"stopped", med("停用阿司匹林", ""), "", "looks as if it mattered"},
		{"several", med("阿司匹林+地屈孕酮", ""), "medicine aspirin, medicine dydrogesterone", "only, not from a code"},
		{"a disease", cond("系统性红斑狼疮"), "condition sle", "only, not from a code"},
		{"denied", cond("否认系统性红斑狼疮"), "", "looks as if it mattered"},
		{"denied, in a list", cond("否认高血压、糖尿病"), "", ""},
		{"doubted", cond("SLE?"), "", ""},
		{"of the mother", cond("母亲系统性红斑狼疮"), "", "looks as if it mattered"},
		{"an operation later", cond("子宫纵隔切除术后"), "", "looks as if it mattered"},
		{"a local test", local("L0815", "促甲状腺激素", `"valueQuantity":{"value":5.1,"unit":"mIU/L"}`), "tsh 2020-01-01 5.1", "read as thyroid-stimulating hormone (TSH)"},
		{"a local antibody", local("X1", "抗心磷脂抗体IgG", `"valueString":"阳性 52 GPL"`), "acl-igg 2020-01-01 52 positive", "only, not from a code"},
		{"a class that is not said", local("X2", "抗心磷脂抗体", `"valueString":"阳性"`), "", "does not say enough"},
		{"something else that is local", local("X3", "尿常规", `"valueString":"阳性"`), "", ""},
		{"no allergy, in Chinese", `{"resourceType":"AllergyIntolerance","id":"a","patient":{"reference":"Patient/anna"},"code":{"text":"否认药物、食物过敏史"}}`, "no allergy", "only, not from a code"},
		{"an allergy in Chinese", `{"resourceType":"AllergyIntolerance","id":"a","patient":{"reference":"Patient/anna"},"code":{"text":"青霉素过敏"}}`, "allergy penicillin", "only, not from a code"},
		{"an operation", `{"resourceType":"Procedure","id":"p","status":"completed",` + anna + `,"performedDateTime":"2020-05-06","code":{"text":"宫腔镜子宫纵隔切除术"}}`, "procedure septum-resection", "only, not from a code"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := one(t, resources(t, test.resource))
			if got := strings.Join(known(c), ", "); got != test.want {
				t.Errorf("got  %s\nwant %s\n%s", got, test.want, issues(c))
			}
			if test.issue != "" && !says(c, test.issue) {
				t.Errorf("no issue says %q:\n%s", test.issue, issues(c))
			}
			for _, i := range c.Issues {
				if strings.Contains(i.En, "only, not from a code") != (i.Kind == patient.TextOnly) {
					t.Errorf("kind %q of %s", i.Kind, i.En)
				}
				if i.Zh == "" {
					t.Errorf("no Chinese for %s", i.En)
				}
			}
		})
	}
}

// known lists the facts of a case but its pregnancies.
func known(c *patient.Case) (all []string) {
	for _, o := range c.Observations {
		all = append(all, short(o))
	}
	for _, x := range c.Conditions {
		all = append(all, map[bool]string{true: "no ", false: "condition "}[x.Absent]+x.ID)
	}
	for _, x := range c.Medications {
		all = append(all, "medicine "+x.Medication)
	}
	for _, x := range c.Procedures {
		all = append(all, "procedure "+x.Procedure)
	}
	for _, x := range c.Allergies {
		all = append(all, "allergy "+x.Value)
	}
	if c.AllAllergies.Value {
		all = append(all, "no allergy")
	}
	return all
}

// A code goes before the words beside it, also where they name something else.
func TestCodeBeforeWords(t *testing.T) {
	c := one(t, resources(t, `{"resourceType":"Condition","id":"x",`+anna+`,"code":{"coding":[{"system":"http://snomed.info/sct","code":"40930008"}],"text":"系统性红斑狼疮"}}`))
	if got := strings.Join(known(c), ", "); got != "condition hypothyroidism" {
		t.Errorf("got %s", got)
	}
}

// What an image shows stands in the conclusion of its report.
func TestImages(t *testing.T) {
	report := func(code, conclusion string) string {
		number++
		return fmt.Sprintf(`{"resourceType":"DiagnosticReport","id":"d%d","status":"final",%s,"effectiveDateTime":"2020-02-03","code":%s,%s}`, number, anna, code, conclusion)
	}
	text := func(s string) string { return fmt.Sprintf(`"conclusion":%q`, s) }
	threeD, hysteroscopy := `{"text":"三维超声"}`, concept("sct:233545006")
	for _, test := range []struct{ name, code, conclusion, want, issue string }{
		{"septum", hysteroscopy, text("Septate uterus."), "hysteroscopy 2020-02-03 septate-uterus", "read as septate uterus"},
		{"septum in Chinese", threeD, text("超声提示：不全纵隔子宫；双侧附件未见异常。"), "ultrasound-3d 2020-02-03 septate-uterus", "only, not from a code"},
		{"two findings", hysteroscopy, text("宫腔粘连，子宫内膜息肉"), "hysteroscopy 2020-02-03 endometrial-polyp; hysteroscopy 2020-02-03 intrauterine-adhesions", ""},
		{"normal", hysteroscopy, text("Impression: Normal uterine cavity. Both tubes patent."), "hysteroscopy 2020-02-03 normal", "only, not from a code"},
		{"normal in Chinese", threeD, text("宫腔形态未见异常"), "ultrasound-3d 2020-02-03 normal", ""},
		{"normal, and something that was not understood", hysteroscopy, text("Normal uterine cavity. Small indentation of the fundus."), "", "not understood completely"},
		{"no septum", hysteroscopy, text("No septum seen."), "", "not understood completely"},
		{"possible septum", hysteroscopy, text("Possible septate uterus."), "", "not understood completely"},
		{"a septum that is gone", hysteroscopy, text("Septate uterus, resected."), "hysteroscopy 2020-02-03 septate-uterus", "not understood completely"},
		{"after the operation", hysteroscopy, text("子宫纵隔切除术后"), "", "not understood completely"},
		{"coded", hysteroscopy, `"conclusionCode":[` + concept("icd:Q51.202|子宫纵隔") + `]`, "hysteroscopy 2020-02-03 septate-uterus", ""},
		{"of another organ", `{"text":"胸部CT"}`, text("normal"), "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := one(t, resources(t, report(test.code, test.conclusion)))
			if got := allShort(c); got != test.want {
				t.Errorf("got  %s\nwant %s\n%s", got, test.want, issues(c))
			}
			if test.issue != "" && !says(c, test.issue) {
				t.Errorf("no issue says %q:\n%s", test.issue, issues(c))
			}
		})
	}
	c := one(t, resources(t, `{"resourceType":"Observation","id":"o","status":"final",`+anna+`,"effectiveDateTime":"2020-02-03","code":{"text":"宫腔镜检查"},"valueString":"双角子宫"}`))
	if got := allShort(c); got != "hysteroscopy 2020-02-03 bicornuate-uterus" {
		t.Errorf("an observation: %s\n%s", got, issues(c))
	}
}

func TestMedicines(t *testing.T) {
	heparin := `"medicationCodeableConcept":` + concept("rx:67108")
	for _, test := range []struct{ name, resource, want string }{
		{"active", `{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","authoredOn":"2020-01-02",` + anna + "," + heparin + `}`, "enoxaparin 2020-01-02 "},
		{"active until", `{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","authoredOn":"2020-01-02","dispenseRequest":{"validityPeriod":{"end":"2020-03-01"}},` + anna + "," + heparin + `}`, "enoxaparin 2020-01-02 2020-03-01"},
		{"taken for a time", `{"resourceType":"MedicationRequest","id":"m","status":"completed","intent":"order","dosageInstruction":[{"timing":{"repeat":{"boundsPeriod":{"start":"2020-01-05","end":"2020-02-01"}}}}],` + anna + "," + heparin + `}`, "enoxaparin 2020-01-05 2020-02-01"},
		{"stopped, nobody says when", `{"resourceType":"MedicationRequest","id":"m","status":"stopped","intent":"order","authoredOn":"2020-01-02",` + anna + "," + heparin + `}`, ""},
		{"must not be taken", `{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","doNotPerform":true,` + anna + "," + heparin + `}`, ""},
		{"handed out", `{"resourceType":"MedicationDispense","id":"m","status":"completed","whenHandedOver":"2020-01-02","daysSupply":{"value":30},` + anna + "," + heparin + `}`, "enoxaparin 2020-01-02 2020-02-01"},
		{"handed out, nobody says how much", `{"resourceType":"MedicationDispense","id":"m","status":"completed","whenHandedOver":"2020-01-02T23:50:00+08:00",` + anna + "," + heparin + `}`, "enoxaparin 2020-01-02 2020-01-02"},
		{"not handed out", `{"resourceType":"MedicationDispense","id":"m","status":"cancelled","whenHandedOver":"2020-01-02",` + anna + "," + heparin + `}`, ""},
		{"given", `{"resourceType":"MedicationAdministration","id":"m","status":"completed","effectiveDateTime":"2020-01-02",` + anna + "," + heparin + `}`, "enoxaparin 2020-01-02 2020-01-02"},
		{"stated", `{"resourceType":"MedicationStatement","id":"m","status":"completed","effectivePeriod":{"start":"2020-01","end":"2020-05"},` + anna + "," + heparin + `}`, "enoxaparin 2020-01 2020-05"},
		{"not taken", `{"resourceType":"MedicationStatement","id":"m","status":"not-taken",` + anna + "," + heparin + `}`, ""},
	} {
		c := one(t, resources(t, test.resource))
		var got []string
		for _, m := range c.Medications {
			got = append(got, m.Medication+" "+m.Since.String()+" "+m.Until.String())
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: got %v, want %q\n%s", test.name, got, test.want, issues(c))
		}
	}
}

func TestAllergies(t *testing.T) {
	allergy := func(code string, more string) string {
		number++
		return fmt.Sprintf(`{"resourceType":"AllergyIntolerance","id":"a%d","patient":{"reference":"Patient/anna"},"code":%s%s}`, number, code, more)
	}
	for _, test := range []struct {
		name, want, issue string
		resources         []string
	}{
		{"a medicine's code", "allergy enoxaparin", "", []string{allergy(concept("rx:67108"), "")}},
		{"refuted", "", "", []string{allergy(concept("sct:293586001"), `,"verificationStatus":{"coding":[{"code":"refuted"}]}`)}},
		{"entered in error", "", "", []string{allergy(concept("sct:293586001"), `,"verificationStatus":{"coding":[{"code":"entered-in-error"}]}`)}},
		{"none", "no allergy", "", []string{allergy(concept("sct:716186003"), "")}},
		{"none, and one", "allergy aspirin", "names one all the same", []string{allergy(concept("sct:716186003"), ""), allergy(concept("sct:293586001"), "")}},
		{"in the reaction", "allergy penicillin", "", []string{allergy(`{"text":"drug allergy"}`, `,"reaction":[{"substance":{"text":"青霉素"}}]`)}},
	} {
		c := one(t, resources(t, test.resources...))
		if got := strings.Join(known(c), ", "); got != test.want {
			t.Errorf("%s: got %s, want %s\n%s", test.name, got, test.want, issues(c))
		}
		if test.issue != "" && !says(c, test.issue) {
			t.Errorf("%s: no issue says %q:\n%s", test.name, test.issue, issues(c))
		}
	}
}

// Every resource is counted once, and what looks as if it mattered is listed.
func TestAccount(t *testing.T) {
	c := one(t, resources(t,
		condition(completed, "2010-01-10"), condition(completed, "2010-01-10", verified("entered-in-error")),
		condition("icd:O99.8|Other specified diseases complicating pregnancy", "2010-01-10"), condition("icd:O99.8|Other specified diseases complicating pregnancy", "2011-01-10"),
		condition("icd:J06.9|Acute upper respiratory infection", "2010-01-10"),
		`{"resourceType":"FamilyMemberHistory","id":"f","status":"completed","patient":{"reference":"Patient/anna"},"condition":[{"code":`+concept(miscarried)+`}]}`,
		`{"resourceType":"Claim","id":"x"}`,
		observation("loinc:3016-3", "2020-01-01", "")))
	r := c.Reading
	var types []string
	for _, n := range r.Types {
		types = append(types, fmt.Sprintf("%s %d=%d+%d+%d+%d", n.Type, n.Total, n.Read, n.SetAside, n.Unknown, n.Other))
		if n.Total != n.Read+n.SetAside+n.Unknown+n.Other {
			t.Errorf("%+v does not add up", n)
		}
	}
	if got := strings.Join(types, ", "); got != "Condition 5=1+1+2+1, FamilyMemberHistory 1=0+1+0+0, Observation 1=0+1+0+0, Patient 1=1+0+0+0" {
		t.Errorf("types %s", got)
	}
	if len(r.Unknown) != 1 || r.Unknown[0].Count != 2 || r.Unknown[0].Code != "O99.8" || r.Unknown[0].Matters != "pregnancy" || r.Unknown[0].At.Document == "" {
		t.Errorf("unknown %+v", r.Unknown)
	}
	var asides []string
	for _, a := range r.SetAside {
		asides = append(asides, a.Why+" "+a.Detail)
	}
	if got := strings.Join(asides, ", "); got != "no-value , relative , status entered-in-error" {
		t.Errorf("set aside %s", got)
	}
	if r.Gender != "female" {
		t.Errorf("gender %q", r.Gender)
	}
}

// The hospital's own table is read like the built-in ones.
func TestLocalCodes(t *testing.T) {
	base, err := base(t).WithCodes("lab.tsv", "concept\tsystem\tcode\tdisplay\tkind\tverified\tnote\ntsh\turn:oid:1.2.3\tL0815\tTSH basal\ttest\tour laboratory\t\n")
	if err != nil {
		t.Fatal(err)
	}
	items := resources(t, `{"resourceType":"Observation","id":"l","status":"final",`+anna+`,"effectiveDateTime":"2020-01-01","code":{"coding":[{"system":"urn:oid:1.2.3","code":"L0815"}]},"valueQuantity":{"value":5.1,"unit":"mIU/L"}}`)
	c := fhirin.Read(items, base)[0]
	if got := allShort(c); got != "tsh 2020-01-01 5.1" || len(c.Issues) > 0 {
		t.Errorf("got %s\n%s", got, issues(c))
	}
}
