// Text that would be a program, in every field and every text of a record.
import { drop } from "./records.mjs";
import { begin, fields, page } from "./interview.mjs";

const markup = `"><script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">x</a>`;

// markup in what is typed: it is shown as it was typed, and nothing of it happens.
export async function markupTyped(v) {
  await begin(v);
  let shown = 0;
  for (const id of ["pregnancy-1", "about-you", "habits", "this-pregnancy", "test-tsh", "test-acl-igg", "event-venous-thrombosis", "symptoms"]) {
    await v.open(`/${v.lang}/my/interview/${id}`);
    if (page(v) !== `interview/${id}`) continue;
    const all = await fields(v);
    for (const [name, f] of Object.entries(all)) {
      if (!f.values.length) await v.page.$eval(`main form input[name="${name}"]`, (e, text) => (e.value = text), markup);
      else await v.page.$eval(`main form input[name="${name}"]`, (e, text) => ((e.value = text), (e.checked = true)), markup);
    }
    await v.press("main form .actions button[type=submit]:not([name])");
    await harmless(v);
    await v.open(`/${v.lang}/my/interview/${id}`);
    await harmless(v);
    shown += await v.page.$$eval("main input", (all, text) => all.filter((e) => e.value.includes("<script>alert(1)")).length, markup);
  }
  v.holds(shown > 3, `markup came back as text in ${shown} fields`);
  for (const at of ["check", "report", "clinician", "record"]) {
    await v.open(`/${v.lang}/my/${at}`);
    await harmless(v);
  }
}
markupTyped.once = true;

// markup in a record.
export async function markupRead(v) {
  const quoted = JSON.stringify(markup);
  await drop(v, "markup.yaml", `gravida: case/1\nid: ${quoted}\nasOf: 2026-03-01\npatient: {ethnicity: ${quoted}}\npregnancies:\n  - {outcome: miscarriage, ended: 2025-01-01, gestation: 8w0d, partner: ${quoted}}\npartner: {label: ${quoted}}\n`);
  await harmless(v);
  v.holds((await v.text("body")).includes("<script>alert(1)"), "the id of the record is not shown as it was written");
  for (const at of ["report", "clinician", "compare", "check"]) {
    await v.open(`/${v.lang}/my/${at}`);
    await harmless(v);
  }
  await drop(v, "markup.json", JSON.stringify({ resourceType: "Bundle", type: "collection", entry: [{ resource: { resourceType: "Patient", id: "p1", gender: "female", name: [{ text: markup }], text: { status: "generated", div: `<div>${markup}</div>` } } }, { resource: { resourceType: "Condition", id: "c1", subject: { reference: "Patient/p1" }, code: { text: markup, coding: [{ system: "http://example.org", code: "x", display: markup }] } } }] }));
  await harmless(v);
  await drop(v, "bad.yaml", `gravida: case/1\n${quoted}: 1\n`);
  await harmless(v);
}
markupRead.once = true;

// Enforced: even a page that had a program in it would not run it.
export async function enforced(v) {
  await v.open(`/${v.lang}`);
  const found = v.found;
  v.found = []; // the browser says aloud what it refuses
  const ran = await v.page.evaluate(async () => {
    const refused = [];
    document.addEventListener("securitypolicyviolation", (e) => refused.push(e.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    const image = new Image();
    image.setAttribute("onerror", "window.ran = true");
    image.src = "http://127.0.0.1:9/x.png";
    const box = document.createElement("div");
    box.setAttribute("style", "color: red");
    box.innerHTML = '<a href="javascript:window.ran = true">x</a><form action="http://127.0.0.1:9/"><button>x</button></form><img src=x onerror="window.ran = true">';
    document.body.append(script, image, box);
    box.querySelector("a").click();
    box.querySelector("button").click();
    await fetch("/en.json").catch(() => {});
    // What a form does is looked at by another process, which may be slow.
    for (let tries = 0; tries < 100 && (tries < 6 || !refused.includes("form-action")); tries++) await new Promise((r) => setTimeout(r, 50));
    return { ran: window.ran ?? false, refused: [...new Set(refused)].sort() };
  });
  v.found = found;
  v.holds(!ran.ran, "a script in the page ran");
  for (const what of ["script-src-elem", "script-src-attr", "style-src-attr", "form-action", "connect-src", "img-src"]) v.holds(ran.refused.includes(what), `${what} was not refused, only ${ran.refused}`);
}
enforced.once = true;

// harmless holds that no markup became a part of the page; a dialog is noted by itself.
async function harmless(v) {
  const made = await v.page.evaluate(() => document.querySelectorAll("script, img, [onerror], a[href^='javascript:']").length);
  v.holds(made === 0, `${made} parts of the page were made of what was typed`);
}
