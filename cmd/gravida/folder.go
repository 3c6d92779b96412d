package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// newFolder is writeFolder for files that are written one after the other, and for
// anybody to read: fill gets a folder that takes its name when it is whole.
func newFolder(name string, fill func(folder string) error) error {
	name = filepath.Clean(name)
	switch _, err := os.Lstat(name); {
	case err == nil:
		return usagef("%s is there already and stays as it is; choose another name", name)
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := folderOf(name); err != nil {
		return err
	}
	folder, err := os.MkdirTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("write folder %s: %w", name, err)
	}
	defer os.RemoveAll(folder) // is gone when all went well
	if err := errors.Join(fill(folder), os.Chmod(folder, 0o755)); err != nil {
		return err
	}
	if err := os.Rename(folder, name); err != nil {
		return fmt.Errorf("write folder %s: %w", name, err)
	}
	return nil
}
