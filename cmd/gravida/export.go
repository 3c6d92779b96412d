package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/gravida-health/gravida/view/knowledgefhir"
)

const exportHead = `gravida knowledge export [flags]

Writes the knowledge for other systems to browse, as FHIR R4 resources: a Library
and a PlanDefinition for each guideline, an ActivityDefinition for what is advised,
CodeSystems, ValueSets, ConceptMaps and a Questionnaire. --format says how:

  fhir        all of it as one transaction for a server, a Bundle
  fhir-dir    a file for each resource, in a new folder

The same knowledge gives the same bytes. Everything is in English with the Chinese
beside it.

Examples:
  gravida knowledge export --format fhir -o knowledge.json
  gravida knowledge export --format fhir-dir -o knowledge-fhir
`

// exports are the forms in which the knowledge can be written.
var exports = []string{"fhir", "fhir-dir"}

// export writes the knowledge for other systems.
func export(args []string, std streams) error {
	f := flags("knowledge export", exportHead, std)
	format := f.String("format", "fhir", "fhir or fhir-dir")
	into := f.String("o", "", "the file, or the new folder; standard output when left out")
	force := f.Bool("force", false, "replace a file that is there")
	noSnomed := f.Bool("without-snomed", false, "leave out what holds codes of SNOMED CT, for which a licence may be needed")
	folder := f.String("knowledge", "", "a folder of knowledge files instead of the built-in ones")
	words, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := oneOf("--format", *format, exports); err != nil {
		return err
	}
	switch {
	case len(words) > 0:
		return usagef("knowledge export takes no words, and here is %q; -o names the file, --knowledge other files to read", words[0])
	case *format == "fhir-dir" && *into == "":
		return usagef("knowledge export: a file for each resource needs a folder; -o names it")
	case *format == "fhir-dir" && *force:
		return usagef("knowledge export: a folder that is there is never replaced; --force is for a file")
	}
	e, err := engine(*folder)
	if err != nil {
		return err
	}
	resources := knowledgefhir.Resources(e.Base())
	if *noSnomed {
		resources = slices.DeleteFunc(resources, func(r knowledgefhir.Resource) bool { return r.Licensed })
	}
	if *format == "fhir-dir" {
		return newFolder(*into, 0o755, func(folder string) error { return eachFile(folder, resources) })
	}
	return writeFile(*into, *force, std.out, func(w io.Writer) error { return knowledgefhir.WriteBundle(w, resources) })
}

// eachFile writes each resource into a file of its own. What guidelines say is
// anybody's to read.
func eachFile(folder string, resources []knowledgefhir.Resource) error {
	for _, r := range resources {
		data, err := r.JSON()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, r.File()), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
