package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"os/signal"
	"syscall"

	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/sdc"
)

// open gives the cases of a file, a folder or, for -, standard input. Notes on
// the input go to standard error. An interrupt ends the reading of a file or
// folder in good order, so that nothing is left behind on any system.
func open(file string, base *knowledge.Base, std streams) iter.Seq2[*patient.Case, error] {
	return openWith(intake.Reader{Knowledge: base}, file, std)
}

func openWith(r intake.Reader, file string, std streams) iter.Seq2[*patient.Case, error] {
	return func(yield func(*patient.Case, error) bool) {
		r.Interview = sdc.Reader(r.Knowledge)
		r.Note = func(p problem.Problem) { fmt.Fprintln(std.err, "note:", p) }
		if streamed(file) {
			growHeap(100)
		}
		if file == "-" {
			// Nothing but its end interrupts the wait for input, so an interrupt ends
			// the program; a temporary file without a name is gone with it.
			r.Read(context.Background(), "standard input", std.in)(yield)
			return
		}
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			yield(nil, problem.Problem{Place: problem.Place{File: file}, Found: "no such file or folder",
				Accepted: "a case file, a FHIR document, NDJSON, a folder of these, or -"})
			return
		}
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		context.AfterFunc(ctx, stop) // a second interrupt does not wait
		r.Open(ctx, file)(yield)
	}
}

// streamed reports whether so much may come that memory counts more than time.
func streamed(file string) bool {
	const small = 4 << 20 // one document, in memory for a moment
	info, err := os.Stat(file)
	return err != nil || !info.Mode().IsRegular() || info.Size() > small
}
