/**
 * Photograph samples: `node pictures.mjs FOLDER < samples.json` writes FOLDER/<name>.png of each and
 * takes away pictures there that no sample has any more.
 *
 * With `--html` it writes pages instead, for a look in a browser of one's own.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Browser } from "./browser.mjs";
import { page } from "./paint.mjs";
import { withPalette } from "./png.mjs";

process.env.TZ = "UTC";
const [folder, how] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node pictures.mjs FOLDER [--html] < samples.json");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const samples = JSON.parse(await text(process.stdin));
if (how === "--html") {
  for (const sample of samples) writeFileSync(join(folder, `${sample.name}.html`), page(sample));
} else {
  await photographed(samples);
  const names = new Set(samples.map(({ name }) => `${name}.png`));
  const stale = readdirSync(folder).filter((file) => file.endsWith(".png") && !names.has(file));
  for (const file of stale) rmSync(join(folder, file));
}
console.log(`${samples.length} in ${folder}`);

async function photographed(list) {
  const browser = await Browser.start();
  try {
    for (const sample of list) {
      const png = await browser.photograph(page(sample));
      writeFileSync(join(folder, `${sample.name}.png`), withPalette(png));
    }
  } finally {
    await browser.close();
  }
}
