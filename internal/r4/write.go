package r4

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// EncodeJSON writes a resource, without the elements that are empty. The order
// of elements is that of the structs, so the same resource gives the same bytes.
func EncodeJSON(r Resource) ([]byte, error) {
	data, err := json.Marshal(r, json.OmitZeroStructFields(true), json.WithMarshalers(json.MarshalToFunc(writeDecimal)))
	if err != nil {
		return nil, fmt.Errorf("write %s as JSON: %w", TypeOf(r), err)
	}
	return data, nil
}

// writeDecimal writes a number with the digits it has: 5.10 stays 5.10.
func writeDecimal(out *jsontext.Encoder, d Decimal) error {
	return out.WriteValue(jsontext.Value(d))
}

// Text makes a text one that FHIR can hold: not empty, no blanks around it, no
// control characters. Any other is written in quotes; ReadText takes them off.
func Text(s string) string {
	plain := s != "" && strings.TrimSpace(s) == s && s[0] != '"' && strings.IndexFunc(s, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == '\ufeff'
	}) < 0
	if plain {
		return s
	}
	return strconv.Quote(s)
}

// ReadText is the text that Text wrote.
func ReadText(s string) string {
	if plain, err := strconv.Unquote(s); err == nil && strings.HasPrefix(s, `"`) {
		return plain
	}
	return s
}
