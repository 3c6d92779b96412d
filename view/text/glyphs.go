package text

// Glyphs stand before the word that says the same; a reader who cannot see one
// loses nothing.

// directions: circle for, square against; full firm, half conditional.
var directions = map[string]string{
	"for": "●", "conditional-for": "◐", "research-only": "⚗",
	"conditional-against": "◧", "against": "■", "silent": "–",
}

// truths: also of criteria and definitions.
var truths = map[string]string{
	"yes": "✓", "no": "⊟", "unknown": "?",
	"met": "✓", "not-met": "⊟",
}

// causeGlyphs by status.
var causeGlyphs = map[string]string{
	"established": "◆", "suspected": "◈", "risk": "▵", "excluded": "✓", "not-examined": "◇", "not-indicated": "·", "label": "◇",
}

// testGlyphs by status.
var testGlyphs = map[string]string{
	"due": "⚑", "repeat": "↻", "defer": "◷", "done": "✓", "research-only": "⚗", "not-recommended": "■", "silent": "–",
}
