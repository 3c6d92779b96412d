package r4

import "strings"

// Names under which Gravida writes its own ids, and by which it knows them again.
const (
	OwnSystem       = "urn:gravida:"
	StatementSystem = OwnSystem + "statement" // then a colon and the assessment's UUID
	RunSystem       = OwnSystem + "assessment"
	ResourceSystem  = OwnSystem + "resource" // of one resource, on a server that gives it an id of its own
	OriginSystem    = OwnSystem + "origin"
	Proposal        = "proposal" // in OriginSystem: concluded by Gravida, from a record
)

// Proposed reports whether a resource is one that Gravida itself proposed.
func Proposed(r Resource) bool {
	b := r.Common()
	for _, tag := range b.Meta.Tag {
		if tag.System == OriginSystem && tag.Code == Proposal {
			return true
		}
	}
	for _, id := range b.Identifier {
		if strings.HasPrefix(id.System, StatementSystem+":") {
			return true
		}
	}
	return false
}
