package api

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/gravida-health/gravida/assessment"
)

// assess answers one case with one object; several, when NDJSON is asked for, with one
// a line, and a problem for what could not be read.
func (c *call) assess() error {
	if !strings.Contains(c.r.Header.Get("Accept"), asRows) {
		p, err := c.one()
		if err != nil {
			return err
		}
		send(c.w, http.StatusOK, asJSON, c.api.engine.Assess(p, c.choice(p)))
		return nil
	}
	good, wrong, err := c.cases()
	if err != nil {
		return err
	}
	if len(good) == 0 {
		return &failure{http.StatusUnprocessableEntity, wrong}
	}
	c.w.Header().Set("Content-Type", asRows)
	row := func(v any) {
		var b bytes.Buffer
		if err := encode(&b, v); err != nil {
			panic(fmt.Sprintf("%T", err))
		}
		_, _ = c.w.Write(b.Bytes()) // the caller may have gone
	}
	for i, p := range good {
		if c.r.Context().Err() != nil {
			row(problemOf(c.lang, http.StatusServiceUnavailable, nil)) // so that nobody takes a part for the whole
			return nil
		}
		row(c.api.engine.Assess(p, c.choice(p)))
		good[i] = nil
	}
	if len(wrong) > 0 {
		row(problemOf(c.lang, http.StatusUnprocessableEntity, wrong))
	}
	return nil
}

func (c *call) compare() error {
	p, err := c.one()
	if err != nil {
		return err
	}
	send(c.w, http.StatusOK, asJSON, c.api.engine.Assess(p, c.choice(p)).Compare())
	return nil
}

func (c *call) explain() error {
	p, err := c.one()
	if err != nil {
		return err
	}
	a := c.api.engine.Assess(p, c.choice(p))
	id := c.r.PathValue("statement")
	t, ok := a.Open(assessment.StatementID(id))
	if !ok {
		return refuse(http.StatusNotFound, "path", "no statement "+clip(id), fmt.Sprintf("s1 to s%d", len(a.Statements)), "")
	}
	send(c.w, http.StatusOK, asJSON, OpenedOf(t, c.lang))
	return nil
}

func (c *call) documentAs(which int) error {
	data := c.api.written[c.lang]()[which]
	c.w.Header().Set("Content-Type", []string{asJSON, asYAML}[which])
	_, _ = c.w.Write(data)
	return nil
}
