package knowledgefhir

import (
	"math"
	"strconv"

	"github.com/gravida-health/gravida/knowledge"
)

// percent is the share of a group, with its interval where one was read.
func percent(b *knowledge.Band) said {
	if b.Low == nil || b.High == nil {
		return fill("export.share", "n", share(b.Value))
	}
	return fill("export.share.interval", "n", share(b.Value), "low", share(*b.Low), "high", share(*b.High))
}

func share(of1 float64) said {
	return same(strconv.FormatFloat(math.Round(of1*1000)/10, 'f', -1, 64))
}

// threshold is how many points one side of a set of criteria needs.
func threshold(side *knowledge.Side) said {
	called := side.Name
	if called.En == "" {
		called = capital(say("criteria." + side.ID))
	}
	return fill("export.threshold", "side", called, "n", same(strconv.Itoa(side.Threshold)))
}

// points is an item of a set of criteria and what it counts.
func points(d *knowledge.Domain, item *knowledge.Item) said {
	return fill("export.points", "what", joined("clause", d.Name, item.Name), "n", same(strconv.Itoa(item.Points)))
}
