package html

import (
	"regexp"
	"strings"
)

// shake drops from a style what a page has no use for: rules all of whose
// selectors name a class that does not stand on it.
func shake(css string, page string) string {
	used := map[string]bool{}
	for _, m := range classes.FindAllStringSubmatch(page, -1) {
		for _, name := range strings.Fields(m[1]) {
			used[name] = true
		}
	}
	return shaken(css, used)
}

var (
	classes = regexp.MustCompile(`class="([^"]*)"`)
	named   = regexp.MustCompile(`\.([A-Za-z][\w-]*)`)
	choice  = regexp.MustCompile(`:(?:is|not|has)\([^)]*\)`) // alternatives: none of them has to be there
)

func shaken(css string, used map[string]bool) string {
	var b strings.Builder
	for css != "" {
		open := strings.IndexByte(css, '{')
		if open < 0 {
			break
		}
		end := closing(css, open)
		head, body := css[:open], css[open+1:end]
		css = css[end+1:]
		switch {
		case strings.HasPrefix(head, "@media"):
			if body = shaken(body, used); body != "" {
				b.WriteString(head + "{" + body + "}")
			}
		case strings.HasPrefix(head, "@") || needed(head, used):
			b.WriteString(head + "{" + body + "}")
		}
	}
	return b.String()
}

// closing is where the block that opens at i ends.
func closing(css string, i int) int {
	depth := 0
	for j := i; j < len(css); j++ {
		switch css[j] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return len(css) - 1
}

// needed reports whether a selector can meet anything on the page.
func needed(head string, used map[string]bool) bool {
	for _, selector := range strings.Split(choice.ReplaceAllString(head, ""), ",") {
		meets := true
		for _, m := range named.FindAllStringSubmatch(selector, -1) {
			meets = meets && used[m[1]]
		}
		if meets {
			return true
		}
	}
	return false
}

// signs drops from a page the signs that it does not show. They stand together,
// before anything else of the page.
func signs(page string) string {
	drawn, rest, ok := strings.Cut(page, "</defs>")
	if !ok {
		return page
	}
	shown := map[string]bool{}
	for after := rest; ; {
		_, found, ok := strings.Cut(after, `<use href="#`)
		if !ok {
			break
		}
		id, _, _ := strings.Cut(found, `"`)
		shown[id], after = true, found
	}
	return sign.ReplaceAllStringFunc(drawn, func(symbol string) string {
		if id := sign.FindStringSubmatch(symbol)[1]; !shown[id] {
			return ""
		}
		return symbol
	}) + "</defs>" + rest
}

var sign = regexp.MustCompile(`<symbol id="([\w-]+)".*?</symbol>\n?`)
