package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Address is where a server listens when nobody says otherwise: this machine alone.
const Address = "127.0.0.1:8484"

// Listen opens an address. The usual one may be taken by another Gravida: then any
// free port of this machine does.
func Listen(address string) (net.Listener, error) {
	if address != "" {
		return net.Listen("tcp", address)
	}
	if l, err := net.Listen("tcp", Address); err == nil {
		return l, nil
	}
	return net.Listen("tcp", "127.0.0.1:0")
}

// Serve answers until the context ends, and then lets the requests under way finish.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       longest,
		WriteTimeout:      longest + 10*time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		// The library's own messages can quote what was sent.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	done := make(chan error, 1)
	go func() { done <- h.Serve(l) }()
	select {
	case err := <-done:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	s.end() // nobody waits for a record that is still read
	defer s.underWay.Wait()
	if err := h.Shutdown(wait); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("end: %w", err)
	}
	return nil
}
