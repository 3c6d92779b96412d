package fhirout

import "strings"

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func joined(lines []string) string { return strings.Join(lines, " ") }
