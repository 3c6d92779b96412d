package casefhir

import (
	"errors"
	"fmt"
	"io"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Export writes cases as the files of a bulk export: one for each type of resource,
// one resource a line.
type Export struct {
	base  *knowledge.Base
	o     Options
	open  func(kind string) (io.Writer, error)
	files map[string]io.Writer
	women map[string]bool
}

// NewExport makes an export. It asks open for a file when the first resource of a
// type comes.
func NewExport(k *knowledge.Base, o Options, open func(kind string) (io.Writer, error)) *Export {
	o.Relative = true
	return &Export{base: k, o: o, open: open, files: map[string]io.Writer{}, women: map[string]bool{}}
}

// ErrSameWoman is a second case of one id: as one woman's, they would be read as one.
var ErrSameWoman = errors.New("two cases have one id")

// Add writes one case.
func (x *Export) Add(c *patient.Case) error {
	all := Resources(c, x.base, x.o)
	her := all[0].Common().ID
	if x.women[her] {
		return fmt.Errorf("%w: %q", ErrSameWoman, c.ID)
	}
	x.women[her] = true
	for _, r := range all {
		if err := x.line(r); err != nil {
			return err
		}
	}
	return nil
}

func (x *Export) line(r r4.Resource) error {
	kind := r4.TypeOf(r)
	if x.files[kind] == nil {
		var err error
		if x.files[kind], err = x.open(kind); err != nil {
			return err
		}
	}
	if _, err := x.files[kind].Write(append(r4.EncodeJSON(r), '\n')); err != nil {
		return fmt.Errorf("write %s: %w", kind, err)
	}
	return nil
}
