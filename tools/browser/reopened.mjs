// A woman keeps her answers as a file, has them forgotten, and opens the file again.
import { readFile } from "node:fs/promises";
import { address, drop } from "./records.mjs";
import { begin, fill, finish, page, send } from "./interview.mjs";

// What nobody should have to read who only wants to go on: paths and names of a file.
const places = /pregnancies[.[]\d|entry\[\d|\.(ya?ml|json)\b|:\d+:\d+|resourceType|QuestionnaireResponse|Observation\/|interview:|病历中|of the record/;

// reopened: the page after it is what she told, in the words of her answers; her report is one
// click away and the one she had; at a page of the interview she finds what she had said.
export async function reopened(v) {
  await begin(v);
  await finish(v, "woman two");
  for (const n of [1, 2]) {
    await v.open(`/${v.lang}/my/interview/pregnancy-${n}`);
    await fill(v, "woman one");
    await send(v);
  }
  while (page(v).startsWith("interview/")) {
    await fill(v, "woman one");
    await send(v);
  }
  // a file holds what she said; which line of a page she would rather leave out it does not hold
  const answers = async () => (await v.page.$$eval("main dd.val", (all) => all.map((e) => e.innerText))).map((says) => says.split("\n").filter((line) => !/不想说|不确定|not say|not sure/.test(line)).join("\n")).filter(Boolean);
  const report = async () => {
    await v.open(`/${v.lang}/my/report`);
    return (await v.text()).replace(/\bs\d+\b/g, "").replace(/\s+/g, " ");
  };
  await v.open(`/${v.lang}/my/check`);
  const told = await answers();
  v.holds(told.length > 8, `her answers are ${told.length}`);
  const before = await report();
  const files = {};
  for (const kind of ["case.yaml", "fhir.json"]) {
    await v.open(`/${v.lang}/my/check`);
    files[kind] = await readFile(await v.download(`main a[href$="/my/${kind}"]`));
  }
  for (const [kind, data] of Object.entries(files)) {
    await v.press(`form[action$="/my/forget"] button`);
    await drop(v, kind.replace("fhir", "kept"), data);
    v.holds(address(v).endsWith("/my/record"), `${kind} leads there`);
    await v.look(`reopened-${kind.split(".")[1]}`);
    const shown = await v.text(); // without what is folded
    v.holds(!places.test(shown), `${kind}: ${shown.match(places)?.[0]} stands there`);
    const again = await answers();
    const lost = told.filter((says) => !again.includes(says)), more = again.filter((says) => !told.includes(says));
    v.holds(lost.length + more.length === 0, `${kind}: of what she said ${JSON.stringify(lost)} is not there, and ${JSON.stringify(more)} is`);
    v.holds(await v.has("main .bars, main .tl, main figure, main svg"), `${kind}: her pregnancies are not drawn`);
    const first = await v.page.$eval("main .btn", (e) => ({ href: e.getAttribute("href"), top: e.getBoundingClientRect().bottom }));
    v.holds(first.href === `/${v.lang}/my/report` && first.top < (v.phone ? 844 : 900), `${kind}: the first button is ${JSON.stringify(first)}`);
    await v.press(`main a[href*="/my/interview/pregnancy-2"]`);
    v.holds(await v.page.$eval(`main form input[name="ended.y"]`, (e) => e.value === "2025"), `${kind}: what she said is not in its page`);
    await v.open(`/${v.lang}/my/record`);
    await v.press("main .btn");
    v.holds(address(v).endsWith("/my/report"), `${kind}: the button does not lead to her report`);
    const after = await report();
    if (after !== before) {
      let at = 0;
      while (before[at] === after[at]) at++;
      v.wrong(`${kind} opened again gives another report: …${after.slice(Math.max(0, at - 30), at + 120)}… where it was …${before.slice(Math.max(0, at - 30), at + 120)}…`);
    }
    await v.look(`reopened-report`);
  }
}
