package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gravida-health/gravida"
)

// desk is a server whose readers are all busy, so that what is sent to it waits.
type desk struct {
	*Server
	t      *testing.T
	log    *bytes.Buffer
	cookie string
}

func busy(t *testing.T) *desk {
	t.Helper()
	e, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, log: new(bytes.Buffer)}
	if d.Server, err = New(e, Options{Log: slog.New(slog.NewTextHandler(d.log, nil))}); err != nil {
		t.Fatal(err)
	}
	for range readAtOnce {
		d.turns <- struct{}{}
	}
	return d
}

func (d *desk) free() {
	for range readAtOnce {
		<-d.turns
	}
}

func (d *desk) ask(method, at, kind string, body *bytes.Buffer) *httptest.ResponseRecorder {
	d.t.Helper()
	if body == nil {
		body = new(bytes.Buffer)
	}
	r := httptest.NewRequest(method, at, body)
	r.Host = "localhost"
	r.Header.Set("Content-Type", kind)
	if d.cookie != "" {
		r.AddCookie(&http.Cookie{Name: cookie, Value: d.cookie})
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		d.cookie = c.Value
	}
	return w
}

func (d *desk) get(at string) *httptest.ResponseRecorder { return d.ask("GET", at, "", nil) }

func (d *desk) send(name string, data []byte) *httptest.ResponseRecorder {
	d.t.Helper()
	return d.look(name, data, "")
}

// look sends a record in which one patient is looked for.
func (d *desk) look(name string, data []byte, id string) *httptest.ResponseRecorder {
	d.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if v := d.sessions.all[d.cookie]; v != nil {
		_ = w.WriteField("_token", v.token)
	}
	_ = w.WriteField("patient", id)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		d.t.Fatal(err)
	}
	_, _ = part.Write(data)
	w.Close()
	return d.ask("POST", "/en/open", w.FormDataContentType(), &body)
}

// until asks for a page until it is no longer what it was.
func (d *desk) until(at string, not int) *httptest.ResponseRecorder {
	d.t.Helper()
	for range 200 {
		if w := d.get(at); w.Code != not {
			return w
		}
		time.Sleep(20 * time.Millisecond)
	}
	d.t.Fatalf("%s stays %d", at, not)
	return nil
}

