// Package truth holds the three answers a record can give: yes, no, and not
// known.
//
// A medical record is always incomplete, so every question Gravida asks of it
// can stay open. The tables are Kleene's: an open part leaves the whole open,
// unless the other part already settles it.
package truth

// Value is yes, no or unknown. The zero value is Unknown, so that a forgotten
// field is honest.
type Value uint8

// The three values, weakest knowledge first.
const (
	Unknown Value = iota
	No
	Yes
)

// Of gives Yes for true and No for false.
func Of(b bool) Value {
	if b {
		return Yes
	}
	return No
}

// Known reports whether v is Yes or No.
func (v Value) Known() bool { return v != Unknown }

// String is "yes", "no" or "unknown".
func (v Value) String() string {
	switch v {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "unknown"
}

// Not turns Yes into No and No into Yes; Unknown stays Unknown.
func Not(v Value) Value {
	switch v {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

// And is No as soon as one part is No, Yes when all are Yes.
//
//	 and | yes | no | unknown
//	-----+-----+----+---------
//	 yes | yes | no | unknown
//	  no |  no | no |   no
//	   ? |   ? | no |    ?
//
// The And of nothing is Yes.
func And(vs ...Value) Value {
	all := Yes
	for _, v := range vs {
		if v == No {
			return No
		}
		if v == Unknown {
			all = Unknown
		}
	}
	return all
}

// Or is Yes as soon as one part is Yes, No when all are No.
//
//	 or  | yes | no  | unknown
//	-----+-----+-----+---------
//	 yes | yes | yes |   yes
//	  no | yes | no  |    ?
//	   ? | yes |  ?  |    ?
//
// The Or of nothing is No.
func Or(vs ...Value) Value {
	any := No
	for _, v := range vs {
		if v == Yes {
			return Yes
		}
		if v == Unknown {
			any = Unknown
		}
	}
	return any
}

// Between answers "is x at least n?" when x is only known to lie from min to
// max.
func Between(min, max, n int) Value {
	switch {
	case min >= n:
		return Yes
	case max < n:
		return No
	}
	return Unknown
}
