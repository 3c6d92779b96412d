// Fills the long form in with a forms program, once for each woman, and prints what the
// program makes of the answers, by her name.
//   node long.mjs lforms|smart questionnaire.json women.json
// women.json is a list of {name, response, given}. The answers of a response are typed in;
// those of one that is given are handed to the program, and nothing is typed.
import { json, othersOf, run } from "./frame.mjs";

const [program, questionnaireFile, womenFile] = process.argv.slice(2);
const questionnaire = await json(questionnaireFile);
const women = await json(womenFile);
await run(program, 1000, async ({ page, filled, faults }) => {
  const responses = {};
  for (const { name, response, given } of women) {
    try {
      if (given) {
        await page.evaluate((q, r) => window.show(q, r), questionnaire, response);
        responses[name] = await page.evaluate(() => window.answers());
      } else responses[name] = await filled(questionnaire, response.item);
    } catch (e) {
      throw new Error(`${name}: ${e.message}`);
    }
    const shown = (await page.evaluate(() => document.body.innerText)).split("\n").map((line) => line.trim());
    const others = new Set(othersOf(questionnaire).filter((text) => !Object.is(text, "")));
    for (const line of new Set(shown)) if (others.has(line) && /[a-z]{3}|\p{Script=Han}/u.test(line)) faults.push(`${name}: shown in the other language: ${line}`);
  }
  return responses;
});
