// A woman's interview, and one that is an emergency.
import { begin, box, field, fields, fill, finish, page, send } from "./interview.mjs";

const count = (text, what) => text.split(what).length - 1;

// Two early losses, no tests. She mistypes, goes back, refreshes, opens a second tab.
export async function interview(v) {
  await begin(v);
  let asked = 0;
  await finish(v, "two losses", async (at) => {
    asked++;
    if (at === "pregnancy-1") await mistyped(v);
    if (at === "pregnancy-2") await backAndAgain(v);
  });
  const pages = v.pages, clicks = v.clicks, typed = v.typed;
  await v.look("check");
  const file = (await v.data(`/${v.lang}/my/case.yaml`)).body;
  v.holds(count(file, "outcome: miscarriage") === 2, `two losses became\n${file}`);
  v.holds(file.includes("8w2d") && !file.includes("17w"), `eight weeks and two days became\n${file}`);
  await changed(v);
  await v.page.reload();
  await v.press(`main a[href^="/${v.lang}/my/report"]`);
  await v.look("report");
  v.holds((await v.text()).length > 800, "the report says little");
  await twoTabs(v);
  v.told = { asked, pages, clicks, typed };
}

// mistyped types 17 weeks and 9 days: the page comes back with that in it, and says
// what is accepted.
async function mistyped(v) {
  await v.type(field("weeks.w"), "17");
  await v.type(field("weeks.d"), "9");
  await send(v);
  if (!v.holds(page(v) === "interview/pregnancy-1", "17 weeks and 9 days were accepted")) return;
  await v.look("mistake");
  v.holds(await v.has("[role=alert] a[href^='#']"), "no summary leads to the mistake");
  const target = await v.page.$eval("[role=alert] a[href^='#']", (a) => document.querySelector(a.getAttribute("href"))?.tagName);
  v.holds(target === "INPUT", `the mistake leads to ${target}`);
  v.holds((await v.page.title()).match(/^(Error|错误|有误|请)/), `its title is ${await v.page.title()}`);
  const now = await fields(v);
  for (const [name, want] of Object.entries({ "weeks.w": "17", "weeks.d": "9", "ended.y": "2024", outcome: "miscarriage" }))
    v.holds(now[name]?.said[0] === want, `${name} was ${want}, and is ${now[name]?.said}`);
  await v.page.reload();
  v.holds(await v.has("[role=alert]"), "a refresh takes the mistake away");
  await v.type(field("weeks.w"), "8");
  await v.type(field("weeks.d"), "2");
}

// backAndAgain sends the page, goes back, finds it as she left it, refreshes, and sends
// it again: nothing is lost or doubled.
async function backAndAgain(v) {
  const before = page(v);
  await send(v);
  await v.page.reload();
  await Promise.all([v.page.waitForNavigation(), v.page.goBack()]).catch(() => {});
  if (page(v) !== before) await v.open(`/${v.lang}/my/${before}`);
  const now = await fields(v);
  v.holds(now.outcome?.said[0] === "miscarriage" && now["ended.y"]?.said[0] === "2025", `back shows ${JSON.stringify(now)}`);
  await v.page.reload();
  v.holds((await fields(v))["ended.y"]?.said[0] === "2025", "a refresh forgets what was said");
}

// changed changes an answer from the page of answers, and is back there.
async function changed(v) {
  await v.press(`main a[href*="/my/interview/pregnancy-2"]`);
  await v.look("change");
  await v.type(field("weeks.w"), "9");
  await send(v);
  v.holds(page(v) === "check", "changing an answer does not lead back to the answers");
  const file = (await v.data(`/${v.lang}/my/case.yaml`)).body;
  v.holds(file.includes("9w") && count(file, "outcome: miscarriage") === 2, `the change made\n${file}`);
}

// twoTabs answers in one tab what is open in another, which is sent later.
async function twoTabs(v) {
  const first = v.page;
  await v.open(`/${v.lang}/my/interview/pregnancy-1`);
  const second = (v.page = await v.tab());
  await v.open(`/${v.lang}/my/interview/pregnancy-1`);
  await v.type(field("ended.m"), "4");
  await send(v);
  v.page = first;
  await send(v);
  const file = (await v.data(`/${v.lang}/my/case.yaml`)).body;
  v.holds(count(file, "outcome: miscarriage") === 2 && file.includes("8w2d"), `two tabs made\n${file}`);
  await second.close();
}

// Heavy bleeding and fainting: at once she is told where to go, before anything else is
// asked, and can leave the questions.
export async function emergency(v) {
  await begin(v);
  for (let n = 0; page(v) !== "interview/symptoms" && n < 5; n++) {
    await fill(v, "emergency");
    await send(v);
  }
  await fill(v, "emergency");
  v.holds((await fields(v)).which?.said.length === 2, "two symptoms could not be chosen");
  await send(v);
  await v.look("danger");
  const notice = await v.page.$("main .notice.stop");
  if (!v.holds(notice, "no red flag is shown")) return;
  const place = await notice.boundingBox();
  v.holds(place.y + place.height < (v.phone ? 844 : 900), `the red flag ends at ${Math.round(place.y + place.height)} pixels`);
  v.holds(await notice.evaluate((e) => e.getAttribute("role") === "alert"), "the red flag is not said aloud");
  v.holds((await v.text("main .notice.stop")).match(/急诊|急救|120|emergency|ambulance/i), "the red flag does not say where to go");
  await v.press(`main a[href^="/${v.lang}/my/report"]`);
  await v.look("report");
  v.holds(await v.page.$eval("main", (m) => m.querySelector(".notice")?.classList.contains("stop")), "the report does not begin with the red flag");
}
