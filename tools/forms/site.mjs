// Serves this folder to a browser on this machine, and opens one that reaches nothing
// else.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

const here = dirname(fileURLToPath(import.meta.url));
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".png": "image/png" };

/** Opens a page of this folder; faults are what the page complained of. */
export async function open(name, width = 1000) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    try {
      const body = await readFile(join(here, path));
      response.writeHead(200, { "Content-Type": types[extname(path)] || "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"], protocolTimeout: 600000 });
  const page = await browser.newPage();
  const faults = [];
  await page.setRequestInterception(true);
  page.on("request", (r) => {
    if (r.url().startsWith(origin) || /^(data|blob):/.test(r.url())) return r.continue();
    faults.push(`asked for ${r.url()}`);
    r.abort();
  });
  page.on("pageerror", (e) => faults.push(String(e.message || e)));
  await page.setViewport({ width, height: 1400 });
  await page.goto(`${origin}/${name}`);
  return { page, faults, close: async () => (await browser.close(), server.close()) };
}
