package interview

import (
	"testing"

	"github.com/gravida-health/gravida/knowledge"
)

// Dates and numbers as women type them, on an English and on a Chinese keyboard.
func TestTyped(t *testing.T) {
	height := Field{Kind: Number, Unit: knowledge.Text{En: "cm", Zh: "厘米"}}
	weight := Field{Kind: Number, Unit: knowledge.Text{En: "kg, before a pregnancy", Zh: "公斤（孕前）"}}
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
		{&height, "１６０ｃｍ", "160"}, {&height, "160 厘米", "160"}, {&height, "1.60 m", "1.60 m"}, {&height, "5ft 4", "5ft 4"},
		{&weight, "55 kg", "55"}, {&weight, "５５公斤", "55"}, {&weight, "61,5", "61.5"}, {&weight, "110斤", "110斤"}, {&weight, "120 lb", "120 lb"}, {&weight, "1,000", "1,000"},
	} {
		if got := c.field.plainly(c.typed); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.typed, got, c.want)
		}
	}
}
