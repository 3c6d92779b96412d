// Goes through the adaptive form in LHC-Forms: shows what $next-question asks, fills in
// what the answers have for it, and asks again, until it is completed. Prints the last
// response.
//   node adaptive.mjs http://127.0.0.1:8931/fhir answers.json [picture.png]
// The answers are items by link id; a question without one is left open.
import { readFile } from "node:fs/promises";
import { fill, optionsOf } from "./lforms.mjs";
import { open } from "./site.mjs";

const [base, answersFile, picture] = process.argv.slice(2);
const answers = JSON.parse(await readFile(answersFile, "utf8"));

async function next(response) {
  const answer = await fetch(`${base}/Questionnaire/$next-question`, { method: "POST", body: JSON.stringify(response),
    headers: { "Content-Type": "application/fhir+json", Accept: "application/fhir+json", "Accept-Language": "en" } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${answer.status}: ${JSON.stringify(body)}`);
  return body;
}

const { page, faults, close } = await open("lforms.html");
try {
  let response = await next({ resourceType: "QuestionnaireResponse", status: "in-progress", questionnaire: "urn:gravida:questionnaire:interview", authored: "2026-03-01" });
  for (let steps = 0; response.status !== "completed"; steps++) {
    if (steps > 120) throw new Error("the interview does not end");
    const questionnaire = response.contained[0];
    const group = questionnaire.item.at(-1);
    const items = group.item.filter((q) => answers[q.linkId]).map((q) => ({ linkId: q.linkId, answer: answers[q.linkId] }));
    if (items.length > 0) {
      // A program may show the whole form; the last page is what there is to fill in.
      const { derivedFrom, ...rest } = questionnaire;
      await page.evaluate((q) => window.show(q), { ...rest, item: [group] });
      await fill(page, [{ linkId: group.linkId, item: items }], optionsOf(questionnaire));
      if (picture && steps === Number(process.env.PICTURE || 0)) await page.screenshot({ path: picture });
      const filled = await page.evaluate(() => window.answers());
      response.item = [...(response.item || []), ...(filled.item || [])];
    }
    response = await next(response);
  }
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
