// Package fhirvalidator holds FHIR resources against HAPI FHIR's validator, which
// lies in tools/fhir-validator. Only tests import it.
package fhirvalidator

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/internal/javatool"
)

// Required is the environment variable under which a validator that cannot be
// built is a failure and no reason to skip; continuous integration sets it.
const Required = "GRAVIDA_FHIR_VALIDATOR"

// Validator is a validator that was built.
type Validator struct {
	classpath string
	folder    string // of the files given to it, gone after the test
	known     []string
	files     []string
	names     map[string]string // of the files, as the test knows them
}

// Flaw is an error the validator found.
type Flaw struct{ Name, Severity, Place, Message string }

func (f Flaw) String() string {
	return f.Name + ": " + f.Severity + ": " + f.Place + ": " + f.Message
}

// New gives a validator, which is built where it is not built yet. Without a JDK
// and Maven, and in a short run, the test is skipped, and says so; where the
// environment says that it is required, it fails.
func New(t *testing.T) *Validator {
	t.Helper()
	missing := t.Skipf
	if os.Getenv(Required) != "" {
		missing = t.Fatalf
	} else if testing.Short() {
		t.Skip("the FHIR validator takes long")
	}
	classpath, err := javatool.Build("fhir-validator", "Validate")
	if err != nil {
		missing("the FHIR validator cannot be built, so what is written as FHIR is not held against it: %v", err)
	}
	return &Validator{classpath: classpath, folder: t.TempDir(), names: map[string]string{}}
}

// Know makes the code systems, value sets and questionnaires of a file known, or
// of every .json file of a folder: their codes are then checked too.
func (v *Validator) Know(file string) { v.known = append(v.known, file) }

// Add takes a resource under a name by which its flaws are told.
func (v *Validator) Add(t *testing.T, name string, resource []byte) {
	t.Helper()
	file := filepath.Join(v.folder, strings.NewReplacer("/", "_", `\`, "_", ":", "_").Replace(name)+".json")
	if _, twice := v.names[file]; twice {
		t.Fatalf("two resources named %s", name)
	}
	if err := os.WriteFile(file, resource, 0o644); err != nil {
		t.Fatal(err)
	}
	v.names[file] = name
	v.files = append(v.files, file)
}

// Flaws validates everything that was added, in one run, and gives what is wrong
// in the order of adding.
func (v *Validator) Flaws(t *testing.T) (flaws []Flaw) {
	t.Helper()
	list := filepath.Join(v.folder, "files")
	if err := os.WriteFile(list, []byte(strings.Join(v.files, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	args := []string{"-XX:TieredStopAtLevel=1", "-cp", v.classpath, "Validate"}
	for _, file := range v.known {
		args = append(args, "-load", file)
	}
	var said bytes.Buffer
	run := exec.Command("java", append(args, "@"+list)...)
	run.Stderr = &said
	out, err := run.Output()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if !strings.Contains(lines[len(lines)-1], " files, ") {
		t.Fatalf("the validator did not come to its end: %v\n%s%s", err, out, said.Bytes())
	}
	for _, line := range lines[:len(lines)-1] {
		cells := strings.SplitN(line, "\t", 4)
		if len(cells) != 4 {
			t.Fatalf("the validator says what is no flaw: %s", line)
		}
		flaws = append(flaws, Flaw{v.names[cells[0]], cells[1], cells[2], cells[3]})
	}
	if failed := err != nil; failed != (len(flaws) > 0) {
		t.Fatalf("the validator found %d flaws and ended with %v:\n%s", len(flaws), err, said.Bytes())
	}
	return flaws
}
