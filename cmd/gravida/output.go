package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeFile writes a file that takes its name when it is whole; "" and "-" are
// standard output. One that is there stays, unless it may be replaced. Patients'
// data is for its owner alone to read.
func writeFile(name string, replace bool, out io.Writer, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		return write(out)
	}
	there, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("write %s: %w", name, err)
	case !there.Mode().IsRegular():
		return usagef("%s is there already and is no ordinary file, so that it is not replaced; choose another name", name)
	case !replace:
		return usagef("%s is there already and stays as it is; choose another name, or --force", name)
	}
	if err := folderOf(name); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer os.Remove(f.Name()) // is gone when all went well
	if err := errors.Join(write(f), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
