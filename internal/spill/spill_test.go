package spill_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/internal/spill"
)

var texts = spill.Codec[string]{
	Append: func(dst []byte, s string) []byte { return append(dst, s...) },
	Parse:  func(data []byte) (string, error) { return string(data), nil },
	Size:   func(s string) int { return len(s) },
}

// Whatever the limit, records come sorted by key, and those of one key in the
// order they came.
func TestSorter(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	rapid.Check(t, func(rt *rapid.T) {
		limit := rapid.SampledFrom([]int{0, 100, 250, 1000, 1 << 20}).Draw(rt, "limit")
		s := spill.NewSorter(limit, texts)
		defer s.Close()
		var want []spill.Record[string]
		for i := range rapid.IntRange(0, 40).Draw(rt, "n") {
			key := rapid.SampledFrom([]string{"", "a", "a\x00", "b", "ba", "ü"}).Draw(rt, "key")
			under := rapid.SampledFrom([]string{"", "0", "1"}).Draw(rt, "under")
			r := spill.Record[string]{Key: key, Under: under, Value: fmt.Sprint(i, strings.Repeat("x", i%7))}
			want = append(want, r)
			if err := s.Add(r.Key, r.Under, r.Value); err != nil {
				rt.Fatal(err)
			}
		}
		slices.SortStableFunc(want, func(a, b spill.Record[string]) int {
			if c := strings.Compare(a.Key, b.Key); c != 0 {
				return c
			}
			return strings.Compare(a.Under, b.Under)
		})
		for round := range 2 {
			var got []spill.Record[string]
			for r, err := range s.All() {
				if err != nil {
					rt.Fatal(err)
				}
				got = append(got, r)
			}
			if !slices.Equal(got, want) {
				rt.Fatalf("limit %d, round %d:\n got %v\nwant %v", limit, round, got, want)
			}
		}
	})
}

// The file has no name while it is in use, and what it took is given back.
func TestNothingIsLeft(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	s := spill.NewSorter(10, texts)
	for i := range 100 {
		if err := s.Add(fmt.Sprint(i), "", "secret"); err != nil {
			t.Fatal(err)
		}
	}
	for range s.All() {
		break
	}
	if names, _ := filepath.Glob(filepath.Join(dir, "*")); len(names) > 0 {
		t.Errorf("while it is read there is %v", names)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if !s.Empty() {
		t.Error("a closed sorter holds records")
	}
}

// watched is a disk that keeps a copy of what is written, or is full.
type watched struct {
	*os.File
	written bytes.Buffer
	room    int
	mode    fs.FileMode
}

func (w *watched) Write(p []byte) (int, error) {
	if w.written.Len()+len(p) > w.room {
		return 0, syscall.ENOSPC
	}
	w.written.Write(p)
	return w.File.Write(p)
}

func watch(t *testing.T, room int) *watched {
	w := &watched{room: room}
	t.Setenv("TMPDIR", t.TempDir())
	spill.Open(t, func(f *os.File) spill.Disk {
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		w.File, w.mode = f, info.Mode()
		return w
	})
	return w
}

// What reaches the disk says nothing, and only its owner could open it.
func TestSecret(t *testing.T) {
	w := watch(t, 1<<20)
	s := spill.NewSorter(100, texts)
	defer s.Close()
	const secret = "a loss in the tenth week"
	const runs = 100 // that are all alike: one record is more than the limit
	for range runs {
		if err := s.Add("Patient/a", "", secret); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for r, err := range s.All() {
		if err != nil || r.Value != secret {
			t.Fatal(r, err)
		}
		n++
	}
	if n != runs || w.written.Len() < runs*len(secret) || w.written.Len()%runs != 0 {
		t.Errorf("%d records, %d bytes on the disk", n, w.written.Len())
	}
	seen := map[string]bool{}
	for run := range slices.Chunk(w.written.Bytes(), w.written.Len()/runs) {
		if seen[string(run)] {
			t.Fatal("two runs share a key stream")
		}
		seen[string(run)] = true
	}
	if bytes.Contains(w.written.Bytes(), []byte("loss")) || bytes.Contains(w.written.Bytes(), []byte("Patient")) {
		t.Error("the disk holds what was written")
	}
	if w.mode.Perm() != 0o600 {
		t.Errorf("mode %v", w.mode)
	}
}

// A full disk is an error that says what to do, and leaves nothing.
func TestFullDisk(t *testing.T) {
	watch(t, 3000)
	s := spill.NewSorter(1000, texts)
	var err error
	for i := 0; err == nil && i < 1000; i++ {
		err = s.Add(fmt.Sprint(i), "", "x")
	}
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), os.TempDir()) || !strings.Contains(err.Error(), "TMPDIR") {
		t.Errorf("got %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(os.TempDir()); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

func TestNoRoom(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	s := spill.NewSorter(0, texts)
	err := s.Add("a", "", "b")
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "TMPDIR") {
		t.Errorf("got %v", err)
	}
}