func anna(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile("../examples/anna.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What takes long is read beside the request: the page shows that it goes on, asks again
// by itself, survives a refresh, and ends at the record.
func TestReadingTakesLong(t *testing.T) {
	d := busy(t)
	w := d.send("anna.yaml", anna(t))
	if w.Code != 303 || w.Header().Get("Location") != "/en/my/reading" {
		t.Fatalf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	for range 2 {
		w = d.get("/en/my/reading")
		if w.Code != 200 || w.Header().Get("Refresh") != "1" || !strings.Contains(w.Body.String(), "<progress") {
			t.Errorf("%d, Refresh %q\n%s", w.Code, w.Header().Get("Refresh"), w.Body)
		}
	}
	if w = d.get("/en/my/report"); w.Header().Get("Location") != "/en/my/reading" {
		t.Errorf("before there is anything her report is %d at %s", w.Code, w.Header().Get("Location"))
	}
	if w = d.get("/zh/my/reading.json"); !strings.Contains(w.Body.String(), `"done":false`) {
		t.Errorf("%s", w.Body)
	}
	d.free()
	if w = d.until("/en/my/reading", 200); w.Header().Get("Location") != "/en/my/record" {
		t.Errorf("done, it leads to %s (%d)", w.Header().Get("Location"), w.Code)
	}
	if w = d.get("/en/my/record"); w.Code != 200 || !strings.Contains(w.Body.String(), "anna") || w.Header().Get("Refresh") != "" {
		t.Errorf("%d\n%s", w.Code, w.Body)
	}
	if w = d.get("/en/my/reading"); w.Code != 303 { // the other tab
		t.Errorf("the other tab is at %d", w.Code)
	}
	if d.reading.Load() != 0 {
		t.Errorf("%d bytes are still counted as being read", d.reading.Load())
	}
}

// A record that is open stays until another one could be read; what is wrong with that
// one is said in the same place, and again on a refresh.
func TestReadingFails(t *testing.T) {
	d := busy(t)
	d.free()
	if w := d.send("anna.yaml", anna(t)); w.Header().Get("Location") != "/en/my/record" {
		t.Fatalf("%d at %s", w.Code, w.Header().Get("Location"))
	}
	for range readAtOnce {
		d.turns <- struct{}{}
	}
	d.send("broken.yaml", []byte("gravida: case/1\npregnancies: 5\n"))
	if w := d.get("/en/my/record"); w.Code != 200 || !strings.Contains(w.Body.String(), "anna") {
		t.Errorf("while another is read, her record is %d", w.Code)
	}
	d.free()
	for range 2 {
		if w := d.until("/en/my/reading", 200); w.Code != 422 || !strings.Contains(w.Body.String(), "broken.yaml:2") {
			t.Errorf("%d\n%s", w.Code, w.Body)
		}
	}
	if w := d.get("/zh/my/reading"); !strings.Contains(w.Body.String(), "第2行") {
		t.Errorf("in Chinese:\n%s", w.Body)
	}
	if w := d.get("/en/my/record"); w.Code != 200 || !strings.Contains(w.Body.String(), "anna") {
		t.Errorf("after it failed, her record is %d", w.Code)
	}
}

// Who forgets does not wait: what is read for her ends at once.
func TestForgetWhileReading(t *testing.T) {
	d := busy(t)
	d.send("anna.yaml", anna(t))
	v := d.sessions.all[d.cookie]
	r := v.session.reading.Load()
	w := d.ask("POST", "/en/my/forget", "application/x-www-form-urlencoded", bytes.NewBufferString("_token="+v.token))
	if w.Code != 303 {
		t.Fatalf("%d", w.Code)
	}
	select {
	case <-r.done:
	case <-time.After(5 * time.Second):
		t.Fatal("it is still being read")
	}
	if len(d.sessions.all) != 0 || r.cases != nil || r.data != nil {
		t.Errorf("something is still there: %d sessions", len(d.sessions.all))
	}
}

// The server does not end before what it reads has, and does not wait for it either.
func TestEndWhileReading(t *testing.T) {
	d := busy(t)
	l, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Serve(ctx, l) }()
	d.send("anna.yaml", anna(t))
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the server does not end")
	}
	if d.reading.Load() != 0 {
		t.Error("something is still being read")
	}
}

// A panic while a record is read ends that reading only, and says nothing of what was in
// it.
func TestPanicWhileReading(t *testing.T) {
	d := busy(t)
	d.free()
	e := d.engine
	d.engine = nil
	r, ok := d.read(&sentRecord{name: "Anna Smith.yaml", data: []byte("gravida: case/1\nid: Anna Smith\n")})
	if !ok {
		t.Fatal("not read")
	}
	<-r.done
	d.engine = e
	if !r.failed || r.cases != nil {
		t.Errorf("%+v", r)
	}
	if !strings.Contains(d.log.String(), "panic") || strings.Contains(d.log.String(), "Anna") {
		t.Errorf("the log:\n%s", d.log)
	}
	if w := d.send("anna.yaml", anna(t)); w.Header().Get("Location") != "/en/my/record" {
		t.Errorf("after it nothing is read: %d", w.Code)
	}
}

// What is read at once is bounded.
func TestTooMuchAtOnce(t *testing.T) {
	d := busy(t)
	d.reading.Add(mostRead)
	w := d.send("anna.yaml", anna(t))
	if w.Code != 503 || w.Header().Get("Retry-After") == "" || d.reading.Load() != mostRead {
		t.Errorf("%d, %d bytes", w.Code, d.reading.Load())
	}
	d.reading.Add(-mostRead)
	d.free()
	if w := d.send("anna.yaml", anna(t)); w.Code != 303 {
		t.Errorf("afterwards: %d", w.Code)
	}
}

// One patient of many is found by her id, also where she is not among the first.
func TestOneOfMany(t *testing.T) {
	d := busy(t)
	d.free()
	var file bytes.Buffer
	for i := range 150 {
		fmt.Fprintf(&file, `{"resourceType":"Patient","id":"p%03d","gender":"female"}`+"\n", i)
	}
	for id, want := range map[string]string{"p149": "/en/my/record", "": "/en/my/patients"} {
		d.cookie = ""
		if w := d.look("many.ndjson", file.Bytes(), id); w.Header().Get("Location") != want {
			t.Errorf("%q leads to %s (%d)", id, w.Header().Get("Location"), w.Code)
		}
	}
	d.cookie = ""
	if w := d.look("many.ndjson", file.Bytes(), "<b>nobody"); w.Code != 422 || !strings.Contains(w.Body.String(), "Of the 150 patients") || strings.Contains(w.Body.String(), "<b>") {
		t.Errorf("nobody: %d\n%s", w.Code, w.Body)
	}
}

// What nobody comes to fetch counts all the same among what is kept.
func TestNobodyFetches(t *testing.T) {
	d := busy(t)
	data := anna(t)
	if w := d.send("anna.yaml", data); w.Code != 303 || d.sessions.held != len(data) {
		t.Errorf("status %d, %d bytes are kept, want %d", w.Code, d.sessions.held, len(data))
	}
	if d.send("anna.yaml", append(data, '\n')); d.sessions.held < len(data)+1 {
		t.Errorf("after the second %d bytes are kept", d.sessions.held)
	}
	d.free()
	if d.until("/en/my/reading", 200); d.sessions.held != len(data)+1 {
		t.Errorf("read, %d bytes are kept, want %d", d.sessions.held, len(data)+1)
	}
}

type breaks struct{}

func (breaks) Read(p []byte) (int, error) { panic("a broken reader") }
func (breaks) Close() error               { return nil }

// A panic while a record is sent gives back what it had taken.
func TestPanicWhileSending(t *testing.T) {
	d := busy(t)
	head := "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n" + strings.Repeat("a", 20<<10)
	r := httptest.NewRequest("POST", "/en/open", io.MultiReader(strings.NewReader(head), breaks{}))
	r.Host = "localhost"
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	w := httptest.NewRecorder()
	if d.ServeHTTP(w, r); w.Code != 500 || d.reading.Load() != 0 {
		t.Errorf("status %d, and %d bytes are taken for ever", w.Code, d.reading.Load())
	}
}
