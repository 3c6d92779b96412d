package assessment_test

import (
	"slices"
	"testing"

	"github.com/gravida-health/gravida/assessment"
)

// Where a more urgent flag takes care of a sign, the lesser advice for it is
// silent; alone, or beside a danger of another kind, it stands.
func TestLesserAdviceIsSilent(t *testing.T) {
	for _, x := range []struct {
		status        string
		raised, quiet []string
	}{
		{"{symptoms: [light-bleeding]}", []string{"bleeding-in-early-pregnancy"}, nil},
		{"{symptoms: [light-bleeding, heavy-bleeding]}", []string{"heavy-bleeding"}, []string{"bleeding-in-early-pregnancy"}},
		{"{symptoms: [light-bleeding, severe-abdominal-pain]}", []string{"severe-abdominal-pain"}, []string{"bleeding-in-early-pregnancy"}},
		{"{symptoms: [light-bleeding, shoulder-tip-pain]}", []string{"shoulder-tip-pain"}, []string{"bleeding-in-early-pregnancy"}},
		{"{symptoms: [light-bleeding, fainting]}", []string{"fainting"}, []string{"bleeding-in-early-pregnancy"}},
		{"{pregnant: true, bleeding: true, location: ectopic}", []string{"ectopic-pregnancy"}, []string{"bleeding-in-early-pregnancy"}},
		{"{symptoms: [light-bleeding, severe-vomiting]}", []string{"bleeding-in-early-pregnancy", "severe-vomiting"}, nil},
		{"{symptoms: [light-bleeding, severe-headache]}", []string{"bleeding-in-early-pregnancy", "severe-headache"}, nil},
		{"{symptoms: [sudden-weakness]}", []string{"possible-stroke"}, nil},
		{"{symptoms: [fit]}", []string{"fit"}, nil},
		{"{symptoms: [waters-broken]}", []string{"waters-broken"}, nil},
	} {
		a := engine().Assess(read(t, "status: "+x.status+"\n"), assessment.Options{})
		var got []string
		for _, f := range a.RedFlags {
			got = append(got, f.ID)
		}
		for _, id := range x.raised {
			if !slices.Contains(got, id) {
				t.Errorf("%s raises %v, not %s", x.status, got, id)
			}
		}
		for _, id := range x.quiet {
			if slices.Contains(got, id) {
				t.Errorf("%s raises %v; %s has to be silent", x.status, got, id)
			}
		}
	}
}

// Whom to call is told by the country's own rule.
func TestCrisisLineOfTheCountry(t *testing.T) {
	for setting, source := range map[string]string{"cn": "cn-12356", "uk": "nhs-crisis", "int": "sign-169"} {
		a := engine().Assess(read(t, "status: {symptoms: [thoughts-of-self-harm]}\n"), assessment.Options{Setting: setting})
		i := slices.IndexFunc(a.RedFlags, func(f assessment.RedFlag) bool { return f.ID == "thoughts-of-self-harm" })
		if i < 0 || len(a.RedFlags[i].Because) != 1 || a.Statement(a.RedFlags[i].Because[0]).Guideline != source {
			t.Errorf("in %s: %+v, want the words of %s", setting, a.RedFlags, source)
		}
	}
}
