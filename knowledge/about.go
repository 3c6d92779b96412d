package knowledge

// About is what a hospital must be able to inspect of a source.
type About struct {
	Developer  Text   `yaml:"developer"`
	Funding    Text   `yaml:"funding"`
	Released   string `yaml:"released"`
	Revised    string `yaml:"revised"`
	Population Text   `yaml:"population"`
	Use        Text   `yaml:"use"`
	Limits     Text   `yaml:"limits"`
	Attributes Text   `yaml:"attributes"`
}
