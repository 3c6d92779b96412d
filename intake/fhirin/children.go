package fhirin

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
)

// Roles that make somebody the mother or the child of another (HL7 RoleCode).
// Those of birth prove one; the others hold adopted children too.
var (
	mothers   = []string{"NMTH", "NMTHF", "GESTM"}
	anyMother = []string{"MTH"}
	offspring = []string{"NCHILD"}
	anyChild  = []string{"CHILD", "DAU", "DAUC", "SON", "SONC"}
)

// children reads the children whose records or entries name her as their mother.
func (r *reading) children(g *gathered) {
	if r.isMan() || r.person.resource == nil {
		return
	}
	for _, link := range r.person.resource.Link {
		rp, ok := r.find(link.Other, r.person.entry).(*r4.RelatedPerson)
		if !ok || rp == nil || len(rp.ModifierExtension) > 0 || rp.Active != nil && !*rp.Active {
			continue
		}
		at := r.byKey[r.target(link.Other, r.person.entry)]
		if child, ok := r.find(rp.Patient, at).(*r4.Patient); ok && child != nil && child != r.person.resource {
			r.child(g, at, child, rp, hasRole(rp, mothers), hasRole(rp, anyMother))
		}
	}
	for _, e := range r.entries {
		if rp, ok := e.Resource.(*r4.RelatedPerson); ok && rp.BirthDate != "" {
			r.child(g, e, &r4.Patient{BirthDate: rp.BirthDate}, rp, hasRole(rp, offspring), hasRole(rp, anyChild))
		}
	}
}

// child adds the birth of one child. That somebody is her mother is no birth
// unless it is said by birth; it is then asked about.
func (r *reading) child(g *gathered, at *entry, child *r4.Patient, rp *r4.RelatedPerson, byBirth, byRole bool) {
	born := firstDate(child.BirthDate)
	if !byBirth && !byRole || !born.Known() {
		return
	}
	died := firstDate(child.DeceasedDateTime)
	concept, says := "live-birth", "a child born on "+born.String()
	switch {
	case child.DeceasedBoolean != nil && *child.DeceasedBoolean && !died.Known(), died.Known() && died.Earliest() <= born.Latest():
		concept = "delivery-time" // dead on that day: before the birth or after it, nobody says
	}
	t := newTrace(concept, says, spanOf(born), at.source())
	t.living = concept == "live-birth"
	t.fetus = child.MultipleBirthBoolean != nil && *child.MultipleBirthBoolean || child.MultipleBirthInteger != nil
	t.links = r.links(at)
	if !byBirth {
		t.told = story{account: true}
		r.issuef(at.source(), "A child of hers was born on %s; it is read as a birth. To be confirmed: did she give birth to it?", "记录显示其子女出生于%s；按一次分娩处理。请核实是否为其亲生。", born)
	}
	g.add(t)
	if concept == "live-birth" && died.Known() && died.Full() && born.Full() && died.Earliest()-born.Latest() < newborn {
		dead := newTrace("neonatal-death", "the child died on "+died.String(), spanOf(died), at.source())
		dead.links = t.links
		g.add(dead)
	}
}

func hasRole(rp *r4.RelatedPerson, roles []string) bool {
	return slices.ContainsFunc(rp.Relationship, func(c r4.CodeableConcept) bool {
		return slices.ContainsFunc(c.Coding, func(x r4.Coding) bool {
			return slices.Contains(roles, x.Code) && (x.System == "" || strings.HasSuffix(x.System, "RoleCode"))
		})
	})
}
