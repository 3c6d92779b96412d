// The frame of every run: opens a forms program in a browser, works with it, and says
// what went wrong. What the work gives is printed as JSON.
import { readFile } from "node:fs/promises";
import { open } from "./site.mjs";

/** A JSON file. */
export const json = async (file) => JSON.parse(await readFile(file, "utf8"));

/** Opens a program, lets the work be done, and ends with an error if it went wrong. */
export async function run(program, width, work) {
  const { fill } = await import(`./${program}.mjs`);
  const { page, faults, close } = await open(`${program}.html`, width);
  // The answers to a questionnaire, typed in.
  const filled = async (questionnaire, items) => {
    await page.evaluate((q) => window.show(q), questionnaire);
    await fill(page, items, questionsOf(questionnaire));
    return page.evaluate(() => window.answers());
  };
  try {
    process.stdout.write(JSON.stringify(await work({ page, filled, faults })) + "\n");
  } catch (e) {
    faults.unshift(e.message);
    if (process.env.PICTURE) await page.screenshot({ path: process.env.PICTURE });
  } finally {
    await close();
  }
  if (faults.length > 0) {
    console.error(faults.join("\n"));
    process.exitCode = 1;
  }
}

/** The questions of a questionnaire by link id: what they are and how they are answered. */
export function questionsOf(questionnaire) {
  const all = {};
  const walk = (items) => {
    for (const i of items || []) {
      all[i.linkId] = { type: i.type, text: i.text, repeats: i.repeats || false, options: (i.answerOption || []).map((o) => o.valueCoding) };
      walk(i.item);
    }
  };
  walk(questionnaire.item);
  return all;
}

/** The texts of another language beside those of a questionnaire, as far as they are words. */
export function othersOf(questionnaire) {
  const texts = new Set();
  const walk = (v, key) => {
    if (Array.isArray(v)) v.forEach((one) => walk(one));
    else if (v && typeof v === "object") {
      if (v.url === "content" && v.valueString) texts.add(v.valueString);
      Object.values(v).forEach((one) => walk(one));
    }
  };
  walk(questionnaire.item);
  return [...texts];
}
