// Answers the interview by what stands on its pages, whatever their order.
import { readFile } from "node:fs/promises";

const answers = JSON.parse(await readFile(new URL("answers.json", import.meta.url), "utf8"));
const modest = ["none", "no", "unsure", "not-done"]; // what is said where nothing was thought of
const most = 80; // pages of one interview

export const page = (v) => new URL(v.page.url()).pathname.split("/").slice(3).join("/");

// begin goes in by the first page.
export async function begin(v) {
  await v.open(`/${v.lang}`);
  await v.press(`main a[href="/${v.lang}/interview"]`);
  await v.look("door");
  await v.press("main form button[type=submit]");
}

// fields are the names on the form with the values on offer.
export const fields = (v) =>
  v.page.$$eval("main form", (forms) => {
    const all = {};
    for (const form of forms)
      for (const e of form.elements) {
        if (e.closest("details:not([open])")) continue; // folded away: another way to say what stands beside it
        if (!e.name || e.name.startsWith("_") || e.type === "hidden" || e.type === "submit") continue;
        const f = (all[e.name] ??= { kind: e.type, values: [], said: [] });
        if (e.type === "radio" || e.type === "checkbox") {
          f.values.push(e.value);
          if (e.checked) f.said.push(e.value);
        } else if (e.value) f.said.push(e.value);
      }
    return all;
  });

// fill answers the page she is at, and does not send it.
export async function fill(v, scenario) {
  const said = answers[scenario]?.[page(v).replace("interview/", "")] ?? {};
  for (const [name, f] of Object.entries(await fields(v))) {
    const chosen = [said[name] ?? []].flat();
    if (f.values.length) {
      const values = chosen.length ? chosen : f.said.length ? [] : modest.filter((x) => f.values.includes(x)).slice(0, 1);
      for (const value of values) await v.choose(box(name, value));
    } else if (chosen.length) await v.type(field(name), chosen[0]);
  }
}

export const box = (name, value) => `main form input[name="${name}"][value="${value}"]`;
export const field = (name) => `main form input[name="${name}"]`;
export const send = (v) => v.press("main form .actions button[type=submit]:not([name])");

// finish answers page after page until nothing more is asked. each is called before
// a page is sent.
export async function finish(v, scenario, each = async () => {}) {
  for (let n = 0; page(v) !== "check"; n++) {
    if (n > most) throw new Error(`the interview does not end: ${v.at}`);
    if (!page(v).startsWith("interview/")) throw new Error(`the interview leads to ${v.at}`);
    await v.look(page(v).replace("/", "-"));
    await fill(v, scenario);
    await each(page(v).replace("interview/", ""));
    if (page(v).startsWith("interview/")) await send(v);
  }
}
