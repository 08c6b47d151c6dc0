// One start of the comparison with SciPy: every row once on both sides, of which ours is this process; compare.mjs starts it, several times. Writes
// to the file that --start names, as JSON, SciPy's versions, how well the results of each row agree, and the samples of both sides.
import { writeFileSync } from 'node:fs';
import { checking, inTurns, median, option, quick, say } from '../measure.mjs';
import { ScipyPeer } from './peer.mjs';
import { others, rows } from './rows.mjs';

const leastMilliseconds = 5;
const enough = checking ? { rounds: 7, seconds: 0.3, most: 21 } : { rounds: 7, seconds: 0.7, most: 35 };

export let kept; // so that no call can be left out for want of use
const ours = (call) => async (loops) => {
  const begin = performance.now();
  for (let i = 0; i < loops; i++) kept = call();
  return (performance.now() - begin) / loops;
};

/** How many calls take long enough to be timed; finding out warms up. */
async function loopsOf(time) {
  for (const begin = performance.now(), loops = { now: 1 }; ; ) {
    const each = await time(loops.now);
    const wanted = Math.ceil((1.2 * leastMilliseconds) / each);
    if (wanted <= loops.now && performance.now() - begin > 300) return wanted;
    loops.now = Math.min(wanted, 4 * loops.now);
  }
}

/** The largest difference, relative to the largest of SciPy's values. */
function difference(found, expected) {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [most, largest] = [0, 0];
  for (let i = 0; i < found.length; i++) {
    const apart = Math.abs(found[i] - expected[i]);
    if (!(apart <= most)) most = apart; // NaN too
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  return most / largest;
}

async function measure(peer, row) {
  const { name, given = {}, values = (result) => result, scipy, within } = row;
  const apart = difference(values(row.ours()), await peer.run(given, scipy));
  const agreement = { name, call: scipy, difference: apart, within };
  if (!(apart <= within)) {
    say(`${name}: the results differ by ${apart} of the largest value; allowed is ${within}.`);
    process.exitCode = 1;
  }
  if (quick) return agreement;
  const sides = [ours(row.ours), (loops) => peer.time(loops)];
  const loops = [await loopsOf(sides[0]), await loopsOf(sides[1])];
  const samples = await inTurns(
    sides.map((time, which) => () => time(loops[which])),
    enough,
  );
  const [us, them] = samples.map(median);
  say(`${name}: ${us.toPrecision(3)} ms, SciPy ${them.toPrecision(3)} ms, ratio ${(us / them).toFixed(2)}`);
  return { ...agreement, samples };
}

const only = option('only');
const wanted = (list) => list.filter(({ name }) => !only || new RegExp(only).test(name));

const peer = await ScipyPeer.start();
try {
  const measured = { versions: peer.versions, rows: [], others: [] };
  for (const row of wanted(rows)) measured.rows.push(await measure(peer, row));
  for (const row of wanted(others)) measured.others.push(await measure(peer, row));
  writeFileSync(option('start'), JSON.stringify(measured));
} finally {
  await peer.stop();
}
