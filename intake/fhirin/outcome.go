package fhirin

import (
	"cmp"
	"slices"

	"github.com/gravida-health/gravida/patient"
)

// verdictOf finds the one outcome of a pregnancy by the precedence of the
// groups, and leaves it unknown where the evidence contradicts itself. chosen
// are the traces that carry the outcome and its date.
func (r *reading) verdictOf(c *cluster) (outcome patient.Outcome, chosen []*trace) {
	in := map[group][]*trace{}
	endings := slices.DeleteFunc(slices.Clone(c.traces), func(t *trace) bool { return t.sign.role != terminal })
	for _, t := range recorded(endings) {
		if t.sign.role == terminal {
			in[t.sign.group] = append(in[t.sign.group], t)
		}
	}
	losses := slices.Concat(in[specificLoss], in[genericLoss])
	switch {
	case len(in[birth]) > 0:
		return r.birthVerdict(in, losses)
	case len(in[stillborn]) > 0:
		return patient.Stillbirth, slices.Concat(in[stillborn], in[noOutcome])
	case len(in[ectopic]) > 0:
		return patient.Ectopic, in[ectopic]
	case len(in[molar]) > 0:
		return patient.Molar, in[molar]
	case len(in[deliberate]) > 0:
		return terminationVerdict(in[deliberate], losses)
	case len(losses) > 0:
		return r.lossVerdict(c, in[specificLoss], in[genericLoss])
	case len(in[kindUnknown]) > 0:
		r.issue(in[kindUnknown][0].source, "The record says abortion without saying whether it was spontaneous; it was not counted as a loss. Was it a miscarriage?",
			"病历只写“流产”，未说明是自然流产还是人工流产；未计为流产。请确认是否为自然流产。")
		return "", in[kindUnknown]
	case len(in[noOutcome]) > 0:
		r.issue(in[noOutcome][0].source, "A delivery is recorded without its outcome. Was the child born alive?", "有分娩记录但无结局。新生儿是否存活？")
		return "", in[noOutcome]
	}
	return "", nil
}

// birthVerdict weighs a birth against what else was written of the pregnancy.
func (r *reading) birthVerdict(in map[group][]*trace, losses []*trace) (patient.Outcome, []*trace) {
	births := in[birth]
	alive := slices.ContainsFunc(births, func(t *trace) bool { return t.living })
	at := births[0].source
	all := slices.Concat(births, in[noOutcome])
	switch {
	case len(in[ectopic])+len(in[molar]) > 0:
		other := slices.Concat(in[ectopic], in[molar])[0]
		r.issuef(at, "One pregnancy is recorded both as %s and as ended by %s. Both cannot be right unless there were two; neither was chosen.",
			"同一次妊娠既记录为“%s”，又记录以“%s”结束，互相矛盾；未取任何一个。", other.says, births[0].says)
		return "", all
	case len(in[deliberate]) > 0 && alive:
		r.issuef(at, "One pregnancy is recorded as terminated and as a live birth; neither was chosen.", "同一次妊娠既记录为终止妊娠，又记录为活产；未取任何一个。")
		return "", all
	case len(in[deliberate]) > 0:
		return patient.Termination, in[deliberate]
	case len(in[stillborn]) > 0 && !alive:
		return patient.Stillbirth, slices.Concat(in[stillborn], all)
	case len(in[stillborn]) > 0:
		r.issue(at, "A child born alive and one born dead are recorded in one pregnancy; it is read as a live birth of one of twins.", "同一次妊娠中一胎活产、一胎死产；按双胎之一活产处理。")
	case len(losses) > 0:
		r.issuef(losses[0].source, "%s is recorded within a pregnancy that ended in a birth: a lost twin, a threatened loss or an error. It was not counted as a loss.",
			"“%s”记录于以分娩结束的妊娠中：可能为双胎之一丢失、先兆流产或错误；未计为流产。", losses[0].says)
	}
	return patient.Livebirth, all
}

// terminationVerdict: a womb that was emptied after the embryo had died is a
// loss that was treated, however the operation is named.
func terminationVerdict(ended, losses []*trace) (patient.Outcome, []*trace) {
	for _, t := range losses {
		before := t.when.first <= ended[0].when.last || !t.when.known || !ended[0].when.known || linked(t, ended[0])
		if before {
			return patient.Miscarriage, losses
		}
	}
	return patient.Termination, ended
}

