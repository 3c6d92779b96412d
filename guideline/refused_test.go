package guideline_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
)

// TestRefused makes one mistake in the knowledge at a time: each is named with
// its place, and none of them panics or passes.
func TestRefused(t *testing.T) {
	for _, mistake := range []struct{ name, file, old, new, want string }{
		{"no version", "knowledge.yaml", "version:", "# version:", "no version"},
		{"two documents", "sources.yaml", "sources:", "sources:\n---\nsources:", "sources.yaml:"},
		{"the same id twice", "catalog/departments.yaml", "id: rheumatology\n", "id: haematology\n", `department "haematology" again; accepted: each id once`},
		{"a test nobody knows", "causes/*", "when:", "defer: [tssh]\n    when:", `unknown test "tssh"; accepted: a test that exists; did you mean tsh?`},
		{"one language", "guidelines/cma-2022/uterus.yaml", "zh: 超声有可疑", `zh: "" # `, "says is not in both languages"},
		{"no place in the source", "safety/cautions.yaml", "\n    ref:", "\n    note:", "no ref"},
		{"a place in English alone", "guidelines/eshre-2022/hormones.yaml", "ref: {", "ref: the section on hormones\n    was: {", `ref is the same in both languages: "the section on hormones"; accepted: en and zh`},
		{"a place in Chinese alone", "guidelines/cn-oaps-2020/*", "ref: {", "ref: 共识要点\n    was: {", `ref is the same in both languages: "共识要点"`},
		{"a place with half its languages", "guidelines/eshre-2022/hormones.yaml", ", zh: 第", ", zh: \"\"} # ", "ref is not in both languages"},
		{"a place translated into English", "guidelines/eshre-2022/hormones.yaml", ", zh: 第", ", zh: a section} # ", `ref: zh is English: "a section"`},
		{"a definition's place in English alone", "guidelines/eshre-2022/guideline.yaml", "    ref: {", "    ref: part A\n    was: {", "ref is the same"},
		{"a criterion's place in English alone", "criteria/aps-sydney-2006.yaml", "  ref: {", "  ref: table 2\n  was: {", "ref is the same"},
		{"a note in English alone", "sources.yaml", "note: {", "note: Opening read.\n    was: {", `note is the same in both languages: "Opening read."`},
		{"what was left out, in English alone", "guidelines/acog/not-encoded.yaml", "      zh: 这是对病因的权衡", "      # zh: 这是对病因的权衡", "not-encoded.yaml:3:5: reason is not in both languages"},
		{"what was left out, written once", "guidelines/acog/not-encoded.yaml", "    says:\n", "    says: An old line.\n    was:\n", "not-encoded.yaml:4:11: found \"An old line.\"; accepted: a mapping with en, zh"},
		{"what was left out, English twice", "guidelines/acog/not-encoded.yaml", "      zh: 抗磷脂综合征的诊断标准", "      zh: Criteria. # ", `says: zh is English: "Criteria."`},
		{"what was left out, without a reason", "guidelines/acog/not-encoded.yaml", "    reason:", "    # reason:", "not-encoded.yaml:"},
		{"the place of what was left out, in English alone", "guidelines/acog/not-encoded.yaml", "ref: {en: \"Clinical Expert Series 2024, abstract\", zh: 临床专家系列（2024），摘要}", "ref: the abstract", `ref is the same in both languages: "the abstract"`},
		{"what was left out, without its place", "guidelines/nice-ng126/not-encoded.yaml", "ref: 1.1.4", "ref: ''", "no ref"},
		{"a model left out, in English alone", "prognosis/not-encoded.yaml", "      zh: 未读到", "      # zh: 未读到", "not-encoded.yaml:3:5: reason is not in both languages"},
		{"a model left out, without a name", "prognosis/not-encoded.yaml", "id: brigham-1999-formula", "id: ''", "no id"},
		{"half a citation", "sources.yaml", "      zh: 病历记录的内容", "      zh: \"\" # ", "citation is not in both languages"},
		{"a source without a name", "sources.yaml", "    name: {en: NICE NG3,", "    name: {en: \"\",", "name is not in both languages"},
		{"a source without a link", "sources.yaml", "\n    doi: 10.1136/annrheumdis-2016-210571", "", "neither doi nor url"},
		{"a source without a year", "sources.yaml", "\n    year: 2006", "", "no year; accepted: year, or accessed where a page bears no date"},
		{"a source read in no month", "sources.yaml", `accessed: "2026-11"`, `accessed: "2026-13"`, `accessed: "2026-13"; accepted: YYYY-MM`},
		{"a source nobody read", "sources.yaml", "\n    read: primary", "", `read: ""`},
		{"a source read somehow", "sources.yaml", "    read: primary", "    read: skimmed", `read: "skimmed"`},
		{"a DOI that is a page", "sources.yaml", "doi: 10.1136", "doi: https://doi.org/10.1136", `doi: "https://doi.org/10.1136`},
		{"a page that is none", "sources.yaml", "url: https://www.nice.org.uk/guidance/ng3", "url: www.nice.org.uk/guidance/ng3", `url: "www.nice.org.uk`},
		{"unlinked with a link", "sources.yaml", "\n    doi: 10.1136", "\n    unlinked: true\n    doi: 10.1136", "unlinked, with a link"},
		{"unlinked without a reason", "sources.yaml", "\n    doi: 10.1111/1471-0528.18009", "\n    unlinked: true", "unlinked, and no note why"},
		{"a direction that is none", "guidelines/eshre-2022/hormones.yaml", "direction: against", "direction: agianst", "did you mean against?"},
		{"a reading that is none", "guidelines/eshre-2022/hormones.yaml", "read: secondary", "read: skimmed", `read: "skimmed"`},
		{"put off for ever", "safety/timing.yaml", "\n    later:", "\n    note:", "defers without until when"},
		{"two subjects", "guidelines/eshre-2022/hormones.yaml", "direction:", "cause: sle\n    status: excluded\n    direction:", "2 subjects"},
		{"excluded by hearsay", "causes/*", "status: excluded\n    ", "status: excluded\n    read: unconfirmed\n    was-", "an unconfirmed rule that excludes a cause"},
		{"a danger by hearsay", "pathways/after-heparin-reaction.yaml", "read: primary", "read: unconfirmed", "an unconfirmed rule that raises a red flag"},
		{"an urgency that is none", "pathways/red-flags.yaml", "urgency: emergency", "urgency: emergancy", "did you mean emergency?"},
		{"a condition over nothing", "pathways/red-flags.yaml", "when: ", "when: nowhere || ", "undeclared reference"},
		{"a condition that is a number", "guidelines/eshre-2022/hormones.yaml", "when: rpl\n", "when: 1.0 + 1.0\n", "true or false"},
		{"a macro, which turns unknown into no", "guidelines/eshre-2022/hormones.yaml", "when: rpl\n", "when: has(tsh.high)\n", "has"},
		{"a function that is none", "vocabulary/antiphospholipid.yaml", "computed: any-of", "computed: any-off", "did you mean any-of?"},
		{"losses without how many", "vocabulary/antiphospholipid.yaml", ", atLeast: 1}", "}", "losses without atLeast"},
		{"lowest without bounds", "vocabulary/antiphospholipid.yaml", "orMore: 20, ", "", "lowest without its test and bounds"},
		{"severe without when it begins", "vocabulary/antiphospholipid.yaml", ", from: 20w0d}", "}", "without its gestations"},
		{"criteria without sides", "criteria/aps-sydney-2006.yaml", "  sides:", "  sides: []\n  was-sides:", "no sides"},
		{"a guideline nobody made", "guidelines/eshre-2022/guideline.yaml", "\n  developer:", "\n  # developer:", "developer is not in both languages"},
		{"a funder in one language", "guidelines/acog/guideline.yaml", "\n  funding: {en: ", "\n  funding: {zh: ", "funding"},
		{"a guideline of no year", "guidelines/ata-2017/guideline.yaml", "\n  released:", "\n  # released:", `released: ""; accepted: YYYY, YYYY-MM or YYYY-MM-DD`},
		{"a month that is none", "guidelines/eshre-2022/guideline.yaml", "released: \"2017-11\"", "released: \"2017-13\"", `released: "2017-13"`},
		{"revised before it was made", "guidelines/eshre-2022/guideline.yaml", "revised: \"20", "revised: \"19", "before it was released"},
		{"criteria without why", "criteria/aps-sydney-2006.yaml", "\n  why:", "\n  # why:", "why is not in both languages"},
		{"criteria without next step", "criteria/aps-acr-eular-2023.yaml", "\n  next:", "\n  # next:", "next is not in both languages"},
		{"criteria by nobody", "criteria/aps-sydney-2006.yaml", "\n  about:", "\n  was-about:", "no about"},
		{"criteria without their maker", "criteria/aps-sydney-2006.yaml", "\n    developer:", "\n    # developer:", "developer is not in both languages"},
		{"a finding nobody derives", "criteria/aps-sydney-2006.yaml", "finding: sydney.a,", "finding: sydney.z,", `unknown term "sydney.z"`},
		{"null where findings stand", "guidelines/eshre-2022/hormones.yaml", "{rpl: true}", "{rpl: null}", "hormones.yaml:"},
	} {
		t.Run(mistake.name, func(t *testing.T) {
			err := compiled(changed(t, mistake.file, mistake.old, mistake.new))
			if err == nil || !strings.Contains(err.Error(), mistake.want) {
				t.Errorf("got %v, want %q", err, mistake.want)
			}
		})
	}
}

func compiled(files fs.FS) error {
	base, err := knowledge.Read(files)
	if err != nil {
		return err
	}
	_, err = guideline.Compile(base)
	return err
}

// changed is the knowledge with the first of some words replaced, in the first
// file of the pattern that has them.
func changed(t *testing.T, pattern, old, new string) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	root := os.DirFS("../knowledge")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		all[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(all, pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if text := string(all[name].Data); strings.Contains(text, old) {
			all[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
			return all
		}
	}
	t.Fatalf("no %q in %s", old, pattern)
	return nil
}
