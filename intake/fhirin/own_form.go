package fhirin

import (
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// FormReader reads the answers to one of our own forms, as a case. Ours is false for
// another's form. The name is the document its facts get as their source.
type FormReader func(name string, form *r4.QuestionnaireResponse) (c *patient.Case, ours bool, err error)

// Words for what a fact that others may know too stands in.
var (
	inCase = knowledge.Text{En: "case", Zh: "病例"}
	inForm = knowledge.Text{En: "form", Zh: "表单"}
)

// takeForm takes a form of our own out of her entries and reads it. It says exactly
// which fact it is, as what Gravida wrote from a case does, and is put together with the
// rest of the record in the same way. Of several the newest is read.
func (r *reading) takeForm() {
	if r.forms == nil {
		return
	}
	type filled struct {
		e *entry
		c *patient.Case
	}
	var all []filled
	r.entries = slices.DeleteFunc(r.entries, func(e *entry) bool {
		res, ok := e.Resource.(*r4.QuestionnaireResponse)
		if !ok {
			return false
		}
		c, ours, err := r.forms(e.key, res)
		if !ours {
			return false
		}
		if err != nil {
			r.issuef(e.source(), "The form could not be read: %s", "表单无法读取：%s", err)
			return true
		}
		all = append(all, filled{e, c})
		return true
	})
	if len(all) == 0 {
		return
	}
	newest := slices.MaxFunc(all, func(a, b filled) int { return a.c.AsOf.Latest() - b.c.AsOf.Latest() })
	for _, f := range all {
		day := f.c.AsOf
		switch {
		case r.own != nil && r.own.called != inForm:
			r.issuef(f.e.source(), "The record holds a case that was written by this program, and a form besides; the form was not read. Is it the newer?", "病历中已有本程序写出的病例，另有一份表单；表单未读取。表单是否更新？")
		case f.e == newest.e:
		case !day.Known() || !newest.c.AsOf.Known() || date.Before(day, newest.c.AsOf) != truth.Yes:
			r.issuef(f.e.source(), "The record holds several filled forms, and which of them is the newest is not known; only %s was read.", "病历中有多份已填写的表单，无法判断哪份最新；仅读取%s。", newest.e.key)
		default:
			r.issuef(f.e.source(), "The record holds a newer form; the one of %s was not read.", "病历中有更新的表单；%s的表单未读取。", day)
		}
	}
	if r.own != nil {
		return
	}
	r.own = newOwn(r)
	r.own.c, r.own.called = newest.c, inForm
	r.own.taken[newest.e.key] = true
	at := newest.e.source()
	for i := range newest.c.Issues {
		issue := newest.c.Issues[i]
		if issue.Source.Document == "" {
			issue.Source = at
		}
		r.c.Issues = append(r.c.Issues, issue)
	}
}

// formAlone puts in what a form says and a record that Gravida wrote holds elsewhere:
// when she was born, and what is known of her partner.
func (r *reading) formAlone() {
	if r.own == nil || r.own.called != inForm {
		return
	}
	mine, c := r.own.c, r.c
	switch born := mine.Born; {
	case !born.Known, c.Born.Known && finer(c.Born.Value, born.Value):
	case c.Born.Known && finer(born.Value, c.Born.Value):
		c.Born = born
	default:
		keep(r, &c.Born, born, 0, fact{"her date of birth", "其出生日期"})
	}
	p, him := &c.Partner, mine.Partner
	keep(r, &p.Label, him.Label, 0, fact{"who her partner is", "伴侣是谁"})
	keep(r, &p.Age, him.Age, 0, fact{"his age", "伴侣年龄"})
	keep(r, &p.Karyotype, him.Karyotype, 0, fact{"his karyotype", "伴侣染色体核型"})
	keep(r, &p.SpermDNAFragmentationPct, him.SpermDNAFragmentationPct, 0, fact{"his sperm DNA fragmentation", "伴侣精子DNA碎片率"})
}

// finer reports whether a day lies in a time that is known no better: 1992-07-03 in 1992.
func finer(day, time date.Date) bool {
	return day.Known() && time.Known() && day.Earliest() >= time.Earliest() && day.Latest() <= time.Latest()
}
