package text

import "github.com/gravida-health/gravida/view/words"

// clean takes from a text what could steer a terminal.
func clean(s string) string { return words.Clean(s) }
