package main

import (
	"fmt"
	"runtime/debug"

	"github.com/gravida-health/gravida/knowledge"
)

func version(_ []string, std streams) error {
	base, err := knowledge.Default()
	if err != nil {
		return err
	}
	program := "unreleased"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		program = info.Main.Version
	}
	fmt.Fprintf(std.out, "gravida %s\nknowledge %s %s\n", program, base.Version, base.Digest)
	return nil
}
