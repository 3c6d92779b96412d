package fhirin_test

import (
	"strings"
	"testing"
	"time"
)

// A long text without a word that anybody knows is not read for ever.
func TestLongTexts(t *testing.T) {
	for _, piece := range []string{"a", "囗", "( ", "流产 ", "1 ", "2018年流产，", "3 "} {
		text := strings.Repeat(piece, 190_000/len(piece))
		start := time.Now()
		one(t, resources(t, document(text), report("final", "2018-05-01", `"conclusion":"`+text+`"`)))
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%q again and again took %v", piece, took)
		}
	}
}
