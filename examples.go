package gravida

import "embed"

// Examples are the case files of women to look at, each under a name of its own.
// Nobody of that name is real.
//
//go:embed examples/anna.yaml examples/li-na.yaml
//go:embed testdata/women/bleeding-at-seven-weeks/case.yaml testdata/women/obstetric-aps-confirmed/case.yaml
//go:embed testdata/women/two-trisomies-at-forty-one/case.yaml testdata/women/nothing-known-but-two-losses/case.yaml
var Examples embed.FS
