package server_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gravida-health/gravida/internal/browsertool"
	"github.com/gravida-health/gravida/server"
)

// journey is what a browser tells of one journey.
type journey struct {
	Journey, Lang string
	Width         int
	Script        bool
	MS            int
	Pages, Clicks int
	Slow, Found   []string
	Told          json.RawMessage // what the journey itself measured
}

// TestJourneysInBrowser lets a real browser walk every journey through a real server, in both
// languages, on a phone and on a desk, on the phone also without scripts. tools/browser/README.md
// says what it holds every page against, and how to make it run.
func TestJourneysInBrowser(t *testing.T) {
	browser := browsertool.Find(t, "browser", "GRAVIDA_BROWSER")
	node, tool, env := browser.Node, browser.Folder, browser.Env
	to, _ := serving(t, server.Options{Now: func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }})
	run := exec.CommandContext(t.Context(), node, append([]string{filepath.Join(tool, "journeys.mjs")}, strings.Fields(os.Getenv("GRAVIDA_JOURNEYS"))...)...)
	run.Env = append(env, "GRAVIDA=http://"+to)
	var out, faults bytes.Buffer
	run.Stdout, run.Stderr = &out, &faults
	err := run.Run()
	told := 0
	for lines := bufio.NewScanner(&out); lines.Scan(); {
		var j journey
		if err := json.Unmarshal(lines.Bytes(), &j); err != nil {
			t.Errorf("the browser says %q", lines.Text())
			continue
		}
		told++
		name := fmt.Sprintf("%s/%s/%d", j.Journey, j.Lang, j.Width)
		if !j.Script {
			name += "/no script"
		}
		t.Run(name, func(t *testing.T) {
			t.Logf("%d pages, %d clicks, %d ms %s", j.Pages, j.Clicks, j.MS, j.Told)
			for _, f := range j.Found {
				t.Error(f)
			}
			for _, page := range j.Slow { // how slow depends on the machine
				t.Log("took its time: ", page)
			}
		})
	}
	if told == 0 || err != nil && !t.Failed() {
		t.Errorf("%d journeys, %v\n%s", told, err, faults.String())
	}
}
