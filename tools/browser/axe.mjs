// Opens pages in a browser and holds them against the rules of axe-core; prints
// what it finds and ends with 1 where it finds anything.
//   CHROMIUM=/usr/bin/chromium node axe.mjs page.html...
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
let found = 0;
for (const file of process.argv.slice(2))
  for (const width of [390, 1280])
    for (const scheme of ["light", "dark"]) {
      const page = await browser.newPage();
      page.on("console", (m) => m.type() === "error" && (found++, console.log(`${file} ${width} ${scheme}: console: ${m.text()}`)));
      await page.setBypassCSP(true); // only for the checker itself
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(pathToFileURL(file).href);
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
      await page.evaluate(axe);
      const result = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) (found++, console.log(`${file} ${width}: ${wide} pixels wider than the window`));
      for (const v of result.violations) {
        found++;
        console.log(`${file} ${width} ${scheme}: ${v.id}: ${v.help} (${v.nodes.length}) ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary.slice(0, 200).replaceAll("\n", " ")}`);
      }
      await page.close();
    }
await browser.close();
process.exit(found ? 1 : 0);
