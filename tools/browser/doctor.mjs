// A doctor opens records, reads, and chooses who leads.
import { readdir, readFile } from "node:fs/promises";
import { address, drop } from "./records.mjs";

const examples = new URL("../../examples/", import.meta.url);
const women = new URL("../../testdata/women/", import.meta.url);
// several is a bundle with two patients, made of the example.
async function several() {
  const bundle = JSON.parse(await readFile(new URL("bundle.json", examples), "utf8"));
  const [rosa] = bundle.entry.filter((e) => e.resource.resourceType === "Patient");
  bundle.entry.push({ fullUrl: "urn:uuid:5f0c2a5e-2a3c-4b1e-9d55-0f7a3c1f0aff", resource: { ...rosa.resource, id: "mira" } });
  return JSON.stringify(bundle);
}

// record: a bundle, a case file, a file with two patients, and what is no record.
export async function record(v) {
  await v.open(`/${v.lang}`);
  await v.press(`main a[href="/${v.lang}/open"]`);
  await v.look("open");
  await drop(v, "bundle.json", await readFile(new URL("bundle.json", examples)));
  await v.look("record");
  v.holds(address(v).endsWith("/my/record"), "a bundle does not lead to what was understood");
  const text = await v.text();
  v.holds(/TSH|促甲状腺/.test(text) && /2024/.test(text), "the record does not show what was understood");

  await drop(v, "two.json", await several());
  v.holds(address(v).endsWith("/my/patients"), "two patients lead to no choice");
  await v.look("patients");
  v.holds((await v.page.$$("main input[type=radio]")).length === 2, "not two patients are offered");
  const mira = await v.page.evaluateHandle(() => [...document.querySelectorAll("main label")].find((l) => l.innerText.includes("mira")));
  await mira.asElement().click();
  v.clicks++;
  await v.press("main form[action$=patients] button[type=submit]");
  v.holds((await v.text()).includes("mira"), "the patient who was chosen is not shown");
  await v.look("chosen");

  await drop(v, "anna.yaml", await readFile(new URL("anna.yaml", examples)));
  await v.look("case");
  v.holds((await v.text()).includes("anna"), "the case file does not show whose it is");
  await v.press(`main a[href$="/my/clinician"]`);
  await v.look("clinician");
}

// refused: what is no record is refused with kind words, and what was open stays.
export async function refused(v) {
  await drop(v, "anna.yaml", await readFile(new URL("anna.yaml", examples)));
  for (const [name, data] of Object.entries({
    "broken.json": '{"resourceType": "Bundle", "entry": [',
    "letter.pdf": "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "empty.yaml": "",
    "broken.yaml": await readFile(new URL("broken.yaml", examples)),
  })) {
    await drop(v, name, data);
    await v.look(name.replace(".", "-"), { status: 422 });
    const says = await v.text("[role=alert]");
    v.holds(says.length > 10 && !/panic|goroutine|unmarshal|<nil>/i.test(says) && (data === "" || says.includes(name)), `${name} is answered with ${JSON.stringify(says)}`);
    v.holds(await v.has("input[type=file]"), `after ${name} no other file can be chosen`);
  }
  v.holds((await v.data(`/${v.lang}/my/record.json`)).body.includes("anna"), "a refused file took the place of the record");
}

// reading: the clinician's page by another guideline and in another country, a statement
// opened in its place and on its own page, and back to the same place.
export async function reading(v) {
  await v.open(`/${v.lang}/example/anna/clinician`);
  const leads = () => v.page.$$eval("main, .bar-name, nav", (all) => all.map((e) => e.querySelector("[aria-current=true]")?.textContent ?? "").join("|"));
  const before = await leads();
  await v.press(`a[href*="guideline=rcog-2023"]`);
  v.holds((await leads()) !== before && v.at.includes("guideline=rcog-2023"), `another guideline does not lead: ${await leads()}`);
  await v.look("rcog");
  await v.press(`a[href*="setting=cn"]`);
  v.holds(v.at.includes("setting=cn"), "the setting does not change");
  await v.look("china");

  const statement = (await v.page.$$("main details.o > summary"))[5];
  await statement.evaluate((e) => e.scrollIntoView({ block: "center" }));
  const top = () => statement.evaluate((e) => Math.round(e.getBoundingClientRect().top));
  const place = await top();
  v.clicks++;
  await statement.click();
  v.holds(await statement.evaluate((e) => e.parentElement.open), "a statement does not open");
  v.holds(Math.abs((await top()) - place) <= 2, `opening a statement moves it from ${place} to ${await top()}`);
  await v.picture("opened");
  const link = await statement.evaluateHandle((e) => e.parentElement.querySelector('a[href*="explain/"]'));
  if (v.holds(link.asElement(), "a statement leads to no explanation")) {
    await link.evaluate((e) => e.scrollIntoView({ block: "center" })); // pressing would
    const was = await v.page.evaluate(() => scrollY);
    await v.press(link.asElement());
    await v.look("explain");
    await Promise.all([v.page.waitForNavigation(), v.page.goBack()]);
    await v.page.waitForFunction((y) => Math.abs(scrollY - y) <= 8, { timeout: 2000 }, was).catch(() => {});
    const now = await v.page.evaluate(() => scrollY);
    v.holds(Math.abs(now - was) <= 8, `coming back from a statement she is at ${now} of ${was}`);
    v.holds(v.at.includes("setting=cn"), "coming back from a statement the setting is another");
  }
  await v.press(`a[href*="/compare"]`);
  await v.look("compare");
  v.holds(v.at.includes("setting=cn"), "comparing loses the setting");
}

// minute: what a doctor reads in a minute stands on one screen of 1280 by 800, for every
// named woman, every line of it opens, and nothing is cut off on a phone.
export async function minute(v) {
  const tall = {};
  for (const entry of await readdir(women, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    if (v.width < 1280 && !/hellp|hit|warfarin|trisomies/.test(entry.name)) continue; // the hard ones
    await drop(v, "woman.yaml", await readFile(new URL(`${entry.name}/case.yaml`, women)));
    await v.open(`/${v.lang}/my/clinician`);
    const seen = await v.page.evaluate(() => ({
      bottom: Math.ceil(document.querySelector(".minute").getBoundingClientRect().bottom + scrollY),
      wide: document.documentElement.scrollWidth - innerWidth,
      dead: [...document.querySelectorAll(".minute a")].map((a) => a.getAttribute("href")).filter((to) => !document.getElementById(to.slice(1))),
      size: Math.min(...[...document.querySelectorAll(".minute li, .past dd, .banner h2")].map((e) => parseFloat(getComputedStyle(e).fontSize))),
    }));
    tall[entry.name] = seen.bottom;
    v.holds(v.width < 1280 || seen.bottom <= 800, `${entry.name}: the summary ends at ${seen.bottom} px`);
    v.holds(seen.wide <= 0, `${entry.name}: the page is ${seen.wide} px too wide`);
    v.holds(seen.dead.length === 0, `${entry.name}: nothing stands at ${seen.dead}`);
    v.holds(seen.size >= 15, `${entry.name}: letters of ${seen.size} px`);
    if (/hellp|hit-|warfarin/.test(entry.name)) await v.look(entry.name);
  }
  v.told = tall;
}
minute.eyes = true;
