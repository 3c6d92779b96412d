package unit_test

import (
	"math"
	"os"
	"testing"

	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/internal/unit"
)

// table is the real one: the rows are what there is to test.
func table(t testing.TB) *unit.Table {
	t.Helper()
	const file = "../../knowledge/terminology/units.tsv"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	table, err := unit.Read(file, data)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestConvert(t *testing.T) {
	for _, c := range []struct {
		test   string
		value  float64
		unit   string
		want   float64
		wantIn string
	}{
		{"tsh", 5.1, "mIU/L", 5.1, "mIU/L"},
		{"tsh", 5.1, "μIU/mL", 5.1, "mIU/L"},
		{"tsh", 5.1, "uIU/ml", 5.1, "mIU/L"},
		{"tsh", 5.1, "MIU/L", 5.1, "mIU/L"},
		{"tsh", 5.1, "m[IU]/L", 5.1, "mIU/L"},
		{"tsh", 5.1, "mE/l", 5.1, "mIU/L"},
		{"ft4", 1.2, "ng/dL", 15.444, "pmol/L"},
		{"ft4", 12, "pg/mL", 15.444, "pmol/L"},
		{"ft3", 3, "pg/mL", 4.608, "pmol/L"},
		{"prolactin", 25, "ng/mL", 530, "mIU/L"},
		{"fasting-glucose", 126, "mg/dL", 7, "mmol/L"},
		{"glucose-2h", 198, "MG/DL", 11, "mmol/L"},
		{"hba1c", 48, "mmol/mol", 6.54304, "%"},
		{"hba1c", 6.5, "%", 6.5, "%"},
		{"fasting-insulin", 60, "pmol/L", 10, "µIU/mL"},
		{"estradiol", 100, "pg/mL", 367.1, "pmol/L"},
		{"luteal-progesterone", 10, "ng/mL", 31.8, "nmol/L"},
		{"testosterone", 50, "ng/dL", 1.7335, "nmol/L"},
		{"amh", 7.14, "pmol/L", 1, "ng/mL"},
		{"lh", 5, "mIU/mL", 5, "IU/L"},
		{"vitamin-d", 20, "ng/mL", 50, "nmol/L"},
		{"homocysteine", 2, "mg/L", 14.8, "µmol/L"},
		{"platelets", 150000, "/µL", 150, "10^9/L"},
		{"platelets", 150, "G/L", 150, "10^9/L"},
		{"d-dimer", 500, "ng/mL FEU", 0.5, "mg/L FEU"},
		{"d-dimer", 300, "ng/mL DDU", 300, "ng/mL DDU"},
		{"complement-c3", 90, "mg/dL", 0.9, "g/L"},
		{"antithrombin", 0.85, "IU/mL", 85, "%"},
		{"acl-igg", 45, "GPL-U/mL", 45, "GPL"},
		{"acl-igg", 45, "U/mL", 45, "U/mL"},
		{"acl-igm", 45, "[MPL'U]", 45, "MPL"},
		{"acl-igg", 45, "CU", 45, "CU"},
		{"ab2gpi-igg", 45, "SGU", 45, "U/mL"},
		{"tpo-antibodies", 300, "kIU/L", 300, "IU/mL"},
		{"trab", 0.002, "IU/mL", 2, "IU/L"},
		{"ana", 160, "滴度", 160, "titre"},
		{"homa-ir", 2.1, "", 2.1, "index"},
		{"nk-cells-blood", 12, "％", 12, "%"},
	} {
		got, in, err := table(t).Convert(c.test, c.value, c.unit)
		if err != nil || math.Abs(got-c.want) > 1e-9*c.want || in != c.wantIn {
			t.Errorf("Convert(%s, %v, %q) = %v %s, %v; want %v %s", c.test, c.value, c.unit, got, in, err, c.want, c.wantIn)
		}
	}
}

// The guidelines print these cut-offs in both units; a result that meets one
// must meet the other.
func TestCutOffsAgree(t *testing.T) {
	for _, c := range []struct {
		test   string
		value  float64
		unit   string
		cutOff float64
	}{
		{"fasting-glucose", 126, "mg/dL", 7.0},
		{"glucose-2h", 200, "mg/dL", 11.1},
		{"hba1c", 48, "mmol/mol", 6.5},
		{"vitamin-d", 20, "ng/mL", 50},
		{"vitamin-d", 30, "ng/mL", 75},
	} {
		got, _, err := table(t).Convert(c.test, c.value, c.unit)
		if err != nil || got < c.cutOff {
			t.Errorf("%s %v %s = %v, %v; want at least %v", c.test, c.value, c.unit, got, err, c.cutOff)
		}
	}
}

func TestRefusal(t *testing.T) {
	for _, c := range []struct{ test, unit, want string }{
		{"tsh", "mmol/L", `tsh is not measured in "mmol/L"; accepted: mIU/L, µIU/mL, mU/L, µU/mL`},
		{"tsh", "mIU/mL", `tsh is not measured in "mIU/mL"; accepted: mIU/L, µIU/mL, mU/L, µU/mL; did you mean mIU/L?`},
		{"d-dimer", "mg/L", `d-dimer is not measured in "mg/L"; accepted: mg/L FEU, µg/mL FEU, ng/mL FEU, µg/L FEU, ng/mL DDU, µg/L DDU, µg/mL DDU, mg/L DDU; did you mean mg/L FEU?`},
		{"complement-c3", "G/L", `complement-c3 is not measured in "G/L"; accepted: g/L, mg/dL, mg/L; did you mean g/L?`},
		{"fasting-glucose", "Mg/dL", `fasting-glucose is not measured in "Mg/dL"; accepted: mmol/L, mg/dL; did you mean mg/dL?`},
		{"hla-typing", "mg", `hla-typing has no unit`},
	} {
		_, _, err := table(t).Convert(c.test, 1, c.unit)
		if err == nil || err.Error() != c.want {
			t.Errorf("Convert(%s, 1, %q):\n got %v\nwant %s", c.test, c.unit, err, c.want)
		}
	}
}

func TestNormalise(t *testing.T) {
	for want, spellings := range map[string][]string{
		"mIU/L":     {"mIU/L", "mIU/l", "m[IU]/L", "mUI/L", "mI.E./l", "mIE/L", "ｍＩＵ／Ｌ", "MIU/L", " mIU / L "},
		"uIU/mL":    {"µIU/mL", "μIU/ml", "uIU/mL", "u[iU]/mL", "UIU/ML", "mcIU/mL"},
		"10^9/L":    {"10^9/L", "×10⁹/L", "10*9/L", "10e9/L", "G/L", "Giga/l", "GPt/l", "/nL", "10*3/uL", "K/uL", "10^3/µL", "x10^9/L"},
		"/uL":       {"/µL", "Zell./µl", "/mm3", "cells/uL", "个/µL"},
		"GPL":       {"GPL", "GPL-U/mL", "GPLU/ml", "[GPL'U]", "[GPL'U]/mL", "PL-IgG-U/ml", "GPL units/mL"},
		"ug/mL FEU": {"µg/mL(FEU)", "ug/mL FEU", "FEU µg/mL", "ug{FEU}/mL", "mcg/mL FEU"},
		"mg/L FEU":  {"mg/lFEU", "mg/L FEU", "mg/L{FEU}"},
		"titre":     {"titre", "Titer", "滴度", "{titer}"},
		"1":         {"", "1", "ratio", "{ratio}", "比值", "index"},
		"g/dL":      {"g/dl", "g%", "gm/dL", "g/100ml"},
		"U/L":       {"U/l", "E/L"},
		"g/L":       {"g/L", "g/l"},
		"%":         {"%", "％", "% NGSP", "%{activity}"},
		"umol/L":    {"µmol/L", "umol/l", "μmol/L", "UMOL/L", "mcmol/L", "µM"},
		"AU/mL":     {"AU/mL", "AU/ml", "[arb'U]/mL", "AU/ML"},
	} {
		for _, s := range spellings {
			if got := unit.Normalise(s); got != want {
				t.Errorf("Normalise(%q) = %q, want %q", s, got, want)
			}
		}
	}
}

func TestThereAndBack(t *testing.T) {
	table := table(t)
	rapid.Check(t, func(t *rapid.T) {
		test := rapid.SampledFrom(table.Tests()).Draw(t, "test")
		u := rapid.SampledFrom(table.Units(test)).Draw(t, "unit")
		value := rapid.Float64Range(1e-3, 1e6).Draw(t, "value")
		number, _, err := table.Convert(test, value, u)
		if err != nil {
			t.Fatal(err)
		}
		back, err := table.Back(test, number, u)
		// An offset costs what is small beside it.
		if err != nil || math.Abs(back-value) > 1e-9*math.Max(value, 1) {
			t.Fatalf("%s: %v %s is %v, and back %v, %v", test, value, u, number, back, err)
		}
	})
}

func TestReadProblems(t *testing.T) {
	const file = `# a comment
test	unit	factor	offset	note
tsh	mIU/L	1	0	
tsh	mU/L	1	0	
tsh	mE/L	1	0	
tsh	µU/mL	0	0	
tsh	µIU/mL	1/x	0	
tsh	ng/mL	NaN	0	
ft4	ng/dL	12.87	0	
ft3	pmol/L
	pmol/L	1	0	
`
	const want = `units.tsv:5:1: tsh in mE/L stands twice, also as mU/L; accepted: a test, a unit, a factor over 0 or "own", an offset and a note
units.tsv:6:1: tsh in µU/mL: the factor is not over 0; accepted: a test, a unit, a factor over 0 or "own", an offset and a note
units.tsv:7:1: "x" is not a number; accepted: a test, a unit, a factor over 0 or "own", an offset and a note
units.tsv:8:1: "NaN" is not a number; accepted: a test, a unit, a factor over 0 or "own", an offset and a note
units.tsv:9:1: ft4 in ng/dL: the first unit of a test, which its values are kept in, has not factor 1; accepted: a test, a unit, a factor over 0 or "own", an offset and a note
units.tsv:10:1: 2 columns; accepted: a test, a unit, a factor over 0 or "own", an offset and a note
units.tsv:11:1: a row without a test or a unit; accepted: a test, a unit, a factor over 0 or "own", an offset and a note
`
	_, err := unit.Read("units.tsv", []byte(file))
	if err == nil || err.Error()+"\n" != want {
		t.Errorf("got:\n%v\nwant:\n%s", err, want)
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"mIU/L", "µg/mL(FEU)", "[GPL'U]", "10⁹/L", "FEUFEU", "", "／", "{"} {
		f.Add(s)
	}
	table := table(f)
	f.Fuzz(func(t *testing.T, s string) {
		once := unit.Normalise(s)
		if again := unit.Normalise(s); again != once {
			t.Fatalf("Normalise(%q) = %q and %q", s, once, again)
		}
		table.Convert("tsh", 1, s)
	})
}
