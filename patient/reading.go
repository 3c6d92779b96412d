package patient

// Reading says how a record was read: what it held, and what of it was not
// used. Nil for a case that somebody wrote for this program.
type Reading struct {
	Gender   string        // as recorded
	Types    []TypeCount   // by name
	SetAside []SetAside    // in order of source
	Unknown  []UnknownCode // looks as if it mattered and stands in no table; those that occur most first
	LeftOut  []UnknownCode // stands in no table either, and does not look as if it mattered
}

// TypeCount is how many resources of one type a record holds, and what became
// of them. The last four add up to Total.
type TypeCount struct {
	Type     string
	Total    int
	Read     int // understood, and part of the case or in agreement with it
	SetAside int // understood, and not believed or not hers
	Unknown  int // looks as if it mattered and was not understood
	Other    int // does not bear on pregnancy loss
}

// Reasons for setting an entry aside.
const (
	AsideStatus    = "status"    // withdrawn, not done, not final; Detail is the status
	AsideModified  = "modified"  // its meaning is changed by something that is not understood
	AsideDuplicate = "duplicate" // the same thing a second time
	AsideDiffers   = "differs"   // another copy of it says something else, and none was chosen
	AsideProposal  = "proposal"  // an earlier assessment proposed it
	AsideRelative  = "relative"  // about a relative
	AsideEnded     = "ended"     // a medicine that ended, nobody says when
	AsideNoValue   = "no-value"  // asked for, without an answer; Detail is the reason given
	AsideSpecimen  = "specimen"  // not taken from her; Detail is the specimen
)

// AsideReasons lists every reason.
var AsideReasons = []string{AsideStatus, AsideModified, AsideDuplicate, AsideDiffers, AsideProposal, AsideRelative, AsideEnded, AsideNoValue, AsideSpecimen}

// SetAside is one entry that was not used, and why.
type SetAside struct {
	Source Source
	What   string // as the record names it
	Why    string // one of AsideReasons
	Detail string
}

// UnknownCode is a code or text that stands in no table.
type UnknownCode struct {
	System, Code, Text string
	Where              string // condition, procedure, observation, medication; encounter, allergy
	Matters            string // pregnancy, uterus, clotting, immune, hormones, genetics; empty when it does not seem to
	Count              int
	At                 Source // the first place
}
