// Records as a doctor opens them.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

export const address = (v) => new URL(v.page.url()).pathname;

// drop opens a file, as it is chosen in the browser, and waits for what comes of it.
export async function drop(v, name, data) {
  const file = join(v.downloads, name);
  await writeFile(file, data);
  if (address(v) !== `/${v.lang}/open`) await v.open(`/${v.lang}/open`);
  const input = await v.page.$("input[type=file]");
  await input.uploadFile(file);
  await v.press("form[enctype] button[type=submit]");
  for (let wait = 0; wait < 100 && !/\/(record|patients|open)$/.test(address(v)); wait++) await new Promise((r) => setTimeout(r, 100));
}
