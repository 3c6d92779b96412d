package fhirout_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
)

const validatorFolder = "../../tools/fhir-validator"

// mustValidate is the environment variable under which a validator that cannot be
// built is a failure and no reason to skip; continuous integration sets it.
const mustValidate = "GRAVIDA_FHIR_VALIDATOR"

// TestValidator has HAPI FHIR validate the bundles of all women, and one that is
// wrong on purpose. It needs a JDK and Maven, which fetches the validator once.
func TestValidator(t *testing.T) {
	if testing.Short() {
		t.Skip("the FHIR validator takes long")
	}
	classpath := validator(t)
	folder := t.TempDir()
	var files []string
	keep := func(name string, data []byte) string {
		file := filepath.Join(folder, name+".json")
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for i, file := range women(t) {
		name := filepath.Base(filepath.Dir(file))
		files = append(files, keep(name, write(t, assessed(t, file, assessment.Options{}))))
		if i%10 == 0 {
			files = append(files, keep(name+"-zh", write(t, assessed(t, file, assessment.Options{Lang: "zh", Setting: "cn"}))))
		}
	}
	anna := write(t, assessed(t, "../../examples/anna.yaml", assessment.Options{}))
	bad := keep("wrong", broken(t, anna))
	out, err := exec.Command("java", append([]string{"-XX:TieredStopAtLevel=1", "-cp", classpath, "Validate", bad}, files...)...).CombinedOutput()
	if _, ended := err.(*exec.ExitError); !ended {
		t.Fatalf("the validator found nothing wrong in a bundle that is wrong (%v):\n%s", err, out)
	}
	var inBad []string
	for _, line := range strings.Split(string(out), "\n") {
		switch {
		case strings.HasPrefix(line, bad):
			inBad = append(inBad, line)
		case strings.Contains(line, "ERROR") || strings.Contains(line, "FATAL"):
			t.Error(strings.TrimPrefix(line, folder))
		}
	}
	for _, want := range []string{"ras-2", "request-status", "condition-ver-status"} {
		if !strings.Contains(strings.Join(inBad, "\n"), want) {
			t.Errorf("the validator does not see that %s is broken:\n%s", want, out)
		}
	}
	if !bytes.Contains(out, []byte(" files, ")) {
		t.Errorf("the validator did not come to its end:\n%s", out)
	}
}

// validator builds the validator where it is not built yet, and gives the class
// path it runs with.
func validator(t *testing.T) string {
	t.Helper()
	missing := t.Skipf
	if os.Getenv(mustValidate) != "" {
		missing = t.Fatalf
	}
	for _, tool := range []string{"java", "mvn"} {
		if _, err := exec.LookPath(tool); err != nil {
			missing("no %s on the path: the FHIR output is not held against a validator", tool)
		}
	}
	if !built() {
		build := exec.Command("mvn", "-q", "-B", "compile")
		build.Dir = validatorFolder
		if out, err := build.CombinedOutput(); err != nil {
			missing("the FHIR validator cannot be built, so the FHIR output is not held against it: %v\n%s", err, out)
		}
	}
	jars, err := os.ReadFile(filepath.Join(validatorFolder, "target", "classpath"))
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(validatorFolder, "target", "classes") + string(os.PathListSeparator) + strings.TrimSpace(string(jars))
}

// built reports whether what was built is newer than what it is built from, and
// its libraries are still there.
func built() bool {
	class, err := os.Stat(filepath.Join(validatorFolder, "target", "classes", "Validate.class"))
	if err != nil {
		return false
	}
	for _, from := range []string{"pom.xml", "src/main/java/Validate.java"} {
		if info, err := os.Stat(filepath.Join(validatorFolder, from)); err != nil || info.ModTime().After(class.ModTime()) {
			return false
		}
	}
	jars, err := os.ReadFile(filepath.Join(validatorFolder, "target", "classpath"))
	if err != nil {
		return false
	}
	for _, jar := range filepath.SplitList(strings.TrimSpace(string(jars))) {
		if _, err := os.Stat(jar); err != nil {
			return false
		}
	}
	return true
}

// broken spoils a bundle in three ways: a share of more than everything, a status
// that does not exist, and a code that is not in its value set.
func broken(t *testing.T, data []byte) []byte {
	t.Helper()
	var b object
	if err := json.Unmarshal(data, &b); err != nil {
		t.Fatal(err)
	}
	for _, e := range b["entry"].([]any) {
		r := at(e, "resource").(object)
		switch r["resourceType"] {
		case "RiskAssessment":
			if p, ok := at(r, "prediction", 0).(object); ok && p["probabilityDecimal"] != nil {
				p["probabilityDecimal"] = 171
			}
		case "ServiceRequest":
			r["status"] = "proposed"
		case "Condition":
			at(r, "verificationStatus", "coding", 0).(object)["code"] = "perhaps"
		}
	}
	spoiled, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return spoiled
}
