package spill

import (
	"os"
	"testing"
)

// Disk is what a temporary file is written to.
type Disk = disk

// Open puts something around the temporary files of a test.
func Open(t *testing.T, around func(*os.File) Disk) {
	before := open
	t.Cleanup(func() { open = before })
	open = func() (disk, error) {
		f, err := before()
		if err != nil {
			return nil, err
		}
		return around(f.(*os.File)), nil
	}
}
