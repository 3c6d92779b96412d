package r4

import (
	"errors"
	"reflect"
)

// ErrSwollen is a document that takes far more memory than its text: lists of
// millions of empty elements, which no system writes.
var ErrSwollen = errors.New("lists of more elements than its text can mean")

// room is how much memory a document may still take, in bytes.
type room int

// roomFor is what no honest document needs: decoded, resources take about four
// times their text.
func roomFor(data []byte) room { return room(1<<20 + 16*len(data)) }

// take notes that something of a type was made.
func (r *room) take(t reflect.Type) error {
	*r -= room(t.Size())
	if *r < 0 {
		return ErrSwollen
	}
	return nil
}
