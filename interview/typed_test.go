package interview

import (
	"testing"

	"github.com/gravida-health/gravida/knowledge"
)

// Dates and numbers as women type them, on an English and on a Chinese keyboard.
func TestTyped(t *testing.T) {
	height := Field{Kind: Number, Unit: knowledge.Text{En: "cm", Zh: "厘米"}, Lowest: 100, Highest: 220, also: measures(t, "patient.heightCm")}
	weight := Field{Kind: Number, Unit: knowledge.Text{En: "kg, before a pregnancy", Zh: "公斤（孕前）"}, Lowest: 25, Highest: 350, also: measures(t, "patient.weightKg")}
	day, weeks := Field{Kind: Date}, Field{Kind: Weeks}
	for _, c := range []struct {
		field       *Field
		typed, want string
	}{
		{&day, "２０２４年３月", "2024-03"}, {&day, "2024年3月10日", "2024-03-10"}, {&day, "2024 年 12 月 1 号", "2024-12-01"}, {&day, "2024年", "2024"},
		{&day, "2024/3/10", "2024-03-10"}, {&day, "2024.3", "2024-03"}, {&day, "2024-3", "2024-03"}, {&day, "2024 3 10", "2024-03-10"}, {&day, "３／２０２４", "2024-03"},
		{&day, "March 2024", "2024-03"}, {&day, "Sept 2024", "2024-09"}, {&day, "10th of march 2024", "2024-03-10"}, {&day, "Mar 10, 2024", "2024-03-10"},
		{&day, "2024-03-10", "2024-03-10"}, {&day, "2024", "2024"},
		{&day, "二〇二四年十二月", "2024-12"}, {&day, "２０２４年三月二十一日", "2024-03-21"}, {&weeks, "八周两天", "8周2天"}, {&weeks, "十二周", "12周"}, {&height, "一百六", "1百6"},
		// nobody can tell, or it is none
		{&day, "10/3/2024", "10/3/2024"}, {&day, "20243", "20243"}, {&day, "last spring", "last spring"}, {&day, "Octember 2024", "Octember 2024"}, {&day, "3 May 4 2024", "3 May 4 2024"},
		{&height, "１６０ｃｍ", "160"}, {&height, "160 厘米", "160"}, {&height, "162厘米", "162"}, {&height, "1.60 m", "160"}, {&height, "1米62", "162"}, {&height, "一米六", "160"}, {&height, "1,62 m", "162"}, {&height, "162公分", "162"},
		{&height, "5ft 4", "162.6"}, {&height, "5'4\"", "162.6"}, {&height, "1.62 ft m", "1.62 ft m"}, {&height, "1.62", "1.62"},
		{&weight, "55 kg", "55"}, {&weight, "５５公斤", "55"}, {&weight, "61,5", "61.5"}, {&weight, "110斤", "55"}, {&weight, "一百一十斤", "1百10斤"}, {&weight, "120 lb", "54.4"}, {&weight, "8 st 9", "54.9"}, {&weight, "6,5", "6.5"}, {&weight, "1,000", "1,000"},
	} {
		if got := c.field.plainly(c.typed); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.typed, got, c.want)
		}
	}
}

// measures are the other units of a field, as words.yaml has them.
func measures(t *testing.T, name string) []measure {
	t.Helper()
	texts, err := read()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range texts.Fields {
		if f.Name == name {
			return f.Also
		}
	}
	t.Fatalf("no field %s", name)
	return nil
}

// What cannot be taken is refused with what was most likely meant, where that is one
// thing only.
func TestGuess(t *testing.T) {
	height := Field{Kind: Number, Unit: knowledge.Text{En: "cm", Zh: "厘米"}, Lowest: 100, Highest: 220, also: measures(t, "patient.heightCm")}
	age := Field{Kind: Number, Unit: knowledge.Text{En: "years", Zh: "岁"}, Lowest: 10, Highest: 70}
	weeks := Field{Kind: Weeks}
	for _, c := range []struct {
		field     *Field
		typed, zh string
	}{
		{&weeks, "8w9d", "9周2天"}, {&weeks, "8+7", "9周"}, {&weeks, "8周9天", "9周2天"}, {&weeks, "8w2d", ""}, {&weeks, "80w9d", ""}, {&weeks, "soon", ""},
		{&height, "1.62", "162 厘米"}, {&height, "about 162", "162 厘米"}, {&height, "1620", ""}, {&height, "160-165", ""}, {&height, "-162", ""},
		{&age, "36 or so", "36 岁"}, {&age, "360", ""},
	} {
		if got := c.field.guess(c.typed); got.Zh != c.zh || (got.En == "") != (c.zh == "") {
			t.Errorf("%q is guessed as %+v, want %s", c.typed, got, c.zh)
		}
	}
}
