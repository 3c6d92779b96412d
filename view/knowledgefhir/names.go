package knowledgefhir

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

const publisher = "Gravida"

// wholeURL names the knowledge as a whole; an assessment points at it with the
// version.
const wholeURL = r4.OwnSystem + "knowledge"

// Addresses. A code system's is the one that codings carry; anything else has its
// kind in it.
func systemURL(kind string) string   { return r4.OwnSystem + kind }
func libraryURL(id string) string    { return r4.OwnSystem + "library:" + id }
func planURL(id string) string       { return r4.OwnSystem + "plan:" + id }
func activityURL(id string) string   { return r4.OwnSystem + "activity:" + id }
func valueSetURL(id string) string   { return r4.OwnSystem + "valueset:" + id }
func conceptMapURL(id string) string { return r4.OwnSystem + "conceptmap:" + id }

// canonical is an address with the version, so that a reference means the knowledge
// it was written from.
func (w *writer) canonical(url string) string { return url + "|" + w.base.Version }

// month is when this version of the knowledge was made, as its version says; ""
// where it says something else.
func (w *writer) month() string {
	m := versionForm.FindStringSubmatch(w.base.Version)
	if m == nil {
		return ""
	}
	return m[1] + "-" + strings.Repeat("0", 2-len(m[2])) + m[2]
}

var versionForm = regexp.MustCompile(`^(\d{4})\.([1-9]|1[0-2])\.\d+$`)

// ourIDs begins every id: on a server shared with others a resource must not take the
// place of one of theirs that has the same plain name.
const ourIDs = "gravida-"

// about is the metadata of a resource: an id that FHIR takes, an address, a name
// for programs made from the id, and its title.
func about(id, address string, title, description said) metadata {
	title = capital(title)
	return metadata{ID: fhirID(ourIDs + id), URL: address, Name: name(id), Title: clean(title.En), TitleZh: zh(title),
		Description: clean(description.En), DescripZh: zh(description), Text: told(title, description)}
}

var notInID = regexp.MustCompile(`[^A-Za-z0-9.-]`)

// longestID is how long FHIR lets an id be.
const longestID = 64

// fhirID is the id of a resource. One that FHIR would not take keeps its beginning,
// and what makes it its own as a digest.
func fhirID(id string) string {
	fit := notInID.ReplaceAllString(id, "-")
	if fit == id && len(id) <= longestID {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	mark := "-" + hex.EncodeToString(sum[:8])
	return fit[:min(len(fit), longestID-len(mark))] + mark
}

// name turns an id into a name for programs: GravidaPlanEshre2022.
func name(id string) string {
	var b strings.Builder
	b.WriteString("Gravida")
	for _, part := range strings.FieldsFunc(id, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') }) {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// ours is a coding by one of Gravida's own ids.
func ours(kind, id string, called said) coding {
	return coding{System: systemURL(kind), Code: id, Display: clean(called.En), DisplayZh: zh(called)}
}

// called is a concept with one of our ids. Its text is in both languages; the
// code system has the id's own name in both.
func called(kind, id string, as said) concept {
	return concept{Coding: []coding{{System: systemURL(kind), Code: id, Display: clean(as.En)}}, Text: clean(as.En), TextZh: zh(as)}
}

// standsFor are the kinds of code that can mean an id of a kind: vitamin D is a test
// and a treatment, and the code of the one is not that of the other.
var standsFor = map[string][]string{
	"test":  {knowledge.CodeTest, knowledge.CodeGenetics},
	"cause": {knowledge.CodeCondition}, "condition": {knowledge.CodeCondition, knowledge.CodeThrombosis},
	"treatment": {knowledge.CodeMedication, knowledge.CodeProcedure}, "medication": {knowledge.CodeMedication},
	"procedure": {knowledge.CodeProcedure}, "allergy": {knowledge.CodeAllergy}, "outcome": {knowledge.CodeEvidence},
}

// written are the codes of the world that mean just what an id does.
func (w *writer) written(kind, id string) (list []*knowledge.Code) {
	for _, c := range w.base.Terminology.Written(id) {
		if slices.Contains(standsFor[kind], c.Kind) {
			list = append(list, c)
		}
	}
	return list
}

// coded is a concept by the codes of the world that mean just that, and by our id.
// SNOMED CT is left out here: it stands in the concept maps of its own.
func (w *writer) coded(kind, id string, as said) *concept {
	c := &concept{Text: clean(as.En), TextZh: zh(as)}
	for _, code := range w.written(kind, id) {
		if code.System != knowledge.SNOMED {
			c.Coding = append(c.Coding, coding{System: code.System, Code: code.Code, Display: clean(code.Display)})
		}
	}
	c.Coding = append(c.Coding, coding{System: systemURL(kind), Code: id, Display: clean(as.En)})
	return c
}

// link is where a source can be read; "" where no address is known.
func link(s *knowledge.Source) string {
	switch {
	case s.DOI != "":
		return (&url.URL{Scheme: "https", Host: "doi.org", Path: "/" + s.DOI}).String()
	case strings.ContainsAny(s.URL, " \t\n<>\"{}|\\^`"):
		return ""
	}
	return s.URL
}
