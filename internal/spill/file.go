package spill

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"os"
)

// file is a temporary file with patients' data. Only its owner may open it, and
// its name is taken away as soon as it is open, so that nothing is left behind
// whatever ends the program; where a system keeps the name of an open file,
// close removes it. What is written is encrypted under a key that is nowhere but
// in memory: blocks that stay on the disk, and a name that does, tell nobody
// anything.
type file struct {
	disk
	named bool
	key   cipher.Block
}

// disk is what a file needs of an os.File.
type disk interface {
	io.WriteCloser
	io.ReaderAt
	Name() string
}

// open is replaced in tests.
var open = func() (disk, error) { return os.CreateTemp("", "gravida-*") } // mode 0600

func create() (*file, error) {
	f, err := open()
	if err != nil {
		return nil, fmt.Errorf("make a temporary file; the variable TMPDIR names another folder for it: %w", err)
	}
	var secret [16]byte
	rand.Read(secret[:]) // never fails
	key, err := aes.NewCipher(secret[:])
	if err != nil {
		panic("spill: " + err.Error()) // only for a key of a wrong length
	}
	return &file{f, os.Remove(f.Name()) != nil, key}, nil
}

// stream is the key stream of a run. No two runs share any of it: the number of
// the run is the upper half of the counter.
func (f *file) stream(run int) cipher.Stream {
	var counter [aes.BlockSize]byte
	binary.BigEndian.PutUint64(counter[:], uint64(run))
	return cipher.NewCTR(f.key, counter[:])
}

// writer encrypts what it is given as part of a run.
func (f *file) writer(run int) io.Writer { return cipher.StreamWriter{S: f.stream(run), W: f.disk} }

// reader decrypts a run.
func (f *file) reader(place int, r run) io.Reader {
	return cipher.StreamReader{S: f.stream(place), R: io.NewSectionReader(f.disk, r.from, r.to-r.from)}
}

func (f *file) close() error {
	err := f.Close()
	if f.named {
		return os.Remove(f.Name())
	}
	return err
}

func (f *file) failed(what string, err error) error {
	return fmt.Errorf("%s a temporary file in %s, which has to hold about as much as is read; the variable TMPDIR names another folder: %w", what, os.TempDir(), err)
}
