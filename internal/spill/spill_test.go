package spill_test

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
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

func TestNoRoom(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	s := spill.NewSorter(0, texts)
	err := s.Add("a", "", "b")
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "TMPDIR") {
		t.Errorf("got %v", err)
	}
}
