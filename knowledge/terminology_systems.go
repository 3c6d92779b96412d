package knowledge

import (
	"math"
	"strconv"
	"strings"
)

// Code systems the tables use.
const (
	LOINC   = "http://loinc.org"
	SNOMED  = "http://snomed.info/sct"
	ICD10   = "http://hl7.org/fhir/sid/icd-10"
	ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
	ICD9CM  = "http://hl7.org/fhir/sid/icd-9-cm"
	ICD10PC = "http://www.cms.gov/Medicare/Coding/ICD10"
	RxNorm  = "http://www.nlm.nih.gov/research/umls/rxnorm"
	ATC     = "http://www.whocc.no/atc"
)

// Other names under which the same systems arrive.
var systemNames = map[string]string{
	"urn:oid:2.16.840.1.113883.6.1":                                     LOINC,
	"urn:oid:2.16.840.1.113883.6.96":                                    SNOMED,
	"urn:oid:2.16.840.1.113883.6.3":                                     ICD10,
	"urn:oid:2.16.840.1.113883.6.90":                                    ICD10CM,
	"urn:oid:2.16.840.1.113883.6.103":                                   ICD9CM,
	"urn:oid:2.16.840.1.113883.6.104":                                   ICD9CM,
	"urn:oid:2.16.840.1.113883.6.4":                                     ICD10PC,
	"urn:oid:2.16.840.1.113883.6.88":                                    RxNorm,
	"urn:oid:2.16.840.1.113883.6.73":                                    ATC,
	"http://hl7.org/fhir/sid/icd-10-pcs":                                ICD10PC,
	"http://hl7.org/fhir/sid/icd-9-cm/diagnosis":                        ICD9CM,
	"http://hl7.org/fhir/sid/icd-9-cm/procedure":                        ICD9CM,
	"http://hl7.org/fhir/sid/icd-10-cn":                                 ICD10,
	"urn:oid:2.16.156.10011.2.3.3.11":                                   ICD10, // 诊断代码表, of the Chinese health record documents
	"urn:oid:2.16.156.10011.2.3.3.11.3":                                 ICD10,
	"urn:oid:2.16.156.10011.2.3.3.12":                                   ICD9CM, // 手术操作代码表
	"http://fhir.de/CodeSystem/bfarm/icd-10-gm":                         ICD10,
	"http://fhir.de/CodeSystem/dimdi/icd-10-gm":                         ICD10,
	"http://fhir.de/CodeSystem/bfarm/atc":                               ATC,
	"http://hl7.org/fhir/sid/icd-10-am":                                 ICD10,
	"http://hl7.org/fhir/sid/icd-10-ca":                                 ICD10,
	"https://fhir.kemkes.go.id/CodeSystem/icd-10":                       ICD10,
	"https://www.cms.gov/medicare/coding/icd10":                         ICD10PC,
	"https://twcore.mohw.gov.tw/ig/twcore/CodeSystem/icd-10-cm-2014-tw": ICD10CM,
	"https://twcore.mohw.gov.tw/ig/twcore/CodeSystem/icd-10-cm-2021-tw": ICD10CM,
	"https://twcore.mohw.gov.tw/ig/twcore/CodeSystem/icd-10-cm-2023-tw": ICD10CM,
}

func normalSystem(system string) string {
	system = strings.TrimSuffix(strings.TrimSpace(system), "/")
	if system == "" {
		return NoSystem
	}
	if known, ok := systemNames[system]; ok {
		return known
	}
	// A SNOMED edition or version is part of its address.
	if strings.HasPrefix(system, SNOMED+"/") {
		return SNOMED
	}
	return system
}

// fallback lists the tables in which a code of a system is looked for. The
// clinical modification keeps the meaning of the four-character categories it
// took from the international edition.
func fallback(system string) []string {
	if system == ICD10CM {
		return []string{ICD10CM, ICD10}
	}
	return []string{system}
}

// shortestPrefix is the length at which a code of a hierarchical system still
// says something; 0 for a system without hierarchy in its codes.
func shortestPrefix(system string) int {
	switch system {
	case ICD10, ICD10CM, ICD9CM:
		return 3
	case ATC:
		return 5
	}
	return 0
}

// normalCode gives a code the form the tables are keyed by. Records hold
// full-width letters, lower-case fillers (x), the letter O for the digit 0 and
// the other way round, a missing point, and numbers a spreadsheet made
// fractions of.
func normalCode(system, code string) string {
	if system == ByText {
		return normalText(code)
	}
	code = strings.ToUpper(strings.TrimSpace(strings.Map(narrow, code)))
	switch system {
	case ICD10, ICD10CM:
		return normalICD10(code)
	case ICD9CM:
		return normalICD9(code)
	case SNOMED, RxNorm:
		return strings.TrimSuffix(code, ".0")
	}
	return code
}

// narrow turns a full-width letter, digit or mark into its ASCII form.
func narrow(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

func normalICD10(code string) string {
	code = strings.NewReplacer("†", "", " ", "").Replace(code)
	if len(code) < 3 {
		return code
	}
	// 002.001 is O02.001 after a scanner; OO2.1 is O02.1.
	if code[0] == '0' {
		code = "O" + code[1:]
	}
	code = code[:1] + strings.ReplaceAll(code[1:3], "O", "0") + code[3:]
	// O02100 is O02.100; N96X00 is N96.X00.
	if len(code) > 3 && code[3] != '.' {
		code = code[:3] + "." + code[3:]
	}
	return code
}

func normalICD9(code string) string {
	// 63491 is 634.91: no procedure has five digits and no point.
	if len(code) == 5 && strings.Trim(code, "0123456789") == "" {
		code = code[:3] + "." + code[3:]
	}
	// 634.3099999999999 is 634.31 as a spreadsheet keeps it.
	if _, fraction, found := strings.Cut(code, "."); found && len(fraction) > 6 {
		if f, err := strconv.ParseFloat(code, 64); err == nil {
			return strings.TrimRight(strings.TrimRight(strconv.FormatFloat(math.Round(f*100)/100, 'f', 2, 64), "0"), ".")
		}
	}
	return code
}
