// Women with two early losses on a phone: how long it takes each from the first page of the
// interview to her report. The first has had no test and no illness, the second had her womb
// emptied after one of the losses, the third is not sure of anything but her losses. She reads every line that is new to
// her, as fast as people read, and answers as fast as people tap and type. A line of a
// list that only one answer is taken from is read down to that answer, and so is one that
// begins with "none".
import { readFile } from "node:fs/promises";
import { box, field, fields, page } from "./interview.mjs";

const pace = JSON.parse(await readFile(new URL("pace.json", import.meta.url), "utf8"));
const women = JSON.parse(await readFile(new URL("answers.json", import.meta.url), "utf8"));
const nothing = ["unsure", "none"]; // what she ticks who is not sure

export const fourMinutes = (v) => walk(v, women["woman one"]);
export const fourMinutesAfterCurettage = (v) => walk(v, { ...women["woman one"], ...women["woman two"] });
export const fourMinutesNotSure = (v) => walk(v, women["woman three"], true);
export const withThyroidResult = (v) => walk(v, { ...women["woman one"], ...women["woman two"], ...women["woman with a thyroid result"] }, false, Infinity);
for (const journey of [withThyroidResult, fourMinutes, fourMinutesAfterCurettage, fourMinutesNotSure]) journey.eyes = true;

async function walk(v, answers, unsure = false, most = pace.most) {
  if (!v.phone) return;
  const known = new Set(), screens = [];
  await v.open(`/${v.lang}/interview`);
  screens.push(await spent(v, known, "door", 1));
  await v.press("main form button[type=submit]");
  for (let n = 0; page(v).startsWith("interview/"); n++) {
    if (n > 40) throw new Error(`the interview does not end: ${v.at}`);
    const at = page(v).replace("interview/", "");
    await v.picture(at);
    const taps = await answer(v, at, answers, unsure);
    screens.push(await spent(v, known, at, taps.taps + 1, taps));
    await v.press("main form .actions button[type=submit]:not([name])");
  }
  await v.picture("check");
  screens.push(await spent(v, known, "check", 1, undefined, "main h1, main .actions:first-of-type .btn:first-child"));
  await v.press(`main .actions a[href$="/my/report"]`);
  const sum = (key) => screens.reduce((all, s) => all + s[key], 0);
  const seconds = sum("reading") + sum("answering");
  v.told = { screens: screens.length, seconds: Math.round(seconds), reading: Math.round(sum("reading")), answering: Math.round(sum("answering")), read: sum("read"), taps: sum("taps"), keys: sum("keys"), swipes: sum("swipes"), each: screens.map((s) => `${s.at} ${s.read}`).join(", ") };
  v.holds(page(v) === "report", `the interview leads to ${v.at}`);
  v.holds(seconds < most, `it takes her ${Math.round(seconds)} seconds, and may take ${most}`);
}

// answer answers a page, and says with how many decisions, taps and keys.
async function answer(v, at, answers, unsure) {
  const said = { ...answers[at.split("?")[0]] };
  let taps = 0, keys = 0;
  const decided = new Set();
  for (const [name, f] of Object.entries(await fields(v))) {
    const whole = f.values.length ? name : name.split(/\.[ymdw]$/)[0];
    if (unsure && f.values.length) said[name] ??= nothing.find((x) => f.values.includes(x));
    for (const value of [said[name] ?? []].flat()) {
      if (f.values.length) await v.choose(box(name, value));
      else {
        await v.type(field(name), value);
        keys += value.length;
      }
      taps++;
      decided.add(whole);
    }
    if (f.values.length && !said[name]) throw new Error(`${at}: she has no answer to ${name}: ${f.values}`);
  }
  return { taps, keys, decisions: decided.size };
}

// spent is what a screen costs: lines that are new to her, and what she did on it.
async function spent(v, known, at, taps, did = { keys: 0, decisions: 0 }, only) {
  const seen = await v.page.evaluate((only) => {
    const lines = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const shown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !e.closest(".vh, .skip, .sprite, details:not([open]) > :not(summary), title");
    const passed = (e) => {
      const choice = e.closest("label.choice");
      const list = choice?.closest("fieldset"), several = choice?.querySelector("input[type=checkbox]");
      // "none" and "not sure" before a list are answers to its question: who takes one reads no further
      const chosen = list?.querySelector(several ? ".choice.none:first-child input:checked, .choice.none:first-child + .choice input[value=unsure]:checked" : "input[type=radio]:checked");
      return chosen && !choice.contains(chosen) && Boolean(chosen.compareDocumentPosition(choice) & Node.DOCUMENT_POSITION_FOLLOWING);
    };
    for (let n = walker.nextNode(); n; n = walker.nextNode())
      if (n.data.trim() && shown(n.parentElement) && !passed(n.parentElement) && (!only || n.parentElement.closest(only))) lines.push(n.data.trim().replace(/\d+/g, "0"));
    const end = document.querySelector("main .actions .btn") ?? document.body;
    const bottom = end.getBoundingClientRect().bottom + window.scrollY;
    return { lines, swipes: Math.max(0, Math.ceil(bottom / window.innerHeight - 1)) };
  }, only);
  let read = 0;
  for (const line of seen.lines) {
    if (known.has(line)) continue;
    known.add(line);
    read += v.lang === "zh" ? (line.match(/\p{Script=Han}/gu) ?? []).length : line.split(/\s+/).filter((w) => /\p{L}/u.test(w)).length;
  }
  if (process.env.GRAVIDA_LINES) console.error(at, seen.lines.join(" / "));
  return {
    at, read, taps, keys: did.keys, swipes: seen.swipes,
    reading: (read / pace[v.lang]) * 60,
    answering: taps * pace.tap + did.keys * pace.key + did.decisions * pace.decide + seen.swipes * pace.swipe,
  };
}
