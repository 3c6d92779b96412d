package fhirin_test

import (
	"fmt"
	"strings"
	"testing"
)

// pieces are repeated to a text without a word that anybody knows, or with one that
// begins something again and again: what a careless pattern reads for ever.
var pieces = []string{"a", "囗", "( ", "流产 ", "1 ", "2018年流产，", "3 "}

func long(piece string, size int) string { return strings.Repeat(piece, size/len(piece)) }

// A long text comes to an end; if it does not, the test run's own limit says so.
// How the time grows with the text is BenchmarkLongText.
func TestLongTexts(t *testing.T) {
	for _, piece := range pieces {
		text := long(piece, 190_000)
		one(t, resources(t, document(text), report("final", "2018-05-01", `"conclusion":"`+text+`"`)))
	}
}

// BenchmarkLongText reads texts of one and of four sizes: four times the text should
// take about four times as long.
func BenchmarkLongText(b *testing.B) {
	for _, size := range []int{45_000, 180_000} {
		for _, piece := range pieces {
			b.Run(fmt.Sprintf("%q,%d", piece, size), func(b *testing.B) {
				items := resources(b, document(long(piece, size)))
				for b.Loop() {
					one(b, items)
				}
			})
		}
	}
}
