// Fills the long form in with a forms program, and prints what it makes of the answers.
//   node long.mjs lforms|smart questionnaire.json answers.json [picture.png]
import { readFile } from "node:fs/promises";
import { open } from "./site.mjs";
import { optionsOf } from "./lforms.mjs";

const [program, questionnaireFile, answersFile, picture] = process.argv.slice(2);
const { fill } = await import(`./${program}.mjs`);
const questionnaire = JSON.parse(await readFile(questionnaireFile, "utf8"));
const answers = JSON.parse(await readFile(answersFile, "utf8"));
const { page, faults, close } = await open(`${program}.html`);
try {
  await page.evaluate((q) => window.show(q), questionnaire);
  await fill(page, answers.item, optionsOf(questionnaire));
  const response = await page.evaluate(() => window.answers());
  if (picture) await page.screenshot({ path: picture, fullPage: process.env.WHOLE === "yes" });
  process.stdout.write(JSON.stringify(response) + "\n");
} catch (e) {
  if (picture) await page.screenshot({ path: picture });
  console.error(e.message);
  process.exitCode = 1;
} finally {
  await close();
}
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exitCode = 1;
}
