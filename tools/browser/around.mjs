// First run, files to keep, paper, forgetting, and hands that have only a keyboard.
import { readFile } from "node:fs/promises";
import { extractText, getDocumentProxy } from "unpdf";
import { drop } from "./records.mjs";
import { begin, fields, fill, page, send } from "./interview.mjs";

const windows = ["report", "clinician", "compare", "record"];

// first run: an example woman is one click away, and each of her pages.
export async function firstRun(v) {
  await v.open("/");
  v.holds(v.at === `/${v.lang}`, `a ${v.lang} browser is led to ${v.at}`);
  await v.look("start");
  const women = await v.page.$$eval(`main a[href*="/example/"]`, (all) => all.map((a) => a.getAttribute("href")));
  v.holds(women.length > 0, "no example is one click away");
  await v.press(`main a[href="${women[0]}"]`);
  await v.look("example-report");
  for (const name of windows) {
    await v.open(women[0].replace(/[a-z]+$/, name));
    await v.look(`example-${name}`);
  }
  const others = [...new Set(women.filter((h) => h.endsWith("/report")).slice(1))];
  for (const href of v.phone ? others : others.slice(0, 1)) {
    await v.open(href);
    await v.look(href.split("/").at(-2));
  }
  await v.open(`/${v.lang}`);
  await v.press(".lang a");
  v.holds(new URL(v.page.url()).pathname === (v.lang === "en" ? "/zh" : "/en"), "the other language is not one click away");
  await v.open(`/${v.lang}/nowhere`);
  await v.look("nowhere", { status: 404 });
}

// keeping: the files she keeps, opened again, give the same report where she is treated,
// which a file does not hold.
export async function keeping(v) {
  await begin(v);
  for (const n of [1, 2]) {
    await v.open(`/${v.lang}/my/interview/pregnancy-${n}`);
    await fill(v, "two losses");
    await send(v);
  }
  const report = async () => {
    await v.open(`/${v.lang}/my/report?setting=${v.lang === "zh" ? "cn" : "int"}`);
    return (await v.text()).replace(/\bs\d+\b/g, "").replace(/\s+/g, " ");
  };
  const before = await report();
  const files = {};
  for (const kind of ["case.yaml", "fhir.json"]) {
    await v.open(`/${v.lang}/my/check`);
    files[kind] = await readFile(await v.download(`main a[href$="/my/${kind}"]`));
  }
  for (const [kind, data] of Object.entries(files)) {
    await v.open(`/${v.lang}/my/check`);
    await v.press(`form[action$="/my/forget"] button`);
    await drop(v, kind.replace("fhir", "kept"), data);
    await v.look(`kept-${kind.split(".")[1]}`);
    const after = await report();
    if (after !== before) {
      let at = 0;
      while (before[at] === after[at]) at++;
      v.wrong(`${kind} opened again gives another report: …${after.slice(Math.max(0, at - 30), at + 120)}… where it was …${before.slice(Math.max(0, at - 30), at + 120)}…`);
    }
  }
}

// printing: the report is one sheet of A4 with its key lines, the clinician's page prints
// without what is for the screen.
export async function printing(v) {
  await v.open(`/${v.lang}/example/anna/report`);
  const zh = v.lang === "zh";
  const report = await paper(v);
  v.holds(report.pages === 1, `the report prints on ${report.pages} sheets`);
  for (const key of zh ? [/立即就医/, /流产/, /狼疮抗凝物/] : [/help at once/i, /loss|miscarriage/i, /lupus anticoagulant/i]) v.holds(key.test(report.text), `the printed report does not have ${key}: ${report.text.slice(0, 400)}`);
  await v.open(`/${v.lang}/example/anna/clinician`);
  const page = await paper(v);
  v.holds(page.pages >= 1 && page.pages <= 14, `the clinician's page prints on ${page.pages} sheets`);
  for (const key of zh ? [/狼疮抗凝物/, /ESHRE/] : [/lupus anticoagulant/i, /ESHRE/]) v.holds(key.test(page.text), `the printed page does not have ${key}`);
  for (const sheet of [report, page]) for (const key of zh ? ["跳到", "English"] : ["Skip to", "中文"]) v.holds(!sheet.text.includes(key), `${key} is printed`);
}

printing.eyes = true;

