package knowledge_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gravida-health/gravida/knowledge"
)

// Every test stands in one aim; one that stands in none, or in two, is named.
func TestAims(t *testing.T) {
	for name, change := range map[string][2]string{
		"stands in 0 aims": {"members: [torch]", "members: []"},
		"stands in 2 aims": {"members: [torch]", "members: [torch, ana]"},
		`unknown test`:     {"members: [torch]", "members: [torch, torhc]"},
	} {
		files := fstest.MapFS{}
		err := fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(filepath.FromSlash(path))
			if path == "catalog/tests.yaml" {
				data = []byte(strings.Replace(string(data), change[0], change[1], 1))
			}
			files[path] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := knowledge.Read(files); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
