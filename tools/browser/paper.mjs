// Prints pages to PDF on A4 and counts the sheets: node paper.mjs MOST FILE... MOST FILE...
// A number says how many sheets each of the files after it may take. PAPER=DIRECTORY
// keeps the sheets for somebody to look at. Exits with 1 where one takes more.
import { writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { getDocumentProxy } from "unpdf";
import { launch } from "./visitor.mjs";

const browser = await launch();
const page = await browser.newPage();
let most = 1;
let wrong = 0;
for (const arg of process.argv.slice(2)) {
  if (/^\d+$/.test(arg)) {
    most = Number(arg);
    continue;
  }
  await page.goto(pathToFileURL(resolve(arg)).href);
  const data = await page.pdf({ format: "A4", preferCSSPageSize: true, printBackground: true });
  if (process.env.PAPER) await writeFile(join(process.env.PAPER, basename(arg) + ".pdf"), data);
  const pdf = await getDocumentProxy(new Uint8Array(data));
  const sheets = pdf.numPages;
  await pdf.destroy();
  if (process.env.PAPER) console.log(`${basename(arg)}: ${sheets}`);
  if (sheets > most) {
    wrong++;
    console.log(`${basename(arg)}: ${sheets} sheets, at most ${most}`);
  }
}
await browser.close();
process.exit(wrong ? 1 : 0);
