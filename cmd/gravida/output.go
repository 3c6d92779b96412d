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
	if err := absent(name); err != nil && !replace {
		return fmt.Errorf("%w, or --force", err)
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return usagef("%s is a folder; want the name of a file", name)
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

// writeFolder is newFolder for patients' data, in files that are written side by
// side.
func writeFolder(name string, write func(create func(name string) (io.Writer, error)) error) error {
	return newFolder(name, func(folder string) error {
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

// newFolder is writeFile for a folder of files; one that is there is never
// replaced.
func newFolder(name string, fill func(folder string) error) error {
	if err := absent(name); err != nil {
		return err
	}
	folder, err := os.MkdirTemp(filepath.Dir(filepath.Clean(name)), "."+filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("write folder %s: %w", name, err)
	}
	defer os.RemoveAll(folder)
	if err := fill(folder); err != nil {
		return err
	}
	if err := os.Rename(folder, filepath.Clean(name)); err != nil {
		return fmt.Errorf("write folder %s: %w", name, err)
	}
	return nil
}

// absent errs where something of a name is there.
func absent(name string) error {
	switch _, err := os.Lstat(name); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("write %s: %w", name, err)
	}
	return usagef("%s is there already and stays as it is; choose another name", name)
}
