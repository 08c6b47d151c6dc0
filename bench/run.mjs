// npm run bench -- kernel dsp: runs the comparisons named, or all, one after the other. What begins with -- is for the comparison.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const place = (group) => new URL(`./${group}/compare.mjs`, import.meta.url);
const groups = readdirSync(fileURLToPath(new URL('.', import.meta.url))).filter((name) => existsSync(place(name)));
const wanted = process.argv.slice(2).filter((name) => !name.startsWith('--'));
const unknown = wanted.filter((name) => !groups.includes(name));
if (unknown.length > 0) {
  console.error(`There is no comparison ${unknown.join(', ')}; there are: ${groups.join(', ')}.`);
  process.exit(1);
}
for (const group of wanted.length > 0 ? wanted : groups) await import(place(group).href);
