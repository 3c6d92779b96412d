package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/internal/problem"
)

// yaml reads exactly one YAML document. Anchors, aliases and tags are refused:
// what stands in the file is what is meant.
func (r *reader) yaml(text []byte) *node {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var first, second yaml.Node
	if err := decoder.Decode(&first); errors.Is(err, io.EOF) {
		r.refuse(problem.Place{File: r.file, Line: 1, Column: 1}, say("the file is empty"), say(acceptedFile), "")
		return nil
	} else if err != nil {
		r.notYAML(text, err)
		return nil
	}
	if err := decoder.Decode(&second); err == nil {
		r.refuse(r.yamlPlace(&second), say("a second document"), say("one case in a file"), "")
		return nil
	} else if !errors.Is(err, io.EOF) {
		r.notYAML(text, err)
		return nil
	}
	return r.yamlNode(first.Content[0], 1)
}

// notYAML says where the parser gave up. The commonest reason is a tab, which
// its own message does not name.
func (r *reader) notYAML(text []byte, err error) {
	for i, line := range strings.Split(string(text), "\n") {
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		if tab := strings.IndexByte(indent, '\t'); tab >= 0 && strings.TrimSpace(line) != "" {
			r.refuse(problem.Place{File: r.file, Line: i + 1, Column: tab + 1}, say("a tab in the indentation"), say("spaces"), "")
			return
		}
	}
	line, what := 1, strings.TrimPrefix(err.Error(), "yaml: ")
	if n, _ := fmt.Sscanf(what, "line %d:", &line); n == 1 {
		_, what, _ = strings.Cut(what, ": ")
		// The library counts the lines of these from zero.
		if strings.HasPrefix(what, "did not find expected") {
			line++
		}
	}
	r.refuse(problem.Place{File: r.file, Line: line, Column: 1}, say("this is not YAML: %s", what), say(acceptedFile), "")
}

func (r *reader) yamlPlace(y *yaml.Node) problem.Place {
	return problem.Place{File: r.file, Line: y.Line, Column: y.Column}
}

// yamlNode is nil for what was refused.
func (r *reader) yamlNode(y *yaml.Node, depth int) *node {
	at := r.yamlPlace(y)
	switch {
	case r.full() || r.tooDeep(at, depth):
		return nil
	case y.Kind == yaml.AliasNode:
		r.refuse(at, say("an alias %s", problem.Quote("*"+y.Value)), say("the value itself"), "")
		return nil
	case y.Anchor != "":
		r.refuse(at, say("an anchor %s", problem.Quote("&"+y.Anchor)), say("the value itself"), "")
		return nil
	case y.Style&yaml.TaggedStyle != 0:
		r.refuse(at, say("a tag %s", problem.Quote(y.Tag)), say("the value itself"), "")
		return nil
	}
	n := &node{at: at}
	switch y.Kind {
	case yaml.ScalarNode:
		plain := y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0
		if plain && y.ShortTag() == "!!null" {
			return n
		}
		return r.scalar(y.Value, plain, at)
	case yaml.SequenceNode:
		n.kind = list
		for _, item := range y.Content {
			if v := r.yamlNode(item, depth+1); v != nil {
				n.items = append(n.items, v)
			}
		}
	case yaml.MappingNode:
		n.kind = mapping
		for i := 0; i+1 < len(y.Content); i += 2 {
			key, value := r.yamlNode(y.Content[i], depth+1), r.yamlNode(y.Content[i+1], depth+1)
			if key != nil && value != nil {
				n.keys = append(n.keys, entry{key, value})
			}
		}
	}
	return n
}
