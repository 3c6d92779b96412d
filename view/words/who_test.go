package words_test

import (
	"testing"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// Of a birth of which only the year is known, both ages are told; never one of them.
func TestAge(t *testing.T) {
	day := func(text string) date.Date {
		d, err := date.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, test := range []struct {
		born   string
		age    int
		en, zh string
	}{
		{"1991-04-12", 0, "34 years", "34岁"},
		{"1991", 0, "34 or 35 years", "34或35岁"},
		{"1991-03", 0, "34 or 35 years", "34或35岁"},
		{"1991-04", 0, "34 years", "34岁"},
		{"", 36, "36 years", "36岁"},
		{"", 0, "age not known", "年龄不详"},
	} {
		c := &patient.Case{AsOf: day("2026-03-01")}
		if test.born != "" {
			c.Born = patient.Fact[date.Date]{Known: true, Value: day(test.born)}
		}
		if test.age > 0 {
			c.Age = patient.Fact[int]{Known: true, Value: test.age}
		}
		if en, zh := words.Age("en", c), words.Age("zh", c); en != test.en || zh != test.zh {
			t.Errorf("born %q, age %d: %q, %q", test.born, test.age, en, zh)
		}
	}
}
