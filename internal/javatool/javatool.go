// Package javatool builds the Java programs under tools that tests run. Only tests
// import it.
package javatool

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Build compiles a project of tools into a folder named after its source, so that
// what was built once stays good until the source changes, and packages that are
// tested side by side do not build into each other. It gives the class path with
// which java runs the class. It needs a JDK and Maven, which fetches the libraries
// once.
func Build(tool, class string) (string, error) {
	for _, program := range []string{"java", "mvn"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", errors.New("there is no " + program + " on the path")
		}
	}
	_, here, _, _ := runtime.Caller(0)
	project := filepath.Join(filepath.Dir(here), "..", "..", "tools", tool)
	sum := sha256.New()
	for _, name := range []string{"pom.xml", "src/main/java/" + class + ".java"} {
		data, err := os.ReadFile(filepath.Join(project, filepath.FromSlash(name)))
		if err != nil {
			return "", err
		}
		sum.Write(data)
	}
	target := filepath.Join(project, "target")
	done := filepath.Join(target, "built-"+hex.EncodeToString(sum.Sum(nil))[:16])
	if path, ok := classpath(done, class); ok {
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
	if _, ok := classpath(fresh, class); !ok {
		return "", errors.New("mvn compile left no class path in " + fresh)
	}
	os.RemoveAll(done)     // its libraries are gone, or it is not there
	os.Rename(fresh, done) // another test may have been faster: then its folder is as good
	path, ok := classpath(done, class)
	if !ok {
		return "", errors.New("nothing was built in " + done)
	}
	return path, nil
}

// classpath is what a folder was built into, if it was, and its libraries are
// still there.
func classpath(folder, class string) (string, bool) {
	classes := filepath.Join(folder, "classes")
	if _, err := os.Stat(filepath.Join(classes, class+".class")); err != nil {
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
