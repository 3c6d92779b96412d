package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/gravida-health/gravida/server"
)

const serveHead = `gravida serve [flags]

Gravida in a browser: example women, the interview, and opening a record. It
listens on this machine alone and prints its address. Nothing is stored: what is
said is held in memory for two hours after the last step. Every page has its
data behind the same address with .json. Ctrl-C ends it.

Other machines reach it only when --addr says so; --host names what it may then
be called. There is no password and no encryption: put both in front of it.

Example:
  gravida serve
  gravida serve --addr 127.0.0.1:9000 --setting cn
`

func serve(args []string, std streams) error {
	var c choices
	f := flags("serve", serveHead, std)
	addr := f.String("addr", "", "address to listen on; "+server.Address+", or a free port if that is taken, when left out")
	f.StringVar(&c.guideline, "guideline", "", "the guideline that leads; the setting's when left out")
	f.StringVar(&c.setting, "setting", "int", "country: int, cn, uk, us or de")
	f.StringVar(&c.knowledge, "knowledge", "", "a folder of knowledge files instead of the built-in ones")
	f.Var(&c.codes, "codes", codesHelp)
	var hosts files
	f.Var(&hosts, "host", "a name the server may be called by, beside localhost and addresses; may be given several times")
	verbose := f.Bool("verbose", false, "a line for each request: method, status, time; never an address or a word of a patient")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usagef("serve: %d words; accepted: flags only, a record is opened in the browser\nRun gravida serve -h for an example.", len(rest))
	}
	c.lang = "en"
	e, err := c.engine()
	if err != nil {
		return err
	}
	level := slog.LevelWarn
	if *verbose {
		level = slog.LevelInfo
	}
	log := slog.New(slog.NewTextHandler(std.err, &slog.HandlerOptions{Level: level}))
	if !given(f, "setting") { // she is asked
		c.setting = ""
	}
	s, err := server.New(e, server.Options{Guideline: c.guideline, Setting: c.setting, Hosts: hosts, Log: log})
	if err != nil {
		return err
	}
	l, err := server.Listen(*addr)
	if err != nil {
		return usagef("serve: %v; accepted: a free address such as 127.0.0.1:9000", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt does not wait
	if _, err := fmt.Fprintln(std.out, "Gravida is at "+location(l.Addr())); err != nil {
		l.Close()
		return errors.New("the address could not be printed")
	}
	growHeap(100)
	return s.Serve(ctx, l)
}

// location is the address as a browser takes it.
func location(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	if slices.Contains([]string{"::", "0.0.0.0", ""}, host) || strings.HasPrefix(host, "127.") {
		host = "localhost"
		if strings.HasPrefix(a.String(), "127.") {
			host = "127.0.0.1"
		}
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}
