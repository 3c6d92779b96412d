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

// writeFolder is writeFile for a folder of files; one that is there is never
// replaced.
func writeFolder(name string, write func(create func(name string) (io.Writer, error)) error) error {
	switch _, err := os.Lstat(name); {
	case err == nil:
		return usagef("%s is there already and stays as it is; choose another name", name)
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := folderOf(filepath.Clean(name)); err != nil {
		return err
	}
	folder, err := os.MkdirTemp(filepath.Dir(filepath.Clean(name)), "."+filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("write folder %s: %w", name, err)
	}
	defer os.RemoveAll(folder)
	var finish []func() error
	err = write(func(name string) (io.Writer, error) {
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
	if err != nil {
		return err
	}
	if err := os.Rename(folder, filepath.Clean(name)); err != nil {
		return fmt.Errorf("write folder %s: %w", name, err)
	}
	return nil
}

// folderOf errs where the folder in which something shall lie is none.
func folderOf(name string) error {
	if info, err := os.Stat(filepath.Dir(name)); err != nil || !info.IsDir() {
		return usagef("%s cannot be written: there is no folder %s", name, filepath.Dir(name))
	}
	return nil
}
