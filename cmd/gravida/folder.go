package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// newFolder makes a folder that takes its name when fill has filled it. One that is
// there is never replaced. mode says who may open it.
func newFolder(name string, mode fs.FileMode, fill func(folder string) error) error {
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
	if err := errors.Join(fill(folder), os.Chmod(folder, mode)); err != nil {
		return err
	}
	if err := os.Rename(folder, name); err != nil {
		return fmt.Errorf("write folder %s: %w", name, err)
	}
	return nil
}

// writeFiles is newFolder for patients' data, which is for its owner alone to read:
// files that stay open until the last is whole.
func writeFiles(name string, write func(create func(name string) (io.Writer, error)) error) error {
	return newFolder(name, 0o700, func(folder string) error {
		var finish []func() error
		err := write(func(name string) (io.Writer, error) {
			f, err := os.OpenFile(filepath.Join(folder, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
			if err != nil {
				return nil, err
			}
			buffered := bufio.NewWriter(f)
			finish = append(finish, buffered.Flush, f.Close)
			return buffered, nil
		})
		for _, step := range finish {
			err = errors.Join(err, step())
		}
		return err
	})
}

// folderOf errs where the folder in which something shall lie is none.
func folderOf(name string) error {
	if info, err := os.Stat(filepath.Dir(name)); err != nil || !info.IsDir() {
		return usagef("%s cannot be written: there is no folder %s", name, filepath.Dir(name))
	}
	return nil
}
