package server

import (
	"net/http"

	"github.com/gravida-health/gravida/view/words"
)

// root sends a visitor to the first page in the language of her browser.
func (s *Server) root(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept-Language")
	to := "/" + langOf(r)
	if r.Context().Value(asJSON{}) != nil {
		to += ".json"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// first is the first page.
type first struct {
	Knowledge string      `json:"knowledge"` // the version
	Doors     []door      `json:"doors"`
	Examples  []shownCase `json:"examples"`
}

type door struct {
	ID   string `json:"id"`
	Path string `json:"path"`
	Name string `json:"name"`
	Says string `json:"says"`
	For  string `json:"for"`
	Act  string `json:"-"`
}

type shownCase struct {
	ID        string    `json:"id"`
	Path      string    `json:"path"`
	Name      string    `json:"name"`
	Says      string    `json:"says"`
	Clinician string    `json:"clinician"` // the path of the doctor's page
	Picture   *timeline `json:"-"`
}

func (s *Server) start(q *request) error {
	page := &first{Knowledge: s.engine.Base().Version}
	for _, id := range []string{"interview", "open"} {
		key := "web.door." + id
		page.Doors = append(page.Doors, door{id, q.to("/" + id), q.say(key), q.say(key + ".says"), q.say(key + ".for"), q.say(key + ".act")})
	}
	for _, e := range s.examples {
		page.Examples = append(page.Examples, shownCase{e.id, q.to("/example/" + e.id + "/report"), q.say("web.example." + e.id),
			q.say("web.example." + e.id + ".says"), q.to("/example/" + e.id + "/clinician"), nil})
	}
	if len(page.Examples) > 0 {
		page.Examples[0].Picture = s.timeline(s.examples[0].c, q.lang, 0)
	}
	return q.page(http.StatusOK, "start", words.In(q.lang, "web.start.title"), page)
}
