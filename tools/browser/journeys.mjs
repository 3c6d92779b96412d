// Drives every journey through a running Gravida: in both languages, on a phone and on a
// desk, on the phone without scripts as well. Prints one line of JSON for each, with what was found.
//   GRAVIDA=http://127.0.0.1:8484 node journeys.mjs [journey...] [en|zh] [390|1280] [script|bare]
// A journey is every function that doctor, woman, around, hostile, fast and reopened give away.
// CHROMIUM names the browser, GRAVIDA_SCREENSHOTS a folder for pictures of every page.
import { Visitor, launch } from "./visitor.mjs";
import * as woman from "./woman.mjs";
import * as doctor from "./doctor.mjs";
import * as around from "./around.mjs";
import * as hostile from "./hostile.mjs";
import * as fast from "./fast.mjs";
import * as again from "./reopened.mjs";

const journeys = { ...woman, ...doctor, ...around, ...hostile, ...fast, ...again };
const words = process.argv.slice(2);
const chosen = words.filter((w) => w in journeys), only = words.filter((w) => !(w in journeys));
const together = 4; // visitors at once: enough for two processors

const queue = [];
for (const [journey, walk] of Object.entries(journeys)) {
  if (chosen.length && !chosen.includes(journey)) continue;
  for (const lang of ["en", "zh"])
    for (const width of [390, 1280])
      for (const script of [true, false]) {
        if (!script && width > 390) continue; // no page has a script: what a desk shows without them is what it shows with them
        if (walk.once && (!script || lang !== "en") || walk.eyes && !script) continue; // what does not depend on it
        if (only.every((w) => [lang, String(width), script ? "script" : "bare"].includes(w))) queue.push({ journey, walk, lang, width, script });
      }
}

const browser = await launch();
let found = 0;
async function work() {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { walk, ...how } = next;
    const v = new Visitor(browser, { ...how, base: process.env.GRAVIDA, screenshots: process.env.GRAVIDA_SCREENSHOTS });
    const began = Date.now();
    try {
      await v.begin();
      await walk(v);
    } catch (e) {
      v.wrong(`${v.page ? v.at : ""}: ${e.stack ?? e}`);
      await v.picture("broken").catch(() => {});
    }
    found += v.found.length;
    const { pages, clicks, typed, slow } = v;
    console.log(JSON.stringify({ ...how, ms: Date.now() - began, pages, clicks, typed, slow, told: v.told, found: v.found }));
    await v.end().catch(() => {});
  }
}
await Promise.all(Array.from({ length: together }, work));
await browser.close();
process.exit(found ? 1 : 0);
