package fhirin_test

import (
	"testing"

	"github.com/gravida-health/gravida/intake/fhirin"
	"github.com/gravida-health/gravida/patient"
)

// Records of third parties; what they should be read as stands in the notes of
// those who collected them.
func TestRecords(t *testing.T) {
	const (
		trimester  = " 0w0d to 13w6d" // what "first trimester" says
		firstVisit = " 5w0d to 11w0d" // estimated from the first prenatal visit
	)
	for _, test := range []struct {
		name, files, id string
		want            string
		complete        bool
		issues          []string
	}{
		{name: "four losses, the first written twice", files: "synthea-r4-2020/raeann.json",
			want:   "miscarriage 2013-09-25" + firstVisit + "; miscarriage 2014-10-22" + firstVisit + "; termination 2015-12-30; miscarriage 2016-08-10" + firstVisit + "; miscarriage 2018-08-29" + firstVisit + "; livebirth 2019-07-24",
			issues: []string{"No outcome is recorded for the pregnancy of 2018-12 – 2019-07", "an estimate from its first prenatal visit"}},
		{name: "two losses among three terminations", files: "synthea-r4-2020/samira.json",
			want: "miscarriage 2015-05-20" + firstVisit + "; termination 2015-10-07; termination 2017-04-26; miscarriage 2018-01-24" + firstVisit + "; termination 2020-11-18"},
		{name: "two losses five months apart", files: "synthea-r4-2020/cristina.json",
			want:   "livebirth 2011-12-30; miscarriage 2015-06-19" + firstVisit + "; miscarriage 2015-11-13" + firstVisit + "; livebirth 2016-09-23; livebirth 2017-09-22",
			issues: []string{"pregnancy of 2011-05 – 2011-12", "pregnancy of 2016-02 – 2016-09"}},
		{name: "an ectopic that was never closed", files: "synthea-r4-2020/misty.json",
			want:   "miscarriage 1990-08-13" + trimester + "; ectopic 1997-04-14; livebirth 2003-09-22; miscarriage 2005-01-31" + firstVisit + "; livebirth 2006-05-08; termination 2007-03-26; livebirth 2008-10-13",
			issues: []string{"pregnancy of 2003-02 – 2003-09"}},
		{name: "a tubal pregnancy that ends in a caesarean", files: "synthea-r4-2020/almeda.json",
			want:   "miscarriage 1990-03-31" + trimester + "; open 1991-07-20",
			issues: []string{"Both cannot be right"}},
		{name: "bulk: a loss outside the export window", files: "synthea-bulk-ndjson-2025/*.ndjson", id: "a4a401d1-a46a-eb4a-8a38-760d5d79d6ec",
			want: "miscarriage 2011-11-22" + trimester + "; livebirth 2015-01-27; termination 2015-09-13; miscarriage 2021-03-30" + firstVisit},
		{name: "bulk: a loss of 1985 that is still active", files: "synthea-bulk-ndjson-2025/*.ndjson", id: "6a4160eb-a793-2f86-2302-378626f46cce",
			want: "miscarriage 1985-06-24" + trimester},
		{name: "bulk: a man", files: "synthea-bulk-ndjson-2025/*.ndjson", id: "3af3708d-41f1-cd80-f3dd-ec5ac76072bf"},
		{name: "bulk: a woman without obstetric data", files: "synthea-bulk-ndjson-2025/*.ndjson", id: "bb6a9034-2f23-2508-d29d-35efee156dc9"},

		{name: "gravidity 0 after a birth", files: "qicore-obstetric/CMS334-67037280/*", want: "livebirth 2026-06-08 37w",
			issues: []string{"states 0 pregnancies, and 1 were found"}},
		{name: "the newest gravidity has no value", files: "qicore-obstetric/CMS334-24466f7b/*", want: "livebirth 2026-06-08 38w", complete: true},
		{name: "two gestational ages", files: "qicore-obstetric/CMS334-36133ed8/*", want: "livebirth 2026-06-08 36w0d to 37w6d", complete: true,
			issues: []string{"Gestational ages differ: 36w"}},
		{name: "births at term and preterm, one pregnancy", files: "qicore-obstetric/CMS334-93ddb758/*", want: "livebirth 2026-06-08 38w", complete: true,
			issues: []string{"1 at term and 1 preterm, but a parity of 1"}},
		{name: "gestation only as a code", files: "qicore-obstetric/CMS334-82f21ead/*", want: "livebirth 2026-06-08 37w", complete: true},
		{name: "40 weeks and a code for 20", files: "qicore-obstetric/CMS1028-1b0eb7b9/*", want: "livebirth 2025-02-01 40w",
			issues: []string{"Gestational ages differ: 40w"}},
		{name: "gestation from the due date", files: "qicore-obstetric/CMS1028-2eec6963/*", want: "open 2025-01-15 19w6d",
			issues: []string{"Gestational ages differ: 19w6d", "A delivery is recorded at 19w6d"}},
		{name: "a clot in a vein", files: "qicore-obstetric/CMS1028-7866f492/*", want: "livebirth 2025-02-01 40w0d"},
		{name: "diabetes of pregnancy", files: "qicore-obstetric/CMS1028-e2daccd1/*", want: "livebirth 2025-02-01 40w0d"},
		{name: "a multiple pregnancy", files: "qicore-obstetric/CMS1028-f22489f6/*", want: "livebirth 2025-02-01 40w0d"},

		{name: "random numbers", files: "who-smart-anc/*", id: "anc-patient-example", want: "",
			issues: []string{"Number of stillbirths is stated as 67", "contradict each other", "states 28 pregnancies", "younger than 10"}},
		{name: "placeholder codes", files: "who-smart-anc/*", id: "charity", want: "", issues: []string{"not understood"}},
		{name: "XML", files: "ips/observation*.xml", want: "ongoing", issues: []string{"going on; the record's last entry is of 2020-01-10"}},
		{name: "JSON", files: "ips/Observation*.json", want: "ongoing"},
		{name: "pregnant on a day", files: "us-core/*", want: "ongoing"},
		{name: "the standard's examples: a mother", files: "fhir-r4-core/*", id: "mom"},
		{name: "the standard's examples: an episode that is no pregnancy", files: "fhir-r4-core/*", id: "example"},
		{name: "a summary without obstetric data", files: "ips/bundle-minimal.json"},
		{name: "a history in one Chinese sentence", files: "text/*", want: "livebirth; livebirth", complete: true,
			issues: []string{"read from text and should be confirmed"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := find(t, fhirin.Read(files(t, test.files), base(t)), test.id)
			if got := told(c); got != test.want {
				t.Errorf("history\n got %s\nwant %s\n%s", got, test.want, issues(c))
			}
			if c.History.Complete != test.complete {
				t.Errorf("complete is %t\n%s", c.History.Complete, issues(c))
			}
			if none := test.want == "" && test.issues == nil; none && (c.History.Given || len(c.Issues) > 0) {
				t.Errorf("a record without obstetric data: given %t, issues %s", c.History.Given, issues(c))
			}
			for _, want := range test.issues {
				if !says(c, want) {
					t.Errorf("no issue says %q:\n%s", want, issues(c))
				}
			}
		})
	}
}

