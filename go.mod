module github.com/gravida-health/gravida

go 1.26.8

require github.com/agnivade/levenshtein v1.2.2 // indirect
