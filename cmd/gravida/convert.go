package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/casefhir"
)

const convertHead = `gravida convert [flags] FILE…

Writes a case in another form: what is known of her, without any assessment. FILE
is what gravida assess reads. --to says what it becomes:

  fhir        a FHIR R4 Bundle for each case, one a line
  ndjson-dir  the files of a bulk export, in a new folder
  case        a case file; of one case

Written as FHIR and read again, a case holds the same facts. A case file cannot say
everything a record can: what it cannot is left out, and listed. A file that is there
is not replaced; one that is written appears when it is whole, for its owner alone.

中文说明：gravida convert --lang zh -h

Example:
  gravida convert --to fhir -o anna.json examples/anna.yaml
`

// convertHeadZh is the whole help in Chinese, flags included.
const convertHeadZh = `gravida convert [选项] 文件…

把病例写成另一种形式：只写已知的内容，不作评估。可读的文件与gravida assess相同。
--to指定形式：

  fhir        每个病例一个FHIR R4 Bundle，每行一个
  ndjson-dir  批量导出文件，写入新文件夹
  case        病例文件；只限一个病例

写成FHIR后再读入，病例内容不变。病例文件不能表达病历中的一切：不能表达的内容不写，
并逐项列出。已有的文件不会被覆盖；写完整之后文件才会出现，仅本人可读。

例：
  gravida convert --lang zh --to fhir -o li-na.json examples/li-na.yaml

选项：
  -codes 文件
    	医院自有编码表，格式见docs/reading.md；可多次指定
  -force
    	替换已有的文件
  -knowledge 文件夹
    	用该文件夹中的知识文件代替内置知识
  -lang en或zh
    	编码旁文字的语言（默认en）
  -o 文件名
    	写入的文件或新文件夹；不写则输出到标准输出
  -patient 编号
    	只写该编号的患者
  -to fhir、ndjson-dir或case
    	写成的形式（默认fhir）
`

// forms are what a case can be written as.
var forms = []string{"fhir", "ndjson-dir", "case"}

// conversion is one call of convert.
type conversion struct {
	engine                 *gravida.Engine
	to, out, lang, patient string
	force                  bool
	bad                    int // documents and cases that could not be converted
}

func convert(args []string, std streams) error {
	var c conversion
	f := flags("convert", convertHead, std)
	f.StringVar(&c.to, "to", "fhir", "what it becomes: fhir, ndjson-dir or case")
	f.StringVar(&c.out, "o", "", "the file, or the new folder; standard output when left out")
	f.StringVar(&c.lang, "lang", "en", "language of the words beside the codes: en or zh")
	f.StringVar(&c.patient, "patient", "", "only the patient with this id")
	f.BoolVar(&c.force, "force", false, "replace a file that is there")
	var read choices
	f.StringVar(&read.knowledge, "knowledge", "", "a folder of knowledge files instead of the built-in ones")
	f.Var(&read.codes, "codes", codesHelp)
	english := f.Usage
	f.Usage = func() {
		if c.lang == "zh" {
			fmt.Fprint(std.out, convertHeadZh)
			return
		}
		english()
	}
	files, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := errors.Join(oneOf("--to", c.to, forms), oneOf("--lang", c.lang, []string{"en", "zh"})); err != nil {
		return usageError{err.Error()}
	}
	switch {
	case len(files) == 0:
		return usagef("convert: no file\nRun gravida convert -h for an example.")
	case c.to == "ndjson-dir" && c.out == "":
		return usagef("convert: a bulk export is a folder; -o names it")
	}
	base, err := read.base()
	if err != nil {
		return err
	}
	if c.engine, err = gravida.With(base); err != nil {
		return err
	}
	if err := c.run(files, std); err != nil || c.bad == 0 {
		return err
	}
	return errListed
}

// run writes into a new file or folder, which takes its name only when everything
// that can be written is.
func (c *conversion) run(files []string, std streams) error {
	if c.to == "ndjson-dir" {
		return writeFiles(c.out, func(create func(name string) (io.Writer, error)) error {
			x := casefhir.NewExport(c.engine.Base(), casefhir.Options{Lang: c.lang}, func(kind string) (io.Writer, error) { return create(kind + ".ndjson") })
			return c.each(files, std, x.Add)
		})
	}
	return writeFile(c.out, c.force, std.out, func(w io.Writer) error {
		if c.to == "case" {
			return c.caseFile(files, std, w)
		}
		return c.each(files, std, func(p *patient.Case) error {
			return casefhir.Write(w, p, c.engine.Base(), casefhir.Options{Lang: c.lang})
		})
	})
}

// each gives every case that can be read and was asked for; the others are listed.
// One bad case does not keep the rest.
func (c *conversion) each(files []string, std streams, write func(*patient.Case) error) error {
	good := 0
	for _, file := range files {
		for p, err := range open(file, c.engine.Base(), std) {
			if err != nil {
				if world, err := listed(err, c.lang, std.err); world {
					return err
				}
				c.bad++
				continue
			}
			if c.patient != "" && p.ID != c.patient {
				continue
			}
			if err := write(p); errors.Is(err, casefhir.ErrSameWoman) {
				fmt.Fprintln(std.err, problem.Problem{Place: problem.Place{File: file}, Found: err.Error(), Accepted: "an id of its own for each case"})
				c.bad++
				continue
			} else if err != nil {
				return fmt.Errorf("convert %s: %w", p.ID, err)
			}
			good++
		}
	}
	switch {
	case good == 0 && c.patient != "" && c.bad == 0:
		return usagef("no patient %q in %v", c.patient, files)
	case good == 0 && c.bad == 0:
		return usagef("no case in %v", files)
	case good == 0:
		return errListed
	}
	return nil
}

// caseFile writes the one case there is, and says what a case file cannot hold.
func (c *conversion) caseFile(files []string, std streams, w io.Writer) error {
	var found several
	err := c.each(files, std, func(p *patient.Case) error {
		found.add(p)
		return nil
	})
	if err != nil {
		return err
	}
	one, err := found.only(strings.Join(files, ", "))
	if err != nil {
		return err
	}
	leftOut, err := casefile.WriteAccepted(w, one, c.engine.Base())
	for _, what := range leftOut {
		fmt.Fprintf(std.err, "left out: %s\n", what)
	}
	return err
}
