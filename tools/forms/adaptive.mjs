// Goes through the adaptive form in a forms program: shows what $next-question asks, fills
// in what the answers have for it, and asks again, until it is completed. Prints the last
// response.
//   node adaptive.mjs lforms|smart http://127.0.0.1:8931/fhir answers.json en|zh
// The answers are items by link id; a question without one is left open.
import { json, run } from "./frame.mjs";

const [program, base, answersFile, lang] = process.argv.slice(2);
const answers = await json(answersFile);

async function next(response) {
  const answer = await fetch(`${base}/Questionnaire/$next-question`, { method: "POST", body: JSON.stringify(response),
    headers: { "Content-Type": "application/fhir+json", Accept: "application/fhir+json", "Accept-Language": lang } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${answer.status}: ${JSON.stringify(body)}`);
  return body;
}

await run(program, 1000, async ({ filled }) => {
  let response = await next({ resourceType: "QuestionnaireResponse", status: "in-progress", questionnaire: "urn:gravida:questionnaire:interview", authored: "2026-03-01" });
  for (let steps = 0; response.status !== "completed"; steps++) {
    if (steps > 120) throw new Error("the interview does not end");
    const { derivedFrom, ...questionnaire } = response.contained[0];
    const group = questionnaire.item.at(-1);
    const items = group.item.filter((q) => answers[q.linkId]).map((q) => ({ linkId: q.linkId, answer: answers[q.linkId] }));
    if (items.length > 0) {
      // A program may show the whole form; the last page is what there is to fill in.
      const answered = await filled({ ...questionnaire, item: [group] }, [{ linkId: group.linkId, item: items }]);
      response.item = [...(response.item || []), ...(answered.item || [])];
    }
    response = await next(response);
  }
  return response;
});
