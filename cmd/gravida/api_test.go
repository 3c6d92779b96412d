package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// apiRequired is the environment variable under which a tester that cannot be had is a
// failure and no reason to skip; continuous integration sets it.
const apiRequired = "GRAVIDA_API"

// TestAPI has a property-based tester ask a real server everything its document
// allows, and much that it does not (tools/api-tester).
func TestAPI(t *testing.T) {
	required := os.Getenv(apiRequired) != ""
	if testing.Short() && !required {
		t.Skip("the API's tester takes long")
	}
	tester, err := apiTester()
	switch {
	case err != nil && required:
		t.Fatal(err)
	case err != nil:
		t.Skipf("nothing holds the API against its document: %v", err)
	}
	program := filepath.Join(t.TempDir(), "gravida")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	address, said := started(t, program)
	settings, err := filepath.Abs("../../tools/api-tester/schemathesis.toml")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	// It leaves out the operation that gives it the document, unless a filter asks for it.
	run := exec.CommandContext(ctx, tester, "--config-file", settings, "run", "--no-color", "--seed", "1", "--max-examples", "15", "--max-time", "75",
		"--include-path-regex", "^/", "--continue-on-failure", address+"api/v1/openapi.json")
	run.Dir = t.TempDir() // where it keeps what it found
	run.Env = append(os.Environ(), "NO_COLOR=1")
	out, err := run.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if all := fmt.Sprintf("Tested: %d\n", operations(t, address+"api/v1/openapi.json")); !bytes.Contains(out, []byte(all)) {
		t.Errorf("it has not asked for every operation, %q:\n%s", all, out)
	}
	if panics := said(); strings.Contains(panics, "panic") {
		t.Errorf("the server panicked:\n%s", panics)
	}
}

// operations is how many a document tells of.
func operations(t *testing.T, address string) (n int) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var document struct{ Paths map[string]map[string]any }
	if err := json.NewDecoder(answer.Body).Decode(&document); err != nil {
		t.Fatal(err)
	}
	for _, methods := range document.Paths {
		n += len(methods)
	}
	return n
}

// apiTester installs the tester, where it is not there yet, in a folder named after
// what is to be installed.
func apiTester() (program string, err error) {
	wanted, err := os.ReadFile("../../tools/api-tester/requirements.txt")
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "gravida", fmt.Sprintf("api-tester-%x", sha256.Sum256(wanted))[:27])
	program = filepath.Join(folder, "bin", "schemathesis")
	done := filepath.Join(folder, "installed")
	if _, err := os.Stat(done); err == nil {
		return program, nil
	}
	for _, step := range [][]string{
		{"python3", "-m", "venv", "--clear", folder},
		{filepath.Join(folder, "bin", "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", "../../tools/api-tester/requirements.txt"},
	} {
		if out, err := exec.Command(step[0], step[1:]...).CombinedOutput(); err != nil {
			return "", fmt.Errorf("the API's tester cannot be installed: %w\n%s", err, out)
		}
	}
	return program, os.WriteFile(done, nil, 0o644)
}

// started starts a server for one test, and gives its address and what it has logged.
func started(t *testing.T, program string) (address string, said func() string) {
	t.Helper()
	var log bytes.Buffer
	serve := exec.Command(program, "serve", "--addr", "127.0.0.1:0")
	serve.Stderr = &log
	out, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop := func() {
		if !stopped {
			stopped = true
			_ = serve.Process.Signal(os.Interrupt)
			_ = serve.Wait()
		}
	}
	t.Cleanup(stop)
	line, _ := bufio.NewReader(out).ReadString('\n')
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "Gravida is at ")
	if !ok {
		t.Fatalf("the server said %q\n%s", line, &log)
	}
	return address, func() string { stop(); return log.String() }
}