// The clot that a record of an obstetric stay names is an event of hers.
func TestClotOfARecord(t *testing.T) {
	c := one(t, files(t, "qicore-obstetric/CMS1028-7866f492/*"))
	if len(c.Events) != 1 || c.Events[0].Event != "venous-thrombosis" || c.Events[0].Date.String() != "2025-02" {
		t.Errorf("events are %+v", c.Events)
	}
}

// fataler is a test of either kind.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func find(t fataler, cases []*patient.Case, id string) *patient.Case {
	t.Helper()
	for _, c := range cases {
		if id == "" && len(cases) == 1 || c.ID == id {
			return c
		}
	}
	t.Fatalf("no case %q among %d", id, len(cases))
	return nil
}

// Every issue is said in both languages, and has a source.
func TestIssuesInBothLanguages(t *testing.T) {
	for _, pattern := range []string{"synthea-r4-2020/*.json", "qicore-obstetric/*/*", "who-smart-anc/*", "text/*"} {
		for _, c := range fhirin.Read(files(t, pattern), base(t)) {
			for _, i := range c.Issues {
				if i.En == "" || i.Zh == "" || i.Source.Document == "" {
					t.Errorf("%s: %+v", c.ID, i)
				}
			}
		}
	}
}

func TestEveryPregnancyShowsItsEvidence(t *testing.T) {
	for _, c := range fhirin.Read(files(t, "synthea-r4-2020/*.json"), base(t)) {
		for i, p := range c.Pregnancies {
			if len(p.Merged) == 0 {
				t.Errorf("%s: pregnancy %d has no evidence", c.ID, i+1)
			}
			for _, e := range p.Merged {
				if e.Source.Document == "" || e.Says == "" || e.WhyEn == "" || e.WhyZh == "" {
					t.Errorf("%s: pregnancy %d: %+v", c.ID, i+1, e)
				}
			}
		}
	}
}
