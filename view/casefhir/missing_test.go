package casefhir_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// TestNothingMissingIsANo: whichever single resource of a woman does not arrive, no
// finding that held, or was unknown, becomes one that does not hold. What is a no of
// somebody of whom nothing is known speaks of the record and not of the woman.
func TestNothingMissingIsANo(t *testing.T) {
	k := base(t)
	nothing := findings(&patient.Case{}, k)
	for _, file := range append(caseFiles(t), "") {
		c := everythingKnown(t)
		if file != "" {
			c = readCase(t, file, k)
		}
		before := findings(c, k)
		var bundle object
		if err := json.Unmarshal(written(t, c, k), &bundle); err != nil {
			t.Fatal(err)
		}
		entries := bundle["entry"].([]any)
		for i := 1; i < len(entries); i++ { // without her Patient she is somebody else
			r := at(entries, i, "resource").(object)
			if r["resourceType"] == "Patient" || r["code"] != nil && (len(ownCodes(r["code"], "requested", "field")) > 0 || len(ownCodes(r["code"], "", "test")) > 0) {
				// Without him nobody says whose his results are; a question is no fact
				// of hers; and where a result is missing the one before it holds.
				continue
			}
			bundle["entry"] = slices.Delete(slices.Clone(entries), i, i+1)
			data, err := json.Marshal(bundle)
			if err != nil {
				t.Fatal(err)
			}
			for name, v := range findings(readBack(t, "missing.json", data, k), k) {
				if v == truth.No && before[name] != truth.No && nothing[name] != truth.No && !disturbed[name] {
					t.Errorf("%s without %s %v: %s was %v and is no", c.ID, r["resourceType"], r["code"], name, before[name])
				}
			}
		}
	}
}

// disturbed are results that a medicine makes worthless; a result stands as long as no
// such medicine is known, in a case file too.
var disturbed = map[string]bool{"protein_c.high": true, "protein_c.low": true, "protein_s.in_range": true, "china.blood_clear": true}

// ownCodes are our codes of a list in a concept; of one word only, if it is named.
func ownCodes(concept any, word, list string) []string {
	return slices.DeleteFunc(codesOf(concept, "urn:gravida:"+list), func(c string) bool { return word != "" && c != word })
}

// findings are the flags of a case.
func findings(c *patient.Case, k *knowledge.Base) map[string]truth.Value {
	all := map[string]truth.Value{}
	set := finding.Derive(c, k)
	for i, term := range k.Vocabulary {
		all[term.Name] = set.Slots[i].Value
	}
	return all
}
