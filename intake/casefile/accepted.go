package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// WriteAccepted writes a case that came from elsewhere so that Read accepts it. A
// case file holds less than a record can: two results of one test on one day that
// differ, say. What it does not accept is left out, which is to say unknown, and
// given back in words; it also stands in the comment above the case.
func WriteAccepted(w io.Writer, c *patient.Case, k *knowledge.Base) (leftOut []string, err error) {
	consistent, leftOut := withoutContradictions(c)
	var b bytes.Buffer
	if err := Write(&b, consistent); err != nil {
		return nil, err
	}
	data := b.Bytes()
	for {
		_, refused := Read("", data, k)
		if refused == nil {
			break
		}
		shorter, what, ok := leaveOut(data, refused)
		if !ok {
			return leftOut, fmt.Errorf("write case: a case file cannot hold it: %w", refused)
		}
		data, leftOut = shorter, append(leftOut, what...)
	}
	if len(leftOut) > 0 {
		data = append([]byte("# left out: "+strings.Join(leftOut, "\n# left out: ")+"\n"), data...)
	}
	if _, err := w.Write(data); err != nil {
		return leftOut, fmt.Errorf("write case: %w", err)
	}
	return leftOut, nil
}

// withoutContradictions leaves out results of which nobody can say which is right,
// and those that say nothing a case file knows.
func withoutContradictions(c *patient.Case) (*patient.Case, []string) {
	kept, leftOut := *c, []string(nil)
	kept.Observations = slices.DeleteFunc(slices.Clone(c.Observations), func(o patient.Observation) bool {
		if len(partsOf(o)) == 0 {
			leftOut = append(leftOut, oneLine(fmt.Sprintf("%s %s: %q is no result a case file can hold", o.Test, o.Date, o.AsWritten())))
			return true
		}
		for _, other := range c.Observations {
			if o.Test != other.Test || o.Date != other.Date || !o.Date.Full() || o.Assay != other.Assay {
				continue
			}
			for _, p := range partsOf(o) {
				if slices.ContainsFunc(partsOf(other), func(q part) bool { return q.part == p.part }) && p.differs(o, other) {
					leftOut = append(leftOut, oneLine(fmt.Sprintf("%s of %s is %s, and %s", o.Test, o.Date, said(o), said(other))))
					return true
				}
			}
		}
		return false
	})
	return &kept, leftOut
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// leaveOut takes what was refused out of a written case. An entry of a list that
// goes makes its list one that is given in part.
func leaveOut(data []byte, refused error) (shorter []byte, what []string, ok bool) {
	var root yaml.Node
	if yaml.Unmarshal(data, &root) != nil || len(root.Content) == 0 {
		return nil, nil, false
	}
	var all problem.List
	var one problem.Problem
	switch {
	case errors.As(refused, &all):
	case errors.As(refused, &one):
		all = problem.List{one}
	}
	file := root.Content[0]
	for _, p := range all {
		if list, found := cut(file, p.Place, ""); found {
			what = append(what, oneLine(p.Found))
			inPart(file, list)
		}
	}
	if len(what) == 0 {
		return nil, nil, false
	}
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if encoder.Encode(&root) != nil || encoder.Close() != nil {
		return nil, nil, false
	}
	return b.Bytes(), what, true
}

// cut takes the node at a place, or the entry that holds it, out of a tree. It
// gives the key of the list that lost an entry.
func cut(n *yaml.Node, at problem.Place, key string) (list string, found bool) {
	here := func(x *yaml.Node) bool { return x.Line == at.Line && x.Column == at.Column }
	switch n.Kind {
	case yaml.SequenceNode:
		for i, item := range n.Content {
			if item.Kind != yaml.ScalarNode && !here(item) {
				if list, found := cut(item, at, key); found {
					return list, true
				}
			}
			if here(item) {
				n.Content = slices.Delete(n.Content, i, i+1)
				return key, true
			}
		}
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			name, value := n.Content[i], n.Content[i+1]
			if list, found := cut(value, at, name.Value); found {
				// An empty list would say that there is nothing.
				if len(value.Content) == 0 && value.Kind == yaml.SequenceNode && !slices.Contains(partLists, name.Value) {
					n.Content = slices.Delete(n.Content, i, i+2)
				}
				return list, true
			}
			if (here(name) || here(value)) && name.Value != "gravida" {
				n.Content = slices.Delete(n.Content, i, i+2)
				return "", true
			}
		}
	}
	return "", false
}

// inPart says of a list that it is given in part, where that can be said.
func inPart(file *yaml.Node, list string) {
	if !slices.Contains(partLists, list) {
		return
	}
	var lists *yaml.Node
	for i := 0; i < len(file.Content); i += 2 {
		if file.Content[i].Value == "lists" {
			lists = file.Content[i+1]
		}
	}
	if lists == nil {
		lists = flow().Node
		file.Content = append(file.Content, bare("lists"), lists)
	}
	for i := 0; i < len(lists.Content); i += 2 {
		if lists.Content[i].Value == list {
			lists.Content[i+1] = bare(partOfList)
			return
		}
	}
	lists.Content = append(lists.Content, bare(list), bare(partOfList))
}