// lossVerdict takes the most specific word: a missed miscarriage that became
// incomplete is one missed miscarriage.
func (r *reading) lossVerdict(c *cluster, specific, generic []*trace) (patient.Outcome, []*trace) {
	all := slices.Concat(specific, generic)
	slices.SortStableFunc(all, func(a, b *trace) int { return cmp.Compare(a.when.first, b.when.first) })
	if r.stillOpen(c, all) {
		r.issue(all[0].source, "A miscarriage is recorded as inevitable and no ending is: it was not counted. Did the pregnancy end?", "记录为难免流产，但无结局；未计入。妊娠是否已终止？")
		return "", all
	}
	seen := func(o patient.Outcome) bool {
		return slices.ContainsFunc(specific, func(t *trace) bool { return t.sign.outcome == o })
	}
	switch {
	case seen(patient.Miscarriage):
		return patient.Miscarriage, all
	case seen(patient.Biochemical):
		return patient.Biochemical, all
	case seen(patient.UnknownLocation):
		return patient.UnknownLocation, all
	}
	return patient.Miscarriage, all
}

// stillOpen: an inevitable miscarriage is a loss once something ended it,
// somebody tells that it ended, or the time in which it would have is over.
func (r *reading) stillOpen(c *cluster, losses []*trace) bool {
	over := func(t *trace) bool { return t.sign.concept != "miscarriage-inevitable" }
	if slices.ContainsFunc(losses, over) || slices.ContainsFunc(c.accountsOf(losses[0]), over) || len(c.after) > 0 {
		return false
	}
	last := losses[len(losses)-1].when
	return !last.known || r.newest-last.last < maybeSameEvent
}

// presumed finds the outcome of a pregnancy for which no ending was recorded,
// and the visit that tells of it.
func (r *reading) presumed(c *cluster) (outcome patient.Outcome, by *trace) {
	var row span
	var seen *trace
	for _, t := range c.traces {
		if t.row.known && (!row.known || t.row.last > row.last) {
			row = t.row
		}
	}
	for _, v := range c.visits {
		// What was written nearest the birth tells its day best.
		if birthVisit(v) && (seen == nil || rankOfVisit(v) < rankOfVisit(seen)) {
			seen = v
		}
	}
	at := c.source()
	long := row.known && row.last-row.first >= openBirthWeeks
	switch {
	case long && seen != nil:
		r.issuef(at, "No outcome is recorded for the pregnancy of %s; it lasted at least 24 weeks after the first visit and was followed by %s, so it is read as a live birth. To be confirmed.",
			"%s的妊娠无结局记录；首诊后持续至少24周，且其后有“%s”，故按活产处理，待确认。", years(row), seen.says)
		if seen.sign.concept == "postnatal-visit" {
			by := *seen
			by.when = span{} // it says that there was a birth, and not when
			return patient.Livebirth, &by
		}
		return patient.Livebirth, seen
	case long:
		r.issuef(at, "No outcome is recorded for the pregnancy of %s; it lasted at least 24 weeks after the first visit and presumably ended in a birth. Its outcome was left open.",
			"%s的妊娠无结局记录；首诊后持续至少24周，推测为分娩，结局未定。", years(row))
	case seen != nil:
		r.issuef(at, "A pregnancy is followed by %s, so it presumably ended in a birth, but no outcome is recorded; it was left open.", "一次妊娠之后有“%s”，推测已分娩，但无结局记录；结局未定。", seen.says)
	case r.current(c):
		r.issuef(at, "A pregnancy is recorded as going on; the record's last entry is of %s.", "记录显示妊娠进行中；病历最后一条记录为%s。", dayText(r.newest))
		return patient.Ongoing, nil
	default:
		r.issue(at, "A pregnancy is recorded without an outcome; it was left open. How did it end?", "有一次妊娠无结局记录；结局未定。该次妊娠如何结束？")
	}
	return "", nil
}

func rankOfVisit(v *trace) int {
	return slices.Index([]string{"childbirth-stated", "obstetric-admission", "postnatal-visit"}, v.sign.concept)
}

// current reports whether a pregnancy without an ending can still have been
// going on when the record was last written to.
func (r *reading) current(c *cluster) bool {
	for _, t := range c.traces {
		if !t.lmp.known || t.row.known || t.visit {
			continue
		}
		if r.newest <= t.lmp.first+longest && r.newest >= t.lmp.first {
			return !r.c.Status.Pregnant.Known || r.c.Status.Pregnant.Value
		}
	}
	return false
}

// source is the first resource that told of the pregnancy.
func (c *cluster) source() patient.Source {
	for _, list := range [][]*trace{c.traces, c.visits, c.after} {
		if len(list) > 0 {
			return list[0].source
		}
	}
	return patient.Source{}
}
