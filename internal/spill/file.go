package spill

import (
	"fmt"
	"os"
)

// file is a temporary file with patients' data. Its name is taken away as soon
// as it is open, so that nothing is left behind whatever ends the program;
// where a system keeps the name of an open file, close removes it.
type file struct {
	*os.File
	named bool
}

func create() (*file, error) {
	f, err := os.CreateTemp("", "gravida-*") // mode 0600
	if err != nil {
		return nil, fmt.Errorf("make a temporary file; the variable TMPDIR names another folder for it: %w", err)
	}
	return &file{f, os.Remove(f.Name()) != nil}, nil
}

func (f *file) close() error {
	err := f.Close()
	if f.named {
		return os.Remove(f.Name())
	}
	return err
}

func (f *file) failed(what string, err error) error {
	return fmt.Errorf("%s a temporary file in %s, which has to hold about as much as is read; the variable TMPDIR names another folder: %w", what, os.TempDir(), err)
}
