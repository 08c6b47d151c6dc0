// Compares every function with SciPy on random arguments for as long as is wished, and prints where the two differ:
// node build/test/dsp/oracle/fuzz.js [seconds] [seed] [function …]
import fc from 'fast-check';
import { calls } from './calls';
import { compare } from './compare';
import { Scipy } from './scipy';

async function main(): Promise<void> {
  const [seconds = '60', seed = String(Date.now() % 1e9), ...only] = process.argv.slice(2);
  const names = only.length > 0 ? only : Object.keys(calls);
  const scipy = new Scipy();
  const table = new Map(names.map((name) => [name, { calls: 0, exact: 0, refused: 0, worst: 0, trouble: 0 }]));
  const end = performance.now() + 1000 * Number(seconds);
  for (let round = 0; performance.now() < end; round++) {
    for (const name of names) {
      for (const args of fc.sample(calls[name], { numRuns: 10, seed: Number(seed) + round })) {
        const { error, against, trouble } = await compare(scipy, name, args);
        const row = table.get(name)!;
        row.calls++;
        row.exact += Number(against === 'exact');
        row.refused += Number(against === 'both refuse');
        if (trouble === undefined) row.worst = Math.max(row.worst, error);
        else if (row.trouble++ < 8)
          console.log(`${name}(${JSON.stringify(args).slice(1, -1).slice(0, 700)}): ${trouble}`);
      }
    }
  }
  scipy.close();
  console.log(`seed ${seed}`);
  console.table(Object.fromEntries(table));
}

void main();
