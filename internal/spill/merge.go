package spill

import (
	"cmp"
	"container/heap"
)

// merge gives the records of all runs in order until yield has enough.
func merge[T any](fronts []*front[T], yield func(Record[T]) bool) error {
	var h fringe[T]
	for _, f := range fronts {
		more, err := f.next()
		if err != nil {
			return err
		}
		if more {
			h = append(h, f)
		}
	}
	heap.Init(&h)
	for len(h) > 0 {
		if !yield(h[0].now) {
			return nil
		}
		more, err := h[0].next()
		if err != nil {
			return err
		}
		if more {
			heap.Fix(&h, 0)
		} else {
			heap.Pop(&h)
		}
	}
	return nil
}

// fringe is a heap of runs; the one whose record is next is first.
type fringe[T any] []*front[T]

func (h fringe[T]) Len() int { return len(h) }
func (h fringe[T]) Less(i, j int) bool {
	return cmp.Or(h[i].now.compare(&h[j].now), cmp.Compare(h[i].place, h[j].place)) < 0
}
func (h fringe[T]) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *fringe[T]) Push(x any)   { *h = append(*h, x.(*front[T])) }
func (h *fringe[T]) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
