// Package spill sorts more than memory holds: what does not fit goes to a
// temporary file that nobody else can read and that is gone when it is closed.
package spill

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"slices"
)

// Codec writes a value as bytes and reads it back.
type Codec[T any] struct {
	// Append adds the value to dst.
	Append func(dst []byte, value T) []byte
	// Parse reads what Append wrote. It may keep data.
	Parse func(data []byte) (T, error)
	// Size is about how much memory the value takes.
	Size func(value T) int
}

// Record is a value under a key of two parts.
type Record[T any] struct {
	Key, Under string
	Value      T
}

func (r *Record[T]) compare(other *Record[T]) int {
	return cmp.Or(cmp.Compare(r.Key, other.Key), cmp.Compare(r.Under, other.Under))
}

// Sorter takes records in any order and gives them back sorted by key, those
// of one key in the order they came.
//
// It holds about Limit bytes of records. Whenever there are more, they are
// sorted and written to the file as one run; reading merges the runs. Each run
// is read through a buffer of 4 KB or more, which is what grows with the input:
// by 4 KB with each further run.
type Sorter[T any] struct {
	limit int
	codec Codec[T]
	held  []Record[T]
	size  int // of what is held
	file  *file
	out   *bufio.Writer // into the present run of the file
	runs  []run
}

// run is a sorted part of the file.
type run struct{ from, to int64 }

// NewSorter gives a sorter that holds about limit bytes in memory.
func NewSorter[T any](limit int, codec Codec[T]) *Sorter[T] {
	return &Sorter[T]{limit: limit, codec: codec}
}

// Add takes a record. It may not be called while All is being read.
func (s *Sorter[T]) Add(key, under string, value T) error {
	const header = 80 // of the strings, the value and their places in the list
	s.held = append(s.held, Record[T]{key, under, value})
	s.size += len(key) + len(under) + s.codec.Size(value) + header
	if s.size <= s.limit {
		return nil
	}
	return s.spill()
}

// Empty reports whether no record came.
func (s *Sorter[T]) Empty() bool { return len(s.held) == 0 && len(s.runs) == 0 }

func (s *Sorter[T]) sort() {
	slices.SortStableFunc(s.held, func(a, b Record[T]) int { return a.compare(&b) })
}

// spill writes what is held to the file.
func (s *Sorter[T]) spill() error {
	s.sort()
	if s.file == nil {
		f, err := create()
		if err != nil {
			return err
		}
		s.file, s.out = f, bufio.NewWriterSize(nil, 64<<10)
	}
	s.out.Reset(s.file.writer(len(s.runs)))
	from := int64(0)
	if n := len(s.runs); n > 0 {
		from = s.runs[n-1].to
	}
	out := &counted{w: s.out}
	var value, number []byte
	write := func(b []byte) {
		number = binary.AppendUvarint(number[:0], uint64(len(b)))
		out.write(number)
		out.write(b)
	}
	for i := range s.held {
		value = s.codec.Append(value[:0], s.held[i].Value)
		write([]byte(s.held[i].Key))
		write([]byte(s.held[i].Under))
		write(value)
	}
	if err := cmp.Or(out.err, out.w.Flush()); err != nil {
		return s.file.failed("write", err)
	}
	s.runs = append(s.runs, run{from, from + out.n})
	clear(s.held)
	s.held, s.size = s.held[:0], 0
	return nil
}

// counted keeps the first error and counts what was written.
type counted struct {
	w   *bufio.Writer
	n   int64
	err error
}

func (c *counted) write(b []byte) {
	if c.err == nil {
		_, c.err = c.w.Write(b)
		c.n += int64(len(b))
	}
}

// All gives every record in order. It can be read more than once.
func (s *Sorter[T]) All() iter.Seq2[Record[T], error] {
	return func(yield func(Record[T], error) bool) {
		s.sort()
		if len(s.runs) == 0 {
			for _, r := range s.held {
				if !yield(r, nil) {
					return
				}
			}
			return
		}
		var fronts []*front[T]
		for i, r := range s.runs {
			fronts = append(fronts, s.open(i, r))
		}
		fronts = append(fronts, &front[T]{place: len(s.runs), held: s.held})
		if err := merge(fronts, func(r Record[T]) bool { return yield(r, nil) }); err != nil {
			yield(Record[T]{}, s.file.failed("read", err))
		}
	}
}

// Close gives everything back; the file is gone.
func (s *Sorter[T]) Close() error {
	s.held, s.runs = nil, nil
	if s.file == nil {
		return nil
	}
	f := s.file
	s.file, s.out = nil, nil
	return f.close()
}

// front is how far one run was read.
type front[T any] struct {
	place int // of the run among the others: what came earlier goes first
	now   Record[T]
	held  []Record[T] // not yet read, of the run in memory
	in    *bufio.Reader
	parse func([]byte) (T, error)
}

// How large the buffer of one run is at the least and most; together they take
// a quarter of the limit, unless there are very many.
const (
	smallestBuffer = 4 << 10
	largestBuffer  = 256 << 10
)

func (s *Sorter[T]) open(place int, r run) *front[T] {
	size := min(max(s.limit/4/len(s.runs), smallestBuffer), largestBuffer, int(r.to-r.from))
	in := bufio.NewReaderSize(s.file.reader(place, r), size)
	return &front[T]{place: place, in: in, parse: s.codec.Parse}
}

// next moves to the next record; more is false after the last.
func (f *front[T]) next() (more bool, err error) {
	if f.in == nil {
		if len(f.held) == 0 {
			return false, nil
		}
		f.now, f.held = f.held[0], f.held[1:]
		return true, nil
	}
	var parts [3][]byte
	for i := range parts {
		n, err := binary.ReadUvarint(f.in)
		if err != nil {
			if i == 0 && err == io.EOF {
				return false, nil
			}
			return false, fmt.Errorf("broken run: %w", err)
		}
		parts[i] = make([]byte, n)
		if _, err := io.ReadFull(f.in, parts[i]); err != nil {
			return false, fmt.Errorf("broken run: %w", err)
		}
	}
	value, err := f.parse(parts[2])
	if err != nil {
		return false, err
	}
	f.now = Record[T]{string(parts[0]), string(parts[1]), value}
	return true, nil
}
