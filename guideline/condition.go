package guideline

import (
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/truth"
)

// condition is a checked CEL expression laid out as a small tree over slots.
// Conditions only name flags and compare numbers, so a tree is all it takes;
// whatever is more stays with CEL, which is also the oracle of the tests.
type condition struct {
	op    operator
	slot  int          // of a flag, or of the number compared
	limit float64      // that the number is compared with
	parts []*condition // of and, or, not
}

type operator uint8

const (
	isFlag operator = iota
	isAnd
	isOr
	isNot
	isLess
	isLessOrEqual
	isMore
	isMoreOrEqual
	isEqual
	isNotEqual
)

var comparisons = map[string]operator{
	operators.Less: isLess, operators.LessEquals: isLessOrEqual, operators.Greater: isMore,
	operators.GreaterEquals: isMoreOrEqual, operators.Equals: isEqual, operators.NotEquals: isNotEqual,
}

// layOut turns a checked expression into a tree; nil when it holds anything
// but flags, comparisons of a number with a literal, and, or, not.
func (l *Library) layOut(checked *ast.AST, e ast.Expr) *condition {
	if e.Kind() != ast.CallKind {
		if slot, ok := l.named(checked, e); ok && l.base.Vocabulary[slot].Type == "flag" {
			return &condition{op: isFlag, slot: slot}
		}
		return nil
	}
	call := e.AsCall()
	switch call.FunctionName() {
	case operators.LogicalAnd:
		return l.joined(checked, isAnd, call.Args())
	case operators.LogicalOr:
		return l.joined(checked, isOr, call.Args())
	case operators.LogicalNot:
		return l.joined(checked, isNot, call.Args())
	}
	op, ok := comparisons[call.FunctionName()]
	if !ok || len(call.Args()) != 2 || call.Args()[1].Kind() != ast.LiteralKind {
		return nil
	}
	slot, named := l.named(checked, call.Args()[0])
	limit, number := asNumber(call.Args()[1].AsLiteral().Value())
	if !named || !number {
		return nil
	}
	return &condition{op: op, slot: slot, limit: limit}
}

func (l *Library) joined(checked *ast.AST, op operator, args []ast.Expr) *condition {
	c := &condition{op: op}
	for _, a := range args {
		part := l.layOut(checked, a)
		if part == nil {
			return nil
		}
		c.parts = append(c.parts, part)
	}
	return c
}

// named finds the slot an expression names.
func (l *Library) named(checked *ast.AST, e ast.Expr) (int, bool) {
	r, ok := checked.ReferenceMap()[e.ID()]
	if !ok || r.Name == "" {
		return 0, false
	}
	slot, ok := l.slots[r.Name]
	return slot, ok
}

func asNumber(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case int64:
		return float64(n), true
	}
	return 0, false
}

// eval answers the condition in Kleene's logic.
func (c *condition) eval(slots []finding.Finding) truth.Value {
	switch c.op {
	case isFlag:
		return slots[c.slot].Value
	case isNot:
		return truth.Not(c.parts[0].eval(slots))
	case isAnd, isOr:
		decisive, rest := truth.No, truth.Yes
		if c.op == isOr {
			decisive, rest = truth.Yes, truth.No
		}
		for _, p := range c.parts {
			switch p.eval(slots) {
			case decisive:
				return decisive
			case truth.Unknown:
				rest = truth.Unknown
			}
		}
		return rest
	}
	f := &slots[c.slot]
	switch {
	case f.Known:
		return truth.Of(c.compare(f.Number))
	case f.Spans:
		return c.between(f.Low, f.High)
	}
	return truth.Unknown
}

// between compares a number of which only two ends are known: decided when every
// number from one to the other gives the same answer.
func (c *condition) between(low, high float64) truth.Value {
	inside := low <= c.limit && c.limit <= high
	switch {
	case low != high && inside && (c.op == isEqual || c.op == isNotEqual):
		return truth.Unknown
	case c.compare(low) != c.compare(high):
		return truth.Unknown
	}
	return truth.Of(c.compare(low))
}

func (c *condition) compare(n float64) bool {
	switch c.op {
	case isLess:
		return n < c.limit
	case isLessOrEqual:
		return n <= c.limit
	case isMore:
		return n > c.limit
	case isMoreOrEqual:
		return n >= c.limit
	case isEqual:
		return n == c.limit
	}
	return n != c.limit
}

// missing names the slots an undecided condition waits for: those of its
// undecided parts. A part that is settled waits for nothing.
func (c *condition) missing(slots []finding.Finding, out []int) []int {
	if len(c.parts) == 0 {
		if !slices.Contains(out, c.slot) {
			out = append(out, c.slot)
		}
		return out
	}
	for _, p := range c.parts {
		if p.eval(slots) == truth.Unknown {
			out = p.missing(slots, out)
		}
	}
	return out
}
