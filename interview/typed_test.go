package interview

import (
	"strings"
	"testing"

	"github.com/gravida-health/gravida/date"
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
		{&height, "5ft 4", "162.6"}, {&height, "5'4\"", "162.6"}, {&height, "1.62 ft m", "1.62 ft m"}, {&height, "1.62", "162"}, {&height, "１．６２", "162"}, {&height, "1,62", "162"}, {&height, "5.4", "5.4"}, {&height, "16.2", "16.2"}, {&weight, "11", "11"},
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
		{&height, "about 162", "162 厘米"}, {&height, "1620", ""}, {&height, "160-165", ""}, {&height, "-162", ""},
		{&age, "36 or so", "36 岁"}, {&age, "360", ""},
	} {
		if got := c.field.guess(c.typed); got.Zh != c.zh || (got.En == "") != (c.zh == "") {
			t.Errorf("%q is guessed as %+v, want %s", c.typed, got, c.zh)
		}
	}
}

// What stands in the boxes of a date or of weeks is read as people fill them in; what is not
// is refused by the name of its box.
func TestBoxes(t *testing.T) {
	texts, err := read()
	if err != nil {
		t.Fatal(err)
	}
	v := &Interview{texts: texts}
	day, weeks := Field{Kind: Date}, Field{Kind: Weeks}
	for _, c := range []struct{ y, m, d, want, box, says string }{
		{"2024年", "3月", "", "2024-03", "", ""}, {"2024年", "３月", "10日", "2024-03-10", "", ""}, {"２０２４", "三月", "二十一", "2024-03-21", "", ""}, {"二〇二四", "十二月", "1号", "2024-12-01", "", ""},
		{"2024", "Mar", "", "2024-03", "", ""}, {"2024", "march", "10th", "2024-03-10", "", ""}, {"2024", "Sept.", "", "2024-09", "", ""}, {"2024", "3月份", "", "2024-03", "", ""}, {"2024", "3月10日", "", "2024-03-10", "", ""},
		{"2024年3月", "", "", "2024-03", "", ""}, {"2024年3月", "3", "10", "2024年3月-03-10", "y", "四位数"}, {"2024-03", "3", "", "2024-03", "", ""}, {"2024年", "", "", "2024", "", ""}, {"", "", "", "", "", ""},
		{"24", "3", "", "24-03", "y", "四位数"}, {"24", "", "", "24", "y", "四位数"}, {"", "3", "", "-03", "y", "没有填"}, {"2024", "13", "", "2024-13", "m", "1 到 12"}, {"2024", "Octember", "", "2024-Octember", "m", "1 到 12"},
		{"2024", "", "10", "2024--10", "m", "没有填"}, {"2024", "2", "30", "2024-02-30", "d", "1 到 29"}, {"2024", "4", "31", "2024-04-31", "d", "1 到 30"}, {"2024", "4", "x", "2024-04-x", "d", "1 到 30"}, {"10", "3", "2024", "10-03-2024", "", "看不出"},
	} {
		made := DateOf(c.y, c.m, c.d)
		says, box := v.wrongIn(&day, made, date.Date{})
		if got := day.plainly(made); got != c.want || box != c.box || !strings.Contains(says.Zh, c.says) || (says.En == "") != (c.says == "") {
			t.Errorf("%q %q %q: %q, box %q, %s", c.y, c.m, c.d, got, box, says.Zh)
		}
	}
	for _, c := range []struct{ w, d, want, box, says string }{
		{"10w", "", "10", "", ""}, {"八周", "两天", "8w2d", "", ""}, {"10 weeks", "2d", "10w2d", "", ""}, {"孕８周", "", "8", "", ""}, {"8个星期", "", "8", "", ""}, {"10+2", "", "10+2", "", ""}, {"10周2天", "", "10周2天", "", ""}, {"", "", "", "", ""},
		{"8", "9", "8w9d", "d", "0 到 6。是9周2天吗"}, {"80", "2", "80w2d", "w", "最多 45"}, {"80", "", "80", "w", "最多 45"}, {"", "2", "w2d", "w", "整数"}, {"45", "1", "45w1d", "w", "最多 45"}, {"8.5", "", "8.5", "", "孕周和天数"}, {"十来", "2", "10来w2d", "w", "整数"},
	} {
		made := WeeksOf(c.w, c.d)
		says, box := v.wrongIn(&weeks, made, date.Date{})
		if made != c.want || box != c.box || !strings.Contains(says.Zh, c.says) || (says.En == "") != (c.says == "") {
			t.Errorf("%q %q: %q, box %q, %s", c.w, c.d, made, box, says.Zh)
		}
	}
}
