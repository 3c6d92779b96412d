// What every page has to be, whoever sees it.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const largest = 150_000; // bytes, for an old phone on a slow line
const latin = (await readFile(new URL("latin.txt", import.meta.url), "utf8")).split("\n").filter((l) => l && !l.startsWith("#"));
const still = { name: "prefers-reduced-motion", value: "reduce" }; // else a colour may be on its way
const judged = new Set(); // what axe has seen already

// look holds the page a visitor is at against the rules of every page. want.status is
// the status it has to have, 200 where it is left out.
export async function look(v, name, want = {}) {
  const { page } = v;
  const status = want.status ?? 200;
  v.holds(v.status === status, `status ${v.status}, want ${status}`);
  v.holds(/default-src 'none'/.test(v.policy) && !/unsafe|script-src/.test(v.policy), `the policy is ${v.policy}`);
  if (v.response) {
    const bytes = (await v.response.buffer().catch(() => Buffer.alloc(0))).length;
    v.holds(bytes <= largest, `${bytes} bytes`);
  }
  const seen = await page.evaluate(inside);
  v.holds(seen.wide <= 0, `${seen.wide} pixels wider than the window: ${seen.widest}`);
  v.holds(seen.h1 === 1, `${seen.h1} of <h1>`);
  v.holds(seen.lang === (v.lang === "zh" ? "zh-Hans" : "en"), `the page is in ${seen.lang}`);
  v.holds(seen.title.endsWith(" · Gravida") && seen.title.length > 12 - (v.lang === "zh" ? 2 : 0), `its title is ${seen.title}`);
  for (const link of seen.script) v.wrong(`${v.at}: ${link}`);
  if (v.lang === "zh") for (const run of leftover(seen.texts)) v.wrong(`${v.at}: not in Chinese: ${run}`);
  if (v.lang === "en") for (const run of seen.texts.flatMap((t) => t.match(/\p{Script=Han}{2,}/gu) ?? [])) v.wrong(`${v.at}: not in English: ${run}`);
  if (v.phone) {
    await page.setViewport({ ...page.viewport(), width: 320 });
    const narrow = await page.evaluate(inside);
    v.holds(narrow.wide <= 0, `at 320 ${narrow.wide} pixels wider than the window: ${narrow.widest}`);
    await page.setViewport({ ...page.viewport(), width: v.width });
  }
  if (!v.script) return;
  await twin(v);
  await v.picture(name);
  await accessible(v);
}

// inside runs in the page.
function inside() {
  const root = document.documentElement;
  const out = { wide: root.scrollWidth - innerWidth, widest: "", h1: document.querySelectorAll("h1").length, lang: root.lang, title: document.title, script: [], texts: [] };
  if (out.wide > 0) {
    const last = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).pop();
    out.widest = last ? last.outerHTML.slice(0, 120) : "";
  }
  for (const e of document.querySelectorAll("*")) {
    if (["SCRIPT", "IFRAME", "OBJECT", "EMBED", "BASE"].includes(e.tagName)) out.script.push(`there is a <${e.tagName}>`);
    for (const a of e.attributes) {
      if (/^on/.test(a.name) || /^\s*(javascript|data|vbscript):/i.test(a.value)) out.script.push(`<${e.tagName} ${a.name}=${a.value.slice(0, 60)}>`);
    }
  }
  // A quotation marked as such, a source's own title and what she typed herself may be in
  // another language.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walker.nextNode(); n; n = walker.nextNode()) {
    const own = n.parentElement.closest("[lang]").lang === root.lang && !n.parentElement.closest("cite, code, pre, textarea, style, li[id^=q]");
    const text = n.textContent.replace(/\s+/g, " ").trim();
    const source = text.length > 40 && /(19|20)\d\d[;.,:)]/.test(text); // as a citation is written
    if (own && text && !source) out.texts.push(text);
  }
  return out;
}

// leftover are runs of four Latin words and more that nothing in latin.txt allows.
function leftover(texts) {
  const runs = [];
  for (let text of texts) {
    for (const name of latin) text = text.replaceAll(name, "·");
    runs.push(...(text.match(/[A-Za-z][A-Za-z'’-]*(?:[ ,]+[A-Za-z][A-Za-z'’-]*){3,}/g) ?? []));
  }
  return runs;
}

// twin holds that the page has its data behind the same address.
async function twin(v) {
  const u = new URL(v.page.url());
  const path = (u.pathname === "/" ? "/" : u.pathname) + ".json" + u.search;
  v.twins ??= new Set();
  if (v.twins.has(path)) return;
  v.twins.add(path);
  const r = await v.data(path);
  try {
    JSON.parse(r.body);
    if (r.status !== 200 && v.status === 200) throw new Error(`status ${r.status}`);
  } catch (e) {
    v.wrong(`${path}: ${e.message}`);
  }
}

// accessible runs axe with everything folded open: in full by day, and on a
// phone the colours again by night. A page made of the same parts as one that was judged, in the same language and
// at the same width, is not judged again.
async function accessible(v) {
  const { page } = v;
  const parts = await page.evaluate(() => {
    const name = (e) => [e.tagName, e.getAttribute("class"), e.getAttribute("role"), e.getAttribute("type"), e.hasAttribute("id")].join(".");
    return [...new Set([...document.querySelectorAll("*")].map((e) => `${e.parentElement ? name(e.parentElement) : ""}>${name(e)}`))].sort().join(" ");
  });
  const key = createHash("sha256").update(`${v.lang} ${v.width} ${parts}`).digest("hex");
  if (judged.has(key)) return;
  judged.add(key);
  await page.evaluate(() => document.querySelectorAll("details:not([open])").forEach((d) => d.toggleAttribute("data-shut", (d.open = true))));
  await page.evaluate(axe);
  for (const scheme of v.phone ? ["light", "dark"] : ["light"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, still]);
    const only = scheme === "light" ? { type: "tag", values: rules } : { type: "rule", values: ["color-contrast"] };
    const violations = await page.evaluate(async (runOnly) => {
      const result = await axe.run(document, { runOnly, preload: false, resultTypes: ["violations"] });
      return result.violations.map((x) => `${x.id}: ${x.help} (${x.nodes.length}) ${x.nodes[0].html.slice(0, 160)} ${x.nodes[0].failureSummary.slice(0, 200)}`);
    }, only);
    for (const x of violations) v.wrong(`${v.at}, ${scheme}: ${x.replaceAll("\n", " ")}`);
  }
  await page.emulateMediaFeatures([]);
  await page.evaluate(() => document.querySelectorAll("details[data-shut]").forEach((d) => (d.removeAttribute("data-shut"), (d.open = false))));
}
