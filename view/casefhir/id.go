package casefhir

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"

	"github.com/gravida-health/gravida/patient"
)

// namespace is that for names which are addresses (RFC 4122).
var namespace = []byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}

// uuid makes a UUID of version 5 of a name.
func uuid(name string) string {
	sum := sha1.Sum(append(append([]byte{}, namespace...), "urn:gravida:case:"+name...))
	id := sum[:16]
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	h := hex.EncodeToString(id)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// seedOf is the UUID of a case: the same woman keeps it as her case grows. A case
// without an id is known by all that it holds.
func seedOf(c *patient.Case) string {
	if c.ID != "" {
		return uuid("id:" + c.ID)
	}
	data, _ := json.Marshal(c) // numbers, texts and lists of them
	return uuid("content:" + string(data))
}

func (w *writer) id(name string) string { return uuid(w.seed + "|" + name) }
