// Package fhirpeers runs the programs that read Gravida's FHIR as others would: the
// client in tools/fhir-client and the server in tools/fhir-server. Only tests
// import it.
package fhirpeers

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gravida-health/gravida/internal/javatool"
)

// Required is the environment variable under which a peer that cannot be had is a
// failure and no reason to skip; continuous integration sets it.
const Required = "GRAVIDA_FHIR_PEERS"

// absent skips the test, or fails it where peers are required.
func absent(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv(Required) != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

func short(t *testing.T) {
	t.Helper()
	if testing.Short() && os.Getenv(Required) == "" {
		t.Skip("FHIR peers take long")
	}
}

// Client is the installed npm client.
type Client struct{ folder string }

// NewClient gives the client, whose packages npm fetches once. Without Node and
// npm, and in a short run, the test is skipped, and says so.
func NewClient(t *testing.T) Client {
	t.Helper()
	short(t)
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			absent(t, "there is no %s on the path: no FHIR client reads what is written as FHIR", program)
		}
	}
	_, here, _, _ := runtime.Caller(0)
	c := Client{filepath.Join(filepath.Dir(here), "..", "..", "tools", "fhir-client")}
	if c.installed(t) {
		return c
	}
	npm := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = c.folder
	if out, err := npm.CombinedOutput(); err != nil {
		absent(t, "the FHIR client cannot be installed, so none reads what is written as FHIR: %v\n%s", err, out)
	}
	return c
}

// installed reports whether npm was here since the lock file changed.
func (c Client) installed(t *testing.T) bool {
	t.Helper()
	lock, err := os.Stat(filepath.Join(c.folder, "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	done, err := os.Stat(filepath.Join(c.folder, "node_modules", ".package-lock.json"))
	return err == nil && !done.ModTime().Before(lock.ModTime())
}

// Run runs one of the client's programs and gives the lines it prints.
func (c Client) Run(t *testing.T, program string, args ...string) [][]byte {
	t.Helper()
	var said bytes.Buffer
	node := exec.Command("node", append([]string{filepath.Join(c.folder, program)}, args...)...)
	node.Stderr = &said
	out, err := node.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, said.Bytes())
	}
	return bytes.Split(bytes.TrimSpace(out), []byte("\n"))
}

// slowest is how long the server may take to answer: far longer than it does.
const slowest = 3 * time.Minute

// Server starts a FHIR server with nothing in it, for one test, and gives its
// address. Without a JDK and Maven, and in a short run, the test is skipped, and
// says so.
func Server(t *testing.T) string {
	t.Helper()
	short(t)
	classpath, err := javatool.Build("fhir-server", "Serve")
	if err != nil {
		absent(t, "the FHIR server cannot be built, so none takes what is written as FHIR: %v", err)
	}
	var said bytes.Buffer
	java := exec.Command("java", "-XX:TieredStopAtLevel=1", "-Xmx1500m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", classpath, "Serve")
	java.Stderr = &said
	in, err := java.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := java.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := java.Start(); err != nil {
		t.Fatal(err)
	}
	base := make(chan string, 1)
	ended := make(chan struct{})
	go func() {
		line, _ := bufio.NewReader(out).ReadString('\n')
		base <- strings.TrimSpace(line)
		io.Copy(io.Discard, out)
		java.Wait()
		close(ended)
	}()
	t.Cleanup(func() {
		in.Close() // it stops when nobody speaks to it any more
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			java.Process.Kill()
			<-ended
		}
	})
	select {
	case address := <-base:
		if !strings.HasPrefix(address, "http://127.0.0.1:") {
			in.Close()
			<-ended
			t.Fatalf("the FHIR server did not start: %q\n%s", address, said.Bytes())
		}
		return address
	case <-time.After(slowest):
		java.Process.Kill()
		<-ended
		t.Fatalf("the FHIR server did not answer in %v\n%s", slowest, said.Bytes())
	}
	return ""
}
