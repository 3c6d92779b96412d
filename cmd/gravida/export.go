package main

import (
	"fmt"
	"slices"

	"github.com/gravida-health/gravida/view/knowledgefhir"
)

const exportHead = `gravida knowledge export -o DIR      the knowledge as FHIR R4 resources, one file
                                     each, for other systems to browse
gravida knowledge export --bundle    all of them as one transaction for a server,
                                     on standard output

DIR is new, empty, or holds nothing but an earlier export, whose place is taken
as a whole.

Example:
  gravida knowledge export --format fhir -o knowledge-fhir
`

// export writes the knowledge as FHIR.
func export(args []string, std streams) error {
	f := flags("knowledge export", exportHead, std)
	format := f.String("format", "fhir", "fhir, which is the only one")
	into := f.String("o", "", "the folder to write into")
	asBundle := f.Bool("bundle", false, "one Bundle on standard output instead of a folder")
	noSnomed := f.Bool("without-snomed", false, "leave out what holds codes of SNOMED CT")
	folder := f.String("knowledge", "", "a folder of knowledge files instead of the built-in ones")
	words, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := oneOf("--format", *format, []string{"fhir"}); err != nil {
		return err
	}
	switch {
	case len(words) > 0:
		return usagef("knowledge export takes no words, and here is %q; use --knowledge FOLDER for other files", words[0])
	case (*into == "") == !*asBundle:
		return usagef("knowledge export: want -o DIR or --bundle, one of them")
	}
	e, err := engine(*folder)
	if err != nil {
		return err
	}
	resources := knowledgefhir.Resources(e.Base())
	if *noSnomed {
		resources = slices.DeleteFunc(resources, func(r knowledgefhir.Resource) bool { return r.Licensed })
	}
	if *asBundle {
		return knowledgefhir.WriteBundle(std.out, resources)
	}
	files := map[string][]byte{}
	for _, r := range resources {
		if files[r.File()], err = r.JSON(); err != nil {
			return err
		}
	}
	if err := replaceFolder(*into, files); err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%d resources in %s, knowledge %s\n", len(resources), *into, e.Base().Version)
	return nil
}
