package html

import "strings"

// squeeze leaves out of a page what a browser fills in by itself: quotes around
// plain values, end tags that the next tag implies, and the line ends between
// tags. It reads only what the templates wrote: in text, a quote or an angle
// bracket is escaped, so nothing of a record can look like a tag.
func squeeze(page string) string {
	head, body, ok := strings.Cut(page, "</head>") // the style keeps every byte: its hash stands beside it
	if !ok {
		return page
	}
	return head + "</head>" + implied.Replace(unquote(between2.Replace(body)))
}

// between2 joins tags that stand on lines of their own.
var between2 = strings.NewReplacer(">\n\n\n<", "><", ">\n\n<", "><", ">\n<", "><")

// implied are end tags that what follows them implies.
var implied = func() *strings.Replacer {
	var pairs []string
	for end, before := range map[string][]string{
		"</p>":  {"<p>", "<p ", "</li>", "</div>", "</section>", "</details>", "<ul", "<ol", "<details", "</td>", "</figure>"},
		"</li>": {"<li>", "<li ", "</ul>", "</ol>"},
		"</td>": {"<td", "</tr>"},
		"</th>": {"<td", "<th"},
		"</tr>": {"<tr", "</tbody>"},
	} {
		for _, next := range before {
			pairs = append(pairs, end+next, next)
		}
	}
	// One pass meets each end tag once; where two follow each other the longer
	// pair says both.
	for _, two := range []string{"</p></li><li>", "</p></li><li ", "</p></li></ul>", "</p></li></ol>", "</p></td><td", "</p></td></tr>", "</td></tr><tr", "</td></tr></tbody>"} {
		pairs = append([]string{two, two[strings.LastIndexByte(two, '<'):]}, pairs...)
	}
	return strings.NewReplacer(pairs...)
}()

// unquote takes the quotes off values that need none.
func unquote(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for {
		i := strings.Index(s, `="`)
		if i < 0 {
			break
		}
		end := strings.IndexByte(s[i+2:], '"')
		if end < 0 {
			break
		}
		value, rest := s[i+2:i+2+end], s[i+3+end:]
		b.WriteString(s[:i])
		if plain(value) && rest != "" && (rest[0] == ' ' || rest[0] == '>') {
			b.WriteString("=" + value)
		} else {
			b.WriteString(`="` + value + `"`)
		}
		s = rest
	}
	b.WriteString(s)
	return b.String()
}

// plain reports a value of letters, digits and a few signs that mean nothing in a
// tag.
func plain(value string) bool {
	if value == "" {
		return false
	}
	for _, r := range value {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_.#%:", r) {
			return false
		}
	}
	return true
}
