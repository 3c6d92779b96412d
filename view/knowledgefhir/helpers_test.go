package knowledgefhir_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/knowledgefhir"
)

type object = map[string]any

var engine = sync.OnceValue(func() *gravida.Engine {
	e, err := gravida.New()
	if err != nil {
		panic(err)
	}
	return e
})

func base() *knowledge.Base { return engine().Base() }

// resource is one of the export, as others read it.
type resource struct {
	knowledgefhir.Resource
	json object
}

func (r resource) String() string { return r.Type + "/" + r.ID }

var exported = sync.OnceValue(func() []resource {
	var list []resource
	for _, r := range knowledgefhir.Resources(base()) {
		data, err := r.JSON()
		if err != nil {
			panic(err)
		}
		var o object
		if err := json.Unmarshal(data, &o); err != nil {
			panic(err)
		}
		list = append(list, resource{r, o})
	}
	return list
})

func of(kind string) (list []resource) {
	for _, r := range exported() {
		if r.Type == kind {
			list = append(list, r)
		}
	}
	return list
}

// find gives a resource by its canonical address.
func find(t *testing.T, url string) resource {
	t.Helper()
	for _, r := range exported() {
		if r.json["url"] == url {
			return r
		}
	}
	t.Fatalf("nothing has the address %s", url)
	return resource{}
}

// walk calls visit for every object, with the path to it.
func walk(v any, path string, visit func(o object, path string)) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			walk(e, path, visit)
		}
	case object:
		visit(v, path)
		for key, e := range v {
			walk(e, path+"."+key, visit)
		}
	}
}

func list(v any) []any { l, _ := v.([]any); return l }

func text(v any) string { s, _ := v.(string); return s }

// actions are all actions of a plan, each with those under it after it.
func actions(v any) (all []object) {
	for _, a := range list(v) {
		a := a.(object)
		all = append(append(all, a), actions(a["action"])...)
	}
	return all
}

// codes are the codes an element has in one of our systems.
func codes(concepts any, kind string) (found []string) {
	for _, c := range list(concepts) {
		for _, coding := range list(c.(object)["coding"]) {
			if coding := coding.(object); coding["system"] == r4.OwnSystem+kind {
				found = append(found, text(coding["code"]))
			}
		}
	}
	return found
}

// translated is the Chinese of a text; "" where there is none beside it.
func translated(o object, key string) string {
	beside, _ := o["_"+key].(object)
	for _, e := range list(beside["extension"]) {
		e := e.(object)
		if !strings.HasSuffix(text(e["url"]), "/translation") {
			continue
		}
		for _, part := range list(e["extension"]) {
			if part := part.(object); part["url"] == "content" {
				return text(part["valueString"])
			}
		}
	}
	return ""
}

// known are the codes of our code systems; of one that is no complete list, ""
// stands for any.
var known = sync.OnceValue(func() map[string]map[string]bool {
	systems := map[string]map[string]bool{}
	for _, r := range of("CodeSystem") {
		codes := map[string]bool{"": r.json["content"] == "fragment"}
		for _, c := range list(r.json["concept"]) {
			codes[text(c.(object)["code"])] = true
		}
		systems[text(r.json["url"])] = codes
	}
	return systems
})

// uuid is what tells one resource or assessment from another, and no word.
var uuid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// checkCodings reports codings of our own systems that no code system of the export
// has.
func checkCodings(t *testing.T, name string, v any) {
	t.Helper()
	walk(v, "", func(o object, path string) {
		system, code := text(o["system"]), text(o["code"])
		if !strings.HasPrefix(system, r4.OwnSystem) || code == "" || uuid.MatchString(code) {
			return
		}
		codes, there := known()[system]
		switch {
		case !there:
			t.Errorf("%s%s: no code system %s", name, path, system)
		case !codes[code] && !codes[""]:
			t.Errorf("%s%s: no code %s in %s", name, path, code, system)
		}
	})
}
