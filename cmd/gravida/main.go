// Command gravida assesses women with pregnancy losses by the published
// guidelines, and shows the knowledge it does so with.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/gravida-health/gravida/internal/problem"
)

// verb is one word of the command line.
type verb struct {
	name, short string
	run         func(args []string, std streams) error
}

// streams are what a verb reads and writes: results to out, messages to err.
type streams struct {
	in       io.Reader
	out, err io.Writer
	terminal bool // out is a terminal
}

// verbs is the whole command line; a function, since help walks over it too.
func verbs() []verb {
	return []verb{
		{"assess", "what a record amounts to under the guidelines", assess},
		{"interview", "asks what can still change the answer, and answers", interviewVerb},
		{"explain", "open one statement down to the facts it rests on", explain},
		{"compare", "the guidelines side by side on one case", compare},
		{"read", "what was understood of a record, what was not, and why", read},
		{"convert", "a case as FHIR, as a bulk export or as a case file", convert},
		{"serve", "Gravida in a browser, on this machine", serve},
		{"knowledge", "list, show, lint, test and export what the field says", knowledgeVerb},
		{"version", "which program and which knowledge this is", version},
	}
}

// Exit statuses: 0 done, 1 something failed while working, 2 the input or the
// usage is wrong.
const (
	done     = 0
	failed   = 1
	rejected = 2
)

// heapGrowth is how far, in percent, the heap may grow before it is collected. A
// command reads knowledge that it keeps to its end: with the usual 100 the
// collector goes over it a dozen times before the first answer.
const heapGrowth = 400

// growHeap lets the heap grow so far, unless the caller decided that.
func growHeap(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

func main() {
	growHeap(heapGrowth)
	os.Exit(run(os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr, isTerminal(os.Stdout)}))
}

// errListed says that the mistakes were already written to standard error.
var errListed = errors.New("the input has mistakes")

// errBrokenOff says that an interview ended early, and that she was told so.
var errBrokenOff = errors.New("the interview was broken off")

// usageError is a wrong call.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

func run(args []string, std streams) int {
	if len(args) == 0 {
		help(std.err)
		return rejected
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		help(std.out)
		return done
	}
	names := make([]string, 0, len(verbs()))
	for _, v := range verbs() {
		if v.name == args[0] {
			return report(v.run(args[1:], std), std)
		}
		names = append(names, v.name)
	}
	message := fmt.Sprintf("unknown command %q", args[0])
	if near := problem.Nearest(args[0], names); near != "" {
		message += fmt.Sprintf("; did you mean %s?", near)
	}
	return report(usagef("%s\nRun gravida help for the commands there are.", message), std)
}

// report writes an error and gives the exit status it stands for.
func report(err error, std streams) int {
	var usage usageError
	var mistakes problem.List
	var mistake problem.Problem
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return done
	case errors.Is(err, errListed):
		return rejected
	case errors.Is(err, errBrokenOff):
		return failed
	case errors.As(err, &usage), errors.As(err, &mistakes), errors.As(err, &mistake):
		fmt.Fprintln(std.err, "gravida:", err)
		return rejected
	}
	fmt.Fprintln(std.err, "gravida:", err)
	return failed
}

func help(w io.Writer) {
	fmt.Fprint(w, `Gravida answers questions about recurrent pregnancy loss from a woman's own
record, by the published guidelines. It does not replace a doctor.

Commands:
`)
	for _, v := range verbs() {
		fmt.Fprintf(w, "  %-10s %s\n", v.name, v.short)
	}
	fmt.Fprint(w, `
gravida COMMAND -h shows a command's flags and an example.
`)
}

// flags makes a flag set whose help begins with what the verb does.
func flags(name, head string, std streams) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(std.out)
	f.Usage = func() {
		fmt.Fprint(std.out, head)
		fmt.Fprintln(std.out, "\nFlags:")
		f.PrintDefaults()
	}
	return f
}

// parse reads flags that may stand before and after the files, as people type
// them. A wrong flag is a usage error.
func parse(f *flag.FlagSet, args []string) (files []string, err error) {
	f.Init(f.Name(), flag.ContinueOnError)
	usage := f.Usage
	f.Usage = func() {}
	for {
		out := f.Output()
		f.SetOutput(io.Discard)
		err := f.Parse(args)
		f.SetOutput(out)
		if errors.Is(err, flag.ErrHelp) {
			usage()
			return nil, err
		}
		if err != nil {
			return nil, usagef("%s: %v\nRun gravida %s -h for its flags.", f.Name(), err, f.Name())
		}
		args = f.Args()
		if len(args) == 0 {
			return files, nil
		}
		files, args = append(files, args[0]), args[1:]
	}
}
