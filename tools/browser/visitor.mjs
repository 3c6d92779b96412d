// A visitor in a real browser: what she does, what is wrong with a page she sees.
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { look } from "./look.mjs";

// The browser can reach nothing but this machine: a page that tries is found out by
// its failed request.
export function launch() {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking", "--force-color-profile=srgb", "--hide-scrollbars"],
  });
}

export class Visitor {
  // how: {base, lang, width, script, journey, screenshots}
  constructor(browser, how) {
    Object.assign(this, how);
    this.browser = browser;
    this.found = []; // what is wrong, in words
    this.pages = 0; // loaded
    this.clicks = 0;
    this.typed = 0; // letters
    this.slow = []; // pages that took more than a second
    this.status = 0; // of the page she is at
  }

  get phone() {
    return this.width < 600;
  }

  wrong(says) {
    if (!this.found.includes(says)) this.found.push(says);
  }

  // holds notes what is not as it should be, and goes on.
  holds(truth, says) {
    if (!truth) this.wrong(`${this.at}: ${says}`);
    return truth;
  }

  get at() {
    const u = new URL(this.page.url());
    return u.pathname + u.search;
  }

  async begin() {
    this.downloads = await mkdtemp(join(tmpdir(), "gravida-"));
    this.context = await this.browser.createBrowserContext({ downloadBehavior: { policy: "allow", downloadPath: this.downloads } });
    this.page = await this.tab();
    return this;
  }

  // tab opens another tab of the same visitor, watched like the first.
  async tab() {
    const page = await this.context.newPage();
    await page.setJavaScriptEnabled(this.script);
    await page.setViewport({ width: this.width, height: this.phone ? 844 : 900, isMobile: this.phone, hasTouch: this.phone });
    await page.setExtraHTTPHeaders({ "Accept-Language": this.lang === "zh" ? "zh-CN,zh;q=0.9" : "en-GB,en;q=0.9" });
    await (await page.createCDPSession()).send("Emulation.setFocusEmulationEnabled", { enabled: true });
    page.setDefaultTimeout(60_000);
    page.on("console", (m) => {
      const own = m.location().url === this.page?.url(); // the page itself, refused on purpose
      if (m.text().startsWith("Failed to load resource") && own && this.status >= 400) return;
      this.wrong(`${page.url()}: the console says ${m.type()}: ${m.text()}`);
    });
    page.on("pageerror", (e) => this.wrong(`${page.url()}: ${e.message}`));
    page.on("dialog", (d) => (this.wrong(`${page.url()}: a dialog: ${d.message()}`), d.dismiss()));
    page.on("request", (r) => {
      if (!r.url().startsWith(this.base + "/")) this.wrong(`${page.url()} asks for ${r.url()}`);
      if (r.isNavigationRequest()) this.asked = Date.now();
    });
    page.on("requestfailed", (r) => {
      if (!(r.isNavigationRequest() && r.failure()?.errorText === "net::ERR_ABORTED")) // a download
        this.wrong(`${page.url()}: ${r.url()} failed: ${r.failure()?.errorText}`);
    });
    page.on("response", (r) => {
      if (!r.request().isNavigationRequest()) {
        if (r.status() >= 400) this.wrong(`${r.url()}: status ${r.status()}`);
        return;
      }
      const took = Date.now() - this.asked;
      if (took > 1000) this.slow.push(`${r.url().slice(this.base.length)}: ${took} ms`);
      if (r.status() < 300 || r.status() > 399) {
        this.status = r.status();
        this.policy = r.headers()["content-security-policy"] ?? "";
        this.response = r;
        this.pages++;
      }
    });
    return page;
  }

  async end() {
    await this.context.close();
    await rm(this.downloads, { recursive: true, force: true });
  }

  async open(path) {
    await this.page.goto(path.startsWith("http") ? path : this.base + path);
  }

  // press clicks what stands there and waits for the page it leads to.
  async press(what) {
    const element = typeof what === "string" ? await this.page.$(what) : what;
    if (!element) throw new Error(`${this.at}: there is no ${what}`);
    await this.unfold(element);
    this.clicks++;
    await Promise.all([this.page.waitForNavigation(), element.click()]);
  }

  // unfold opens what an element is folded away in, from the outside in.
  async unfold(element) {
    for (;;) {
      const shut = (await element.evaluateHandle((e) => [...document.querySelectorAll("details:not([open])")].find((d) => d.contains(e) && !d.querySelector(":scope > summary")?.contains(e)) ?? null)).asElement();
      if (!shut) return;
      this.clicks++;
      await (await shut.$("summary")).click();
    }
  }

  // choose clicks a box, as a finger would.
  async choose(what) {
    const element = await this.page.$(what);
    if (!element) throw new Error(`${this.at}: there is no ${what}`);
    await this.unfold(element);
    this.clicks++;
    await element.click();
  }

  async type(what, text) {
    await this.page.$eval(what, (e) => (e.value = ""));
    await this.page.type(what, text);
    this.typed += text.length;
  }

  has(what) {
    return this.page.$(what).then(Boolean);
  }

  text(what = "main") {
    return this.page.$eval(what, (e) => e.innerText).catch(() => "");
  }

  // look holds the page against what every page has to be, and takes its picture.
  async look(name, want) {
    await look(this, name, want);
  }

  // cookie is what the browser sends along, for data that is asked for beside it.
  async cookie() {
    return (await this.context.cookies()).map((c) => `${c.name}=${c.value}`).join("; ");
  }

  // data asks for an address as this visitor.
  async data(path) {
    const r = await fetch(this.base + path, { headers: { Cookie: await this.cookie() }, redirect: "manual" });
    return { status: r.status, body: await r.text() };
  }

  // download clicks a link to a file and waits until it is there.
  async download(what) {
    const before = await readdir(this.downloads);
    await this.choose(what);
    for (let wait = 0; wait < 200; wait++) {
      const file = (await readdir(this.downloads)).find((f) => !before.includes(f) && !f.endsWith(".crdownload"));
      if (file) return join(this.downloads, file);
      await new Promise((r) => setTimeout(r, 50));
    }
    throw new Error(`${this.at}: ${what} brought no file`);
  }

  async read(file) {
    return readFile(file, "utf8");
  }

  async picture(name) {
    if (!this.screenshots || !this.script) return;
    await mkdir(this.screenshots, { recursive: true });
    this.shots = (this.shots ?? 0) + 1;
    const file = `${this.journey}-${this.lang}-${this.width}-${String(this.shots).padStart(2, "0")}-${name}.png`;
    await this.page.screenshot({ path: join(this.screenshots, file), fullPage: true });
  }
}
