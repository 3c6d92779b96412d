package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// writers are the packages whose messages a reader of a record meets.
var writers = []string{"../../date", "../../patient", "../../internal/unit", "../../internal/problem", "../../intake", "../../intake/casefile", "../../intake/bulk", "../../intake/correct", "../../intake/form", "../../sdc", "../../server", "../../cmd/gravida", "../../intake/fhirin"}

// forms are all texts that the readers of documents make messages of.
func forms(t *testing.T) (all []string) {
	t.Helper()
	add := func(e ast.Expr, consts map[string]string) {
		text := ""
		switch e := e.(type) {
		case *ast.BasicLit:
			text, _ = strconv.Unquote(e.Value)
		case *ast.Ident:
			text = consts[e.Name]
		case *ast.SelectorExpr:
			text = consts[e.Sel.Name]
		}
		if strings.ContainsAny(regexp.MustCompile(`%[a-zA-Z0-9.]*[a-zA-Z]`).ReplaceAllString(text, ""), "abcdefghijklmnopqrstuvwxyz") && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	consts := map[string]string{}
	var parsed []*ast.File
	in := map[*ast.File]string{}
	for _, dir := range writers {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", dir, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, f)
			in[f] = filepath.Base(dir)
			for n := range ast.Preorder(f) {
				if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == len(v.Names) {
					for i, id := range v.Names {
						if lit, ok := v.Values[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
							consts[id.Name], _ = strconv.Unquote(lit.Value)
						}
					}
				}
			}
		}
	}
	for _, f := range parsed {
		for n := range ast.Preorder(f) {
			switch n := n.(type) {
			case *ast.CallExpr:
				name := ""
				switch called := n.Fun.(type) {
				case *ast.Ident:
					name = called.Name
				case *ast.SelectorExpr:
					name = called.Sel.Name
				}
				if name == "fields" && in[f] != "casefile" || name == "say" && in[f] != "casefile" || (name == "problem" || name == "note") && in[f] != "intake" {
					continue
				}
				switch name {
				case "say", "Say", "Errorf":
					if x, ok := n.Fun.(*ast.SelectorExpr); ok {
						if id, ok := x.X.(*ast.Ident); ok && id.Name == "fmt" {
							continue
						}
					}
					add(n.Args[0], consts)
				case "problem", "note":
					for _, a := range n.Args {
						add(a, consts)
					}
				case "fields": // of a case file: what a mapping is called
					if len(n.Args) > 1 {
						add(n.Args[1], consts)
					}
				}
			case *ast.CompositeLit:
				if x, ok := n.Type.(*ast.SelectorExpr); !ok || x.Sel.Name != "Problem" {
					continue
				}
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok && (kv.Key.(*ast.Ident).Name == "Found" || kv.Key.(*ast.Ident).Name == "Accepted") {
						add(kv.Value, consts)
					}
				}
			}
		}
	}
	return all
}

// Every message about a document can be said in every language.
func TestEveryProblemHasItsWords(t *testing.T) {
	all := forms(t)
	if len(all) < 100 {
		t.Fatalf("only %d forms were found", len(all))
	}
	place := regexp.MustCompile(`%(\[\d\])?[a-zA-Z0-9.]*[a-zA-Z]`)
	for _, form := range all {
		says := words.ProblemForm("zh", form)
		if says == "" {
			t.Errorf("no Chinese for\n%s", form)
			continue
		}
		if a, b := place.FindAllString(form, -1), place.FindAllString(says, -1); len(a) != len(b) {
			t.Errorf("%q has %d places, %q %d", form, len(a), says, len(b))
		}
	}
	for _, english := range words.ProblemFormsKnown() {
		if !slices.Contains(all, english) && !slices.Contains(made, english) {
			t.Errorf("nobody says %q", english)
		}
	}
}

// made are forms that stand in variables.
var made = []string{"an entry of conditions", "an entry of events", "an entry of medications", "an entry of procedures", "UTF-16", "UTF-32", "a zip archive or office document", "a PDF", "a gzip archive",
	"UTF-8", `a case file that begins "gravida: case/1"`, "a date as 2022-05-10, a month as 2022-05 or a year as 2022",
	"FHIR document", "case file", "something follows the object", "the export reports %s: %s"}

// What a person gets wrong is said to her in her language, and nothing of it in another.
func TestProblemInChinese(t *testing.T) {
	b, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	_, err = casefile.Read("a.yaml", []byte("gravida: case/1\nasOf: 2026-03-01\npregnancies:\n  - {outcome: misscarriage, gestation: 8w9d, ended: 2026-05}\nobservations: [{test: tsh, value: 5, unit: mmol/L}]\nstatus: {bleeding: yes}\nabsent: 5\n"), b)
	list, ok := err.(problem.List)
	if !ok || len(list) < 6 {
		t.Fatalf("%v", err)
	}
	var says []string
	for _, p := range list {
		says = append(says, words.Problem("zh", p))
		if words.Problem("en", p) != p.Error() {
			t.Errorf("in English %q, want %q", words.Problem("en", p), p.Error())
		}
	}
	text := strings.Join(says, "\n")
	for _, want := range []string{"第4行第15列", "outcome 写的是 \"misscarriage\"", "是否要写 miscarriage？", "\"8w9d\" 的天数写了9", "可用的写法", "bleeding 写的是 \"yes\""} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	for _, not := range []string{" is ", "accepted", "not measured", "has days", "原文"} {
		if strings.Contains(text, not) {
			t.Errorf("%q is in\n%s", not, text)
		}
	}
	// What nobody translated is shown as it is, and said to be.
	if got := words.Problem("zh", problem.Problem{Place: problem.Place{File: "x", Line: 3, Column: 1}, Found: "a thing nobody foresaw"}); !strings.Contains(got, "第3行") || !strings.Contains(got, "原文") || !strings.Contains(got, "a thing nobody foresaw") {
		t.Errorf("%q", got)
	}
}