async function paper(v) {
  await v.page.emulateMediaType("print");
  const shown = await v.page.$$eval("nav, button, .skip, .lang, .switch", (all) => all.filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 80)));
  v.holds(shown.length === 0, `controls are printed: ${shown[0]}`);
  await v.page.emulateMediaType(null);
  const data = await v.page.pdf({ format: "A4" });
  if (v.script && v.screenshots) {
    const { mkdir, writeFile } = await import("node:fs/promises");
    await mkdir(v.screenshots, { recursive: true });
    await writeFile(`${v.screenshots}/print-${v.lang}-${v.width}${v.at.replaceAll("/", "-")}.pdf`, data);
  }
  const pdf = await getDocumentProxy(new Uint8Array(data));
  const { totalPages, text } = await extractText(pdf, { mergePages: true });
  await pdf.destroy();
  return { pages: totalPages, text: text.normalize("NFKC") };
}

// forgetting: at once, in every tab.
export async function forgetting(v) {
  await begin(v);
  await fill(v, "two losses");
  await send(v);
  const before = page(v);
  await v.press(`form[action$="/my/forget"] button`);
  await v.look("forgotten");
  await v.open(`/${v.lang}/my/${before}`);
  v.holds(v.at === `/${v.lang}/interview?gone=1`, "what was forgotten is still there");
  await v.look("gone");
  const data = await v.data(`/${v.lang}/my/case.yaml`);
  v.holds(data.status !== 200, `what was forgotten is status ${data.status}`);
}

// keyboard: a question answered without a mouse, each stop to be seen.
export async function keyboard(v) {
  const key = async (name) => (v.clicks++, v.page.keyboard.press(name));
  const now = () =>
    v.page.evaluate(() => {
      const e = document.activeElement, s = getComputedStyle(e), box = e.closest(".choice");
      const around = box ? getComputedStyle(box) : s, r = e.getBoundingClientRect();
      const ring = (x) => x.outlineStyle !== "none" && parseFloat(x.outlineWidth) >= 2;
      return { tag: e.tagName, type: e.type ?? "", name: e.name ?? "", href: e.getAttribute("href") ?? "", html: e.outerHTML.slice(0, 100), ring: ring(s) || ring(around), seen: r.bottom > 0 && r.top < innerHeight };
    });
  await begin(v);
  await v.open(`/${v.lang}/my/interview/pregnant`);
  await key("Tab");
  let at = await now();
  v.holds(at.href === "#main" && at.seen, `the first stop is ${at.html}`);
  await v.picture("skip");
  await key("Enter");
  await key("Tab");
  at = await now();
  v.holds(await v.page.evaluate(() => document.querySelector("main").contains(document.activeElement)), `after the skip link she is at ${at.html}`);
  for (let n = 0; n < 20 && at.type !== "radio"; n++) {
    v.holds(at.ring && at.seen, `the focus cannot be seen on ${at.html}`);
    await key("Tab");
    at = await now();
  }
  v.holds(at.type === "radio" && at.ring, `no choice is reached, or its focus cannot be seen: ${at.html}`);
  await v.picture("focus");
  await key("ArrowDown");
  await key("Space");
  v.holds((await fields(v)).answer?.said.length === 1, "the arrow chooses nothing");
  await Promise.all([v.page.waitForNavigation(), key("Enter")]);
  v.holds(page(v) !== "interview/pregnant" && page(v).startsWith("interview/"), "Enter does not send the page");
  await v.open(`/${v.lang}/my/check`);
  v.holds((await v.data(`/${v.lang}/my/check.json`)).body.includes('"pregnant"'), "what was chosen by the keyboard is not there");
}

// Calm and high contrast: nothing moves, and nothing is lost where the colours are the
// reader's own.
export async function otherEyes(v) {
  for (const path of [`/${v.lang}`, `/${v.lang}/example/anna/report`, `/${v.lang}/example/anna/clinician`]) {
    for (const [name, features] of Object.entries({
      dark: [{ name: "prefers-color-scheme", value: "dark" }],
      calm: [{ name: "prefers-reduced-motion", value: "reduce" }],
    })) {
      await v.page.emulateMediaFeatures(features);
      await v.open(path);
      if (name === "calm") {
        const moving = await v.page.evaluate(() => document.getAnimations().length + [...document.querySelectorAll("*")].filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).length);
        v.holds(moving === 0, `${moving} things move where no motion is wanted`);
      } else await v.picture(name);
    }
    await v.page.emulateMediaFeatures([]);
    const session = await v.page.createCDPSession();
    await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
    await v.open(path);
    v.holds(await v.page.evaluate(() => matchMedia("(forced-colors: active)").matches), "forced colours are not emulated");
    await v.picture("forced");
    await session.send("Emulation.setEmulatedMedia", { features: [] });
    await session.detach();
  }
}
otherEyes.eyes = true;
