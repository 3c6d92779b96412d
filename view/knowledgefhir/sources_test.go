package knowledgefhir_test

import (
	"cmp"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/view/words"
)

// A guideline's Library says what a hospital must be able to inspect, and cites it.
func TestGuidelines(t *testing.T) {
	for _, g := range base().Guidelines {
		l, source := find(t, "urn:gravida:library:"+g.ID).json, base().Source(g.ID)
		day := cmp.Or(g.Revised, g.Released)
		if l["approvalDate"] != day || l["effectivePeriod"].(object)["start"] != day {
			t.Errorf("%s: approved %v, in effect %v, want %s", g.ID, l["approvalDate"], l["effectivePeriod"], day)
		}
		author := list(l["author"])[0].(object)
		if author["name"] != g.Developer.En || author["name"] != g.Developer.Zh && translated(author, "name") != g.Developer.Zh {
			t.Errorf("%s: by %v", g.ID, author)
		}
		if l["usage"] != g.Use.En || !strings.Contains(text(l["purpose"]), g.Population.En) {
			t.Errorf("%s: for %v, %v", g.ID, l["usage"], l["purpose"])
		}
		for _, part := range []string{g.Funding.En, g.Limits.En, g.Attributes.En, words.In("en", "read."+source.Read)} {
			if !strings.Contains(text(l["description"]), part) {
				t.Errorf("%s does not say %q", g.ID, part)
			}
		}
		cited := citations(l)
		if len(cited) != 1 || !strings.HasPrefix(text(cited[0]["citation"]), source.Citation.En) {
			t.Fatalf("%s cites %v", g.ID, cited)
		}
		if at, err := url.PathUnescape(text(cited[0]["url"])); err != nil || source.DOI != "" && at != "https://doi.org/"+source.DOI {
			t.Errorf("%s is at %q, %v", g.ID, at, err)
		}
		plan := find(t, "urn:gravida:plan:"+g.ID).json
		if libraries := list(plan["library"]); len(libraries) != 1 || libraries[0] != "urn:gravida:library:"+g.ID+"|"+base().Version {
			t.Errorf("the plan of %s rests on %v", g.ID, libraries)
		}
	}
}

func citations(r object) (cited []object) {
	for _, a := range list(r["relatedArtifact"]) {
		if a := a.(object); a["type"] == "citation" {
			cited = append(cited, a)
		}
	}
	return cited
}

// number is where a model's answer has hers.
var number = regexp.MustCompile(`\{\w+\}`)

// Every document, study, model and set of criteria has its Library.
func TestLibraries(t *testing.T) {
	b := base()
	for _, s := range b.Sources {
		find(t, "urn:gravida:library:"+s.ID)
	}
	for _, e := range b.Evidence {
		cited := citations(find(t, "urn:gravida:library:evidence-"+e.Treatment).json)
		if len(cited) != len(e.Trials) {
			t.Fatalf("%s: %d of %d results", e.Treatment, len(cited), len(e.Trials))
		}
		for i, trial := range e.Trials {
			if !strings.HasPrefix(text(cited[i]["label"]), trial.ID) || !strings.HasPrefix(text(cited[i]["display"]), trial.Says.En) {
				t.Errorf("%s is %v", trial.ID, cited[i])
			}
		}
	}
	for _, m := range b.Models {
		l := find(t, "urn:gravida:library:model-"+m.ID).json
		parts := append(number.Split(m.Answers.En, -1), m.NotWhen.En, m.About.Limits.En, b.PredictedOutcome(m.Outcome).Name.En)
		for _, part := range parts {
			if !strings.Contains(text(l["description"]), part) {
				t.Errorf("%s does not say %q", m.ID, part)
			}
		}
	}
	for _, c := range b.Criteria {
		l := find(t, "urn:gravida:library:criterion-"+c.ID).json
		for _, side := range c.Sides {
			for _, d := range side.Domains {
				for _, item := range d.Items {
					if !strings.Contains(text(l["description"]), item.Name.En) {
						t.Errorf("%s does not say %q", c.ID, item.Name.En)
					}
				}
			}
		}
	}
}
