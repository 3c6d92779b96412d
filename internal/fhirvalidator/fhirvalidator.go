// Package fhirvalidator holds FHIR resources against HAPI FHIR's validator, which
// lies in tools/fhir-validator. Only tests import it.
package fhirvalidator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
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
	for _, tool := range []string{"java", "mvn"} {
		if _, err := exec.LookPath(tool); err != nil {
			missing("no %s on the path: what is written as FHIR is not held against a validator", tool)
		}
	}
	classpath, err := build()
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

// build compiles the validator into a folder named after its source, so that what
// was built once stays good until the source changes, and packages that are
// tested side by side do not build into each other. It gives the class path.
func build() (string, error) {
	_, here, _, _ := runtime.Caller(0)
	project := filepath.Join(filepath.Dir(here), "..", "..", "tools", "fhir-validator")
	sum := sha256.New()
	for _, name := range []string{"pom.xml", "src/main/java/Validate.java"} {
		data, err := os.ReadFile(filepath.Join(project, filepath.FromSlash(name)))
		if err != nil {
			return "", err
		}
		sum.Write(data)
	}
	target := filepath.Join(project, "target")
	done := filepath.Join(target, "built-"+hex.EncodeToString(sum.Sum(nil))[:16])
	if path, ok := classpath(done); ok {
		return path, nil
	}
	if err := os.MkdirAll(target, 0o755); err != nil {
		return "", err
	}
	fresh, err := os.MkdirTemp(target, "building-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(fresh)
	mvn := exec.Command("mvn", "-q", "-B", "compile", "-Dfolder=target/"+filepath.Base(fresh))
	mvn.Dir = project
	if out, err := mvn.CombinedOutput(); err != nil {
		return "", errors.New(err.Error() + "\n" + string(out))
	}
	if _, ok := classpath(fresh); !ok {
		return "", errors.New("mvn compile left no class path in " + fresh)
	}
	os.RemoveAll(done)     // its libraries are gone, or it is not there
	os.Rename(fresh, done) // another test may have been faster: then its folder is as good
	path, ok := classpath(done)
	if !ok {
		return "", errors.New("nothing was built in " + done)
	}
	return path, nil
}

// classpath is what a folder was built into, if it was, and its libraries are
// still there.
func classpath(folder string) (string, bool) {
	classes := filepath.Join(folder, "classes")
	if _, err := os.Stat(filepath.Join(classes, "Validate.class")); err != nil {
		return "", false
	}
	jars, err := os.ReadFile(filepath.Join(folder, "classpath"))
	if err != nil {
		return "", false
	}
	path := strings.TrimSpace(string(jars))
	for _, jar := range filepath.SplitList(path) {
		if _, err := os.Stat(jar); err != nil {
			return "", false
		}
	}
	return classes + string(os.PathListSeparator) + path, true
}
