package unit

import (
	"regexp"
	"strings"
)

// Normalise gives one spelling to all the ways a laboratory writes a unit:
// micro signs, full-width characters, UCUM brackets, IE for IU, G/L for 10^9/L,
// GPL-U/mL for GPL. It does not judge whether the unit fits a test.
func Normalise(unit string) string {
	s := strings.Join(strings.Fields(Fold(unit)), "")
	if whole, ok := caseMatters[s]; ok {
		return whole
	}
	if whole, ok := wholes[strings.ToLower(s)]; ok {
		return whole
	}
	for _, mark := range marks {
		if mark.written.MatchString(s) {
			rest := mark.written.ReplaceAllString(s, "")
			if mark.alone || rest == "" {
				return mark.unit
			}
			return Normalise(rest) + " " + mark.unit
		}
	}
	if s == strings.ToUpper(s) {
		s = capitals.Replace(s)
	}
	return parts(comments.ReplaceAllString(s, ""))
}

// Fold replaces full-width and superscript characters, the micro signs and
// the multiplication sign by their plain forms.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '!'+fullWidth && r <= '~'+fullWidth:
			return r - fullWidth
		case r == '　':
			return ' '
		case r == 'µ' || r == 'μ':
			return 'u'
		}
		if i := strings.IndexRune(superscripts, r); i >= 0 {
			return rune(plain[len([]rune(superscripts[:i]))])
		}
		return r
	}, s)
}

const (
	fullWidth    = 'Ａ' - 'A'
	superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻×·∕⁄"
	plain        = "0123456789+-x.//"
)

// caseMatters lists spellings that would mean something else in another case:
// G/L counts cells, g/L weighs.
var caseMatters = map[string]string{
	"G/L": "10^9/L", "G/l": "10^9/L", "T/L": "10^12/L", "T/l": "10^12/L",
}

// wholes lists spellings that are replaced as a whole, in lower case.
var wholes = map[string]string{
	"":      "1",
	"index": "1", "{index}": "1", "ratio": "1", "{ratio}": "1", "r": "1", "比值": "1", "指数": "1",
	"titer": "titre", "{titer}": "titre", "滴度": "titre", "1:n": "titre",

	"percent": "%", "%ngsp": "%", "%(ngsp)": "%", "ngsp%": "%", "mmol/molhb": "mmol/mol",
	"mmol/mol(ifcc)": "mmol/mol", "mmol/molifcc": "mmol/mol",

	"x10^9/l": "10^9/L", "10^9/l": "10^9/L", "x109/l": "10^9/L", "109/l": "10^9/L", "10*9/l": "10^9/L",
	"x10*9/l": "10^9/L", "10e9/l": "10^9/L", "giga/l": "10^9/L", "gpt/l": "10^9/L", "/nl": "10^9/L",
	"10*3/ul": "10^9/L", "10^3/ul": "10^9/L", "x10^3/ul": "10^9/L", "103/ul": "10^9/L", "x103/ul": "10^9/L",
	"10e3/ul": "10^9/L", "k/ul": "10^9/L", "tsd/ul": "10^9/L", "thou/ul": "10^9/L", "10^3/mm3": "10^9/L", "k/mm3": "10^9/L",
	"10^12/l": "10^12/L", "x10^12/l": "10^12/L", "10*12/l": "10^12/L", "tera/l": "10^12/L",
	"/pl": "10^12/L", "10*6/ul": "10^12/L", "10^6/ul": "10^12/L",
	"zell./ul": "/uL", "zellen/ul": "/uL", "/mm3": "/uL", "cells/ul": "/uL", "个/ul": "/uL", "/ul": "/uL",
	"cells/mm3": "/uL", "{cells}/ul": "/uL",

	"10*4/ul": "10^4/uL", "x10^4/ul": "10^4/uL", "104/ul": "10^4/uL", "x104/ul": "10^4/uL", "万/ul": "10^4/uL",

	"g%": "g/dL", "mg%": "mg/dL", "ug%": "ug/dL",
	"[arb'u]/ml": "AU/mL", "cu/ml": "CU", "[cu]": "CU", "eliau/ml": "EliA U/mL", "elisaunits": "EU/mL", "elisau/ml": "EU/mL",
	"/hpf": "/HPF", "hpf": "/HPF", "cells/hpf": "/HPF",
}

// marks are parts of a unit that decide by themselves: what a number counts,
// however the rest is written. alone: the rest adds nothing.
var marks = []struct {
	written *regexp.Regexp
	unit    string
	alone   bool
}{
	{regexp.MustCompile(`(?i)[({\[]?feu[)}\]]?`), "FEU", false},
	{regexp.MustCompile(`(?i)[({\[]?d-?du[)}\]]?`), "DDU", false},
	{regexp.MustCompile(`(?i)^\[?gpl|^pl-igg-u`), "GPL", true},
	{regexp.MustCompile(`(?i)^\[?mpl|^pl-igm-u`), "MPL", true},
	{regexp.MustCompile(`(?i)^\[?sgu`), "SGU", true},
	{regexp.MustCompile(`(?i)^\[?smu`), "SMU", true},
}

// capitals lowers the prefixes and small letters of a report that is printed
// all in capitals: no test is measured in mega-units.
var capitals = strings.NewReplacer("MCG", "ug", "MMOL", "mmol", "UMOL", "umol", "NMOL", "nmol", "PMOL", "pmol",
	"MOL", "mol", "MIU", "mIU", "UIU", "uIU", "KIU", "kIU", "MU/", "mU/", "UU/", "uU/", "KU/", "kU/",
	"MG", "mg", "UG", "ug", "NG", "ng", "PG", "pg", "/ML", "/mL", "/DL", "/dL")

// comments are UCUM annotations: %{activity}.
var comments = regexp.MustCompile(`\{[^}]*\}`)

var (
	international = regexp.MustCompile(`^([kmunp]?)(?i:\[?(?:iu|ie|ui|i\.u\.|i\.e\.)\]?)$`)
	enzyme        = regexp.MustCompile(`^([kmunp]?)(?i:u|e|units?|einheiten)$`)
)

// parts spells each side of the fraction bar by itself.
func parts(s string) string {
	sides := strings.Split(s, "/")
	for i, side := range sides {
		if litre, ok := litres[strings.ToLower(side)]; ok && i > 0 {
			sides[i] = litre
		} else if m := international.FindStringSubmatch(side); m != nil {
			sides[i] = m[1] + "IU"
		} else if m := enzyme.FindStringSubmatch(side); m != nil {
			sides[i] = m[1] + "U"
		} else if mass, ok := masses[side]; ok {
			sides[i] = mass
		}
	}
	return strings.Join(sides, "/")
}

var litres = map[string]string{
	"l": "L", "dl": "dL", "100ml": "dL", "ml": "mL", "ul": "uL", "nl": "nL", "liter": "L", "litre": "L",
}

var masses = map[string]string{"gm": "g", "mcg": "ug", "mcmol": "umol", "mcIU": "uIU", "mcU": "uU", "uM": "umol/L"}
