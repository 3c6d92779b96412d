package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/patient"
)

// keeper writes a case to a file that only its owner can read, whole or not at
// all.
type keeper struct {
	file    string
	began   string // the record the interview began from; it may be written over
	replace bool
}

// ready refuses what could not be kept at the end, before anybody has answered
// anything.
func (k *keeper) ready() error {
	if k.file == "" {
		return nil
	}
	if info, err := os.Stat(k.file); err == nil {
		if info.IsDir() {
			return usagef("--save %s is a folder; accepted: the name of a file", k.file)
		}
		if began, err := os.Stat(k.began); err == nil && os.SameFile(info, began) {
			k.replace = true
		}
		if !k.replace {
			return usagef("--save %s: there is a file of that name; accepted: another name, or --replace to write over it", k.file)
		}
	}
	draft, err := os.CreateTemp(filepath.Dir(k.file), ".gravida-*")
	if err != nil {
		return usagef("--save %s: nothing can be written to the folder %s; accepted: a folder that is there and yours", k.file, filepath.Dir(k.file))
	}
	draft.Close()
	return os.Remove(draft.Name())
}

// write keeps a case. It is written beside the file and then takes its place, so
// that whatever happens the file is the old one or the new.
func (k *keeper) write(c *patient.Case) (err error) {
	draft, err := os.CreateTemp(filepath.Dir(k.file), ".gravida-*") // 0600
	if err != nil {
		return fmt.Errorf("keep the case in %s: %w", k.file, err)
	}
	defer func() {
		if err != nil {
			draft.Close()
			os.Remove(draft.Name())
			err = fmt.Errorf("keep the case in %s: %w", k.file, err)
		}
	}()
	if err = casefile.Write(draft, c); err != nil {
		return err
	}
	if err = draft.Sync(); err != nil {
		return err
	}
	if err = draft.Close(); err != nil {
		return err
	}
	if k.replace {
		return os.Rename(draft.Name(), k.file)
	}
	// A link, unlike a new name, never takes the place of a file that came meanwhile.
	switch err = os.Link(draft.Name(), k.file); {
	case err == nil:
		return os.Remove(draft.Name())
	case errors.Is(err, fs.ErrExist):
		return err
	}
	if _, missing := os.Lstat(k.file); !errors.Is(missing, fs.ErrNotExist) { // a disk without links
		return fs.ErrExist
	}
	return os.Rename(draft.Name(), k.file)
}
