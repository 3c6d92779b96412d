package casefile

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/patient"
)

// builder is a mapping that leaves out what is not known.
type builder struct{ *yaml.Node }

func block() *builder { return &builder{&yaml.Node{Kind: yaml.MappingNode}} }
func flow() *builder  { return &builder{&yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}} }

func (m *builder) put(key string, value *yaml.Node) {
	m.Content = append(m.Content, text(key), value)
}

func (m *builder) text(key, value string) {
	if value != "" {
		m.put(key, text(value))
	}
}

func (m *builder) date(key string, d date.Date) {
	if d.Known() {
		m.put(key, bare(d.String()))
	}
}

func (m *builder) gestation(key string, g patient.Gestation) {
	if g.Known() {
		m.put(key, bare(g.String()))
	}
}

func (m *builder) fact(key string, f patient.Fact[string]) {
	if f.Known {
		m.put(key, text(f.Value))
	}
}

func (m *builder) flag(key string, f patient.Fact[bool]) {
	if f.Known {
		m.put(key, bare(strconv.FormatBool(f.Value)))
	}
}

func (m *builder) number(key string, f patient.Fact[float64]) {
	if f.Known {
		m.put(key, bare(short(f.Value)))
	}
}

func (m *builder) whole(key string, f patient.Fact[int]) {
	if f.Known {
		m.put(key, bare(strconv.Itoa(f.Value)))
	}
}

// filled puts a mapping that holds something.
func (m *builder) filled(key string, inner *builder) {
	if len(inner.Content) > 0 {
		m.put(key, inner.Node)
	}
}

// list puts a list of entries, one a line.
func (m *builder) list(key string, items []*yaml.Node) {
	n := &yaml.Node{Kind: yaml.SequenceNode, Content: items}
	if len(items) == 0 {
		n.Style = yaml.FlowStyle
	}
	m.put(key, n)
}

// given puts a list that has items or was given as empty; words alone stand in
// one line.
func (m *builder) given(key string, items []*yaml.Node, given bool) {
	if len(items) == 0 && !given {
		return
	}
	m.list(key, items)
	for _, item := range items {
		if item.Kind != yaml.ScalarNode {
			return
		}
	}
	m.Content[len(m.Content)-1].Style = yaml.FlowStyle
}

// orWord is the word alone where the mapping says no more.
func (m *builder) orWord() *yaml.Node {
	if len(m.Content) == 2 {
		return m.Content[1]
	}
	return m.Node
}

// orFlow writes an empty mapping as {}.
func (m *builder) orFlow() *yaml.Node {
	if len(m.Content) == 0 {
		m.Style = yaml.FlowStyle
	}
	return m.Node
}

func each[T any](list []T, node func(T) *yaml.Node) []*yaml.Node {
	nodes := make([]*yaml.Node, len(list))
	for i, v := range list {
		nodes[i] = node(v)
	}
	return nodes
}

func factNode(f patient.Fact[string]) *yaml.Node { return text(f.Value) }

// harmless texts stand without quotes: no YAML reader takes them for anything
// but a text.
var harmless = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9/µ.]*([ -][a-zA-Z0-9/]+)*$`)

// spoken are words that YAML readers take for something else.
var spoken = regexp.MustCompile(`(?i)^(y|n|yes|no|on|off|true|false|null)$`)

func text(s string) *yaml.Node {
	n := bare(s)
	if !harmless.MatchString(s) || spoken.MatchString(s) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// measure is a value or limit: a number where it is one.
func measure(s string) *yaml.Node {
	if decimal.MatchString(s) {
		return bare(s)
	}
	return text(s)
}

// bare stands as it is. A record from elsewhere may hold bytes that are no text.
func bare(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Value: strings.ToValidUTF8(s, "\uFFFD")}
}
