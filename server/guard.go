package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/gravida-health/gravida/server/api"
	"github.com/gravida-health/gravida/view/words"
)

// Limits of a request, so that one visitor cannot take the machine from the others.
const (
	mostForm   = 64 << 10 // bytes of a form
	mostRecord = 50 << 20 // bytes of a record
	mostAtOnce = 64       // requests
	longest    = 30 * time.Second
)

type asJSON struct{}

// guarded is what every request passes before it is answered: who may call, how much,
// and what the answer may do in a browser. A panic ends its own request only.
func (s *Server) guarded(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	places := make(chan struct{}, mostAtOnce)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := s.options.Now()
		out := &answer{ResponseWriter: w}
		harden(out.Header())
		defer func() {
			if p := recover(); p != nil {
				s.panicked(p, r)
				if !out.begun {
					s.sorry(out, r, http.StatusInternalServerError, "")
				}
			}
			// The address may hold an id and the query a choice: neither is written.
			s.options.Log.Info("answered", "method", method(r), "status", out.status, "ms", s.options.Now().Sub(began).Milliseconds())
		}()
		if !s.known(r.Host) {
			s.sorry(out, r, http.StatusMisdirectedRequest, "")
			return
		}
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
		default:
			out.Header().Set("Retry-After", "2")
			s.sorry(out, r, http.StatusServiceUnavailable, "")
			return
		}
		if err := cross.Check(r); err != nil {
			s.sorry(out, r, http.StatusForbidden, "")
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), longest)
		defer cancel()
		if path, ok := strings.CutSuffix(r.URL.Path, ".json"); ok && !forPrograms(r) {
			ctx = context.WithValue(ctx, asJSON{}, true)
			r = r.Clone(ctx)
			r.URL.Path, r.URL.RawPath = path, ""
			if path == "/" || path == "" {
				r.URL.Path = "/"
			}
		} else {
			r = r.WithContext(ctx)
		}
		limit := int64(mostForm)
		switch {
		case forPrograms(r), isFHIR(r):
			limit = api.MostBytes
		case slices.ContainsFunc(words.Languages, func(lang string) bool { return r.URL.Path == "/"+lang+"/open" }):
			limit = mostRecord
		}
		r.Body = http.MaxBytesReader(out, r.Body, limit)
		next.ServeHTTP(out, r)
	})
}

// forPrograms reports whether a request is for the API, which answers in its own way.
func forPrograms(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/api/") }

// harden sets what every answer says to the browser. The referrer stays within the
// site and is not left out: without it an older browser sends a form with no origin,
// which could not be told from a stranger's.
func harden(h http.Header) {
	h.Set("Content-Security-Policy", policy(""))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Cache-Control", "no-store")
}

// policy is what a page may load: our own style, and the style in the page itself
// where its digest is given.
func policy(digest string) string {
	style := "style-src 'self'"
	if digest != "" {
		style += " '" + digest + "'"
	}
	return "default-src 'none'; " + style + "; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

// known reports whether the server may be called by this name. A stranger's page can
// make its own name point at this machine, but it cannot make the browser call it by
// another name than that.
func (s *Server) known(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if _, err := netip.ParseAddr(name); err == nil || name == "localhost" {
		return true
	}
	return slices.ContainsFunc(s.options.Hosts, func(h string) bool { return strings.EqualFold(h, name) })
}

// panicked writes down where a panic was. Its message may hold a patient's words, so
// only its type is written, and the message of the runtime itself.
func (s *Server) panicked(p any, r *http.Request) {
	what := fmt.Sprintf("%T", p)
	var own runtime.Error
	if err, ok := p.(error); ok && errors.As(err, &own) {
		what = own.Error()
	}
	pcs := make([]uintptr, 24)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	var at []string
	for {
		f, more := frames.Next()
		at = append(at, fmt.Sprintf("%s:%d", f.Function, f.Line))
		if !more {
			break
		}
	}
	s.options.Log.Error("panic", "method", method(r), "what", what, "at", at)
}

// method is a request's method, if it is one anybody knows.
func method(r *http.Request) string {
	if slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, r.Method) {
		return r.Method
	}
	return "other"
}

// answer remembers how a request was answered.
type answer struct {
	http.ResponseWriter
	status int
	begun  bool
}

// WriteHeader notes the status.
func (a *answer) WriteHeader(status int) {
	if !a.begun {
		a.status, a.begun = status, true
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write notes that an answer without a status is a good one.
func (a *answer) Write(b []byte) (int, error) {
	if !a.begun {
		a.status, a.begun = http.StatusOK, true
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets the standard library reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// langOf is the language of an address, or else of the browser.
func langOf(r *http.Request) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if first = strings.TrimSuffix(first, ".json"); slices.Contains(words.Languages, first) {
		return first
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") { // browsers name the best first
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
		if slices.Contains(words.Languages, tag) {
			return tag
		}
	}
	return words.Languages[0]
}
