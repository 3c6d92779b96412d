package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServe starts the program as a person does, with no flag but a free port: it
// prints its address, answers there, and ends on an interrupt.
func TestServe(t *testing.T) {
	if os.Getenv("GRAVIDA_SERVES") != "" {
		os.Exit(run([]string{"serve", "--addr", "127.0.0.1:0"}, streams{os.Stdin, os.Stdout, os.Stderr, false}))
	}
	c := exec.Command(os.Args[0], "-test.run", "^TestServe$")
	c.Env = append(os.Environ(), "GRAVIDA_SERVES=1")
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(time.Minute, func() { c.Process.Kill() })
	defer kill.Stop()
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	at, ok := strings.CutPrefix(strings.TrimSpace(line), "Gravida is at ")
	if err != nil || !ok || !strings.HasPrefix(at, "http://127.0.0.1:") {
		t.Fatalf("it prints %q (%v)", line, err)
	}
	r, err := http.Get(at)
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(r.Body)
	r.Body.Close()
	if r.StatusCode != 200 || !strings.Contains(string(page), "/example/anna/report") {
		t.Errorf("the first page: status %d, %d bytes", r.StatusCode, len(page))
	}
	if err := c.Process.Signal(syscall.SIGINT); err != nil {
		t.Skip("no interrupt on this system: ", err)
	}
	if err := c.Wait(); err != nil {
		t.Errorf("interrupted, it ends with %v", err)
	}
}
