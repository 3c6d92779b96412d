package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// manifest names every file of a folder that was exported, with its digest, as
// sha256sum writes it. By it an export knows what an earlier one made.
const manifest = "MANIFEST"

// replaceFolder writes files into a folder that is new, empty or wholly made by an
// earlier call. All of them are there at the end, or none: they are written beside
// it and take its place at once.
func replaceFolder(folder string, files map[string][]byte) error {
	if real, err := filepath.EvalSymlinks(folder); err == nil {
		folder = real
	}
	folder = filepath.Clean(folder)
	there, err := mayReplace(folder)
	if err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(folder), "."+filepath.Base(folder)+"-new-")
	if err != nil {
		return fmt.Errorf("make a folder beside %s: %w", folder, err)
	}
	defer os.RemoveAll(fresh)
	if err := fillFolder(fresh, files); err != nil {
		return err
	}
	if !there {
		return os.Rename(fresh, folder)
	}
	aside := fresh + "-old"
	if err := os.Rename(folder, aside); err != nil {
		return fmt.Errorf("put the earlier export aside: %w", err)
	}
	if err := os.Rename(fresh, folder); err != nil {
		return errors.Join(fmt.Errorf("put the new export into its place: %w", err), os.Rename(aside, folder))
	}
	return os.RemoveAll(aside)
}

func fillFolder(folder string, files map[string][]byte) error {
	var list strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := os.WriteFile(filepath.Join(folder, name), files[name], 0o644); err != nil {
			return err
		}
		fmt.Fprintf(&list, "%s  %s\n", digest(files[name]), name)
	}
	if err := os.WriteFile(filepath.Join(folder, manifest), []byte(list.String()), 0o644); err != nil {
		return err
	}
	return os.Chmod(folder, 0o755) // a temporary folder is its maker's alone
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// mayReplace reports whether a folder is there. One that holds anything an export
// did not make, or a file that was changed since, is refused.
func mayReplace(folder string) (there bool, err error) {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, usagef("%s is no folder that can be written: %v", folder, err)
	case len(entries) == 0:
		return true, nil
	}
	made := map[string]string{}
	if list, err := os.ReadFile(filepath.Join(folder, manifest)); err == nil {
		for line := range strings.Lines(string(list)) {
			if sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  "); ok {
				made[name] = sum
			}
		}
	}
	for _, e := range entries {
		if e.Name() == manifest && len(made) > 0 {
			continue
		}
		sum, ours := made[e.Name()]
		if !ours {
			return true, usagef("%s holds %s, which no export made; give another folder, or an empty one", folder, e.Name())
		}
		if data, err := os.ReadFile(filepath.Join(folder, e.Name())); err != nil || digest(data) != sum {
			return true, usagef("%s was changed after it was exported; give another folder, or an empty one", filepath.Join(folder, e.Name()))
		}
	}
	return true, nil
}
