package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/interview"
)

var theEngine = sync.OnceValues(func() (*gravida.Engine, error) { return engine("") })

// dialogWith is an interview whose input somebody types.
func dialogWith(t testing.TB, in io.Reader, std streams) *dialog {
	t.Helper()
	e, err := theEngine()
	if err != nil {
		t.Fatal(err)
	}
	std.in = in
	d, err := newDialog(e, &choices{lang: "en", setting: "int", asOf: "2026-03-01"}, std)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// heard is a terminal that may be read while it is written.
type heard struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(p)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// Ctrl-C keeps what was said, and the page that was half answered.
func TestInterrupted(t *testing.T) {
	in, typing := io.Pipe()
	defer typing.Close()
	var out bytes.Buffer
	messages := &heard{}
	std := streams{out: &out, err: messages}
	d := dialogWith(t, in, std)
	signals := make(chan os.Signal)
	d.interrupted = signals
	kept := keeper{file: filepath.Join(t.TempDir(), "draft.yaml")}
	ended := make(chan error)
	go func() { ended <- d.report(kept, std) }()
	for _, line := range []string{"none", "no", "miscarriage", "2024-05"} {
		if _, err := io.WriteString(typing, line+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	for deadline := time.Now().Add(time.Minute); !strings.Contains(messages.String(), "How far along"); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it does not ask:\n%s", messages)
		}
	}
	select {
	case signals <- os.Interrupt:
	case <-time.After(time.Minute):
		t.Fatal("it does not listen")
	}
	if err := <-ended; !errors.Is(err, errBrokenOff) {
		t.Errorf("the error is %v", err)
	}
	data, err := os.ReadFile(kept.file)
	if err != nil {
		t.Fatal(err)
	}
	want := "gravida: case/1\nasOf: 2026-03-01\npregnancies:\n  - outcome: miscarriage\n    ended: 2024-05\nstatus:\n  pregnant: false\n  symptoms: []\nlists: {pregnancies: some}\ninterview:\n  asked: [symptoms, pregnant]\n"
	if string(data) != want {
		t.Errorf("kept:\n%s\nwant:\n%s", data, want)
	}
	if !strings.Contains(messages.String(), "\n  gravida interview --save "+kept.file) || out.Len() > 0 {
		t.Errorf("said:\n%s%s", messages, &out)
	}
	if info, err := os.Stat(kept.file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
}

// A file that came while the interview went on is not written over, and nothing is
// left beside it.
func TestKeepNeverReplaces(t *testing.T) {
	folder := t.TempDir()
	kept := keeper{file: filepath.Join(folder, "mine.yaml")}
	if err := kept.ready(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(kept.file, []byte("hers"), 0o600); err != nil {
		t.Fatal(err)
	}
	var std streams
	d := dialogWith(t, nil, std)
	c, err := d.talk.Case(d.state)
	if err != nil {
		t.Fatal(err)
	}
	if err := kept.write(c); err == nil || !strings.Contains(err.Error(), "keep the case in") {
		t.Errorf("the error is %v", err)
	}
	if data, _ := os.ReadFile(kept.file); string(data) != "hers" {
		t.Errorf("now it says %q", data)
	}
	if left, _ := os.ReadDir(folder); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// Whatever is typed, the dialog ends with the input, does not crash, and writes
// nothing that could steer a terminal.
func TestAnythingTyped(t *testing.T) {
	std := streams{}
	words := []string{"", "1", "2", "3", "1, 2", "none", "no", "yes", "?", "<", "-", "skip", "miscarriage", "livebirth", "2024-05", "2024", "8+2", "9", "5.1",
		"\x1b[2J", "\x00", "ａ", "，", "否", "跳过", "99999999999999999999", strings.Repeat("x", 2000), "\xff\xfe", "{}", "heparin", "tsh", "a b c"}
	rapid.Check(t, func(rt *rapid.T) {
		var out bytes.Buffer
		std.err = &out
		typed := rapid.SliceOfN(rapid.SampledFrom(words), 0, 40).Draw(rt, "typed")
		d := dialogWith(t, strings.NewReader(strings.Join(typed, "\n")), std)
		a, err := d.hold()
		if err != nil || a == nil {
			rt.Fatalf("%v", err)
		}
		if strings.ContainsAny(out.String(), "\x1b\x00") {
			rt.Fatalf("written: %q", out.String())
		}
	})
}

// brokenPipe is a terminal that is gone.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestTerminalGone(t *testing.T) {
	d := dialogWith(t, strings.NewReader(strings.Repeat("1\n", 50)), streams{err: brokenPipe{}})
	if _, err := d.hold(); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("the error is %v", err)
	}
}

// Words mean what they say, whatever names they stand in: who does not know is not
// put down for the answer that has "I do not know" in its name.
func TestUnderstood(t *testing.T) {
	d := dialogWith(t, nil, streams{err: io.Discard})
	first := interview.Answer{Page: "pregnancy-1", Values: map[string][]string{"outcome": {"miscarriage"}, "more": {"yes"}}}
	after, mistakes := d.talk.Give(d.state, first)
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	d.state = after
	for _, c := range []struct{ page, field, typed, want string }{
		{"pre-eclampsia", "any", "不知道", "unsure"}, {"pre-eclampsia", "any", "I do not know", "unsure"}, {"pre-eclampsia", "any", "没有", "no"}, {"pre-eclampsia", "any", "有过", ""},
		{"pregnancy-2", "roughly", "不清楚", "unsure"}, {"pregnancy-2", "roughly", "I don't know", "unsure"},
		{"pregnancy-2", "partner", "no", "new"}, {"pregnancy-2", "partner", "是的", "same"}, {"pregnancy-2", "more", "Y", "yes"}, {"pregnancy-2", "more", "没有了", "no"},
		{"pregnancy-2", "outcome", "胎停", "miscarriage"}, {"pregnancy-2", "outcome", "宫外孕", "ectopic"}, {"pregnancy-2", "outcome", "tubal pregnancy", "ectopic"}, {"pregnancy-2", "outcome", "早产", ""},
		{"pregnant", "answer", "是", "yes"}, {"pregnant", "answer", "nope", "no"},
		{"symptoms", "which", "都没有", "none"}, {"symptoms", "which", "没有出血", ""}, {"symptoms", "which", "no bleeding", ""},
	} {
		p, ok := d.talk.Page(d.state, c.page)
		if !ok {
			t.Fatalf("no page %s", c.page)
		}
		i := slices.IndexFunc(p.Fields, func(f interview.Field) bool { return f.Name == c.field })
		values, says := d.understood(&p.Fields[i], c.typed)
		if got := strings.Join(values, " "); got != c.want || (says.En == "") != (c.want != "") {
			t.Errorf("%s %s: %q is understood as %q (%s), want %q", c.page, c.field, c.typed, got, says.En, c.want)
		}
	}
}

// A pasted page of text is one answer that does not fit, and ends nothing.
func TestTooLong(t *testing.T) {
	lines := typed(strings.NewReader(strings.Repeat("很", 100_000) + "\nno\nlast"))
	for _, want := range []int{1000, 2, 4} {
		if got, more := <-lines; !more || len(got) < want || want < 1000 && len(got) != want {
			t.Errorf("a line of %d bytes, want %d", len(got), want)
		}
	}
	if _, more := <-lines; more {
		t.Error("it does not end")
	}
}

// Every question may be left open, a unit too: it is asked for once more, and then
// the number is left out. What does not fit keeps nobody from leaving the page.
func TestLeavesAPage(t *testing.T) {
	for name, answers := range map[string]string{
		"left open": "acl-igg\n\npositive\n48\n\n\n\n2026-01\n\n\n\n\n\n\n\n",
		"skipped":   "acl-igg\n\npositive\n48\n\n\n\n2026-01\n\nskip\n",
	} {
		messages := &heard{}
		d := dialogWith(t, strings.NewReader(answers+"stop\n"), streams{err: messages})
		d.lines = typed(strings.NewReader(answers + "stop\n"))
		p, ok := d.talk.Page(d.state, "antibody-tests")
		if !ok {
			t.Fatal("no page")
		}
		if m := d.page(p, ""); m == stop || m == left {
			t.Errorf("%s: it does not leave the page:\n%s", name, messages)
		}
		c, err := d.talk.Case(d.state)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(c.Observations); name == "left open" && got != 1 || name == "skipped" && got != 0 {
			t.Errorf("%s: %d results:\n%s", name, got, messages)
		}
		if n := strings.Count(messages.String(), "Without it the number is left out"); n != 1 {
			t.Errorf("%s: reminded %d times", name, n)
		}
	}
}
