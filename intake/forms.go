package intake

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/intake/form"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// forms reads a document that is nothing but filled forms of our own; false for any
// other document.
func (d *desk) forms(name string, data []byte) bool {
	found := form.Find(data)
	for n, one := range found {
		file := name
		if len(found) > 1 {
			file = fmt.Sprintf("%s#%d", name, n+1)
		}
		c, err := d.form(file, one)
		if err != nil {
			d.fail(err)
		} else {
			d.give(c)
		}
	}
	return len(found) > 0
}

// formInRecord reads a filled form that stands among other resources of the same woman;
// false for a form of somebody else's.
func (d *desk) formInRecord(name string, filled *r4.QuestionnaireResponse) (c *patient.Case, ours bool, err error) {
	data := r4.EncodeJSON(filled)
	if r, err := form.Decode(data); err != nil || r.Form == "" {
		return nil, false, nil
	}
	c, err = d.form(name, data)
	return c, true, err
}

func (d *desk) form(name string, data []byte) (*patient.Case, error) {
	r, err := form.Decode(data)
	if err != nil {
		return nil, problem.Problem{Place: problem.Place{File: name}, Found: err.Error(), Accepted: "a QuestionnaireResponse of FHIR R4"}
	}
	if !slices.Contains(form.Filled, r.Status) {
		return nil, problem.Problem{Place: problem.Place{File: name}, Found: fmt.Sprintf("a form with the status %q", r.Status), Accepted: "a form that is in-progress, completed, amended or stopped"}
	}
	if r.Form == form.Interview && d.reader.Interview == nil {
		return nil, problem.Problem{Place: problem.Place{File: name}, Found: "the answers to an interview", Accepted: Accepted}
	}
	var c *patient.Case
	if r.Form == form.Interview {
		c, err = d.reader.Interview(name, data)
	} else {
		c, err = longForm(name, r, d.reader.Knowledge)
	}
	if err == nil && (r.Status == "in-progress" || r.Status == "stopped") {
		c.Issues = append(c.Issues, patient.Issue{Source: patient.Source{Document: name, At: "status"},
			En: "The form was not filled in to its end; what was answered was used.", Zh: "表单尚未填写完毕；已填写的内容已采用。"})
	}
	return c, err
}

// mostTries is how often what a case file would refuse is left out before the form is
// refused: each time all that is seen to be wrong goes.
const mostTries = 40

// longForm reads the answers to the long form as a case file of the same would be.
func longForm(name string, r *form.Response, k *knowledge.Base) (*patient.Case, error) {
	d := form.Long(name, r, k)
	for try := 0; ; try++ {
		c, err := casefile.Read(name, d.Text(), k)
		if err == nil {
			patient.EachSource(c, func(s *patient.Source) {
				if line, _ := s.Line(); s.Document == name {
					*s = d.Source(line)
				}
			})
			c.Issues = append(c.Issues, d.Issues...)
			return c, nil
		}
		var wrong problem.List
		if !errors.As(err, &wrong) || try == mostTries {
			return nil, err
		}
		less := false
		for _, p := range wrong {
			less = d.LeaveOut(p.Place.Line, p.Found, p.Accepted) || less
		}
		if !less {
			return nil, err
		}
	}
}
