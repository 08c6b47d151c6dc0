// Writes test/dsp/golden/calls.json, what SciPy gives for the calls of cases.ts: npm test once, then node build/test/dsp/oracle/generate.js
// Designs that mpmath computes too keep the digits that it gives where SciPy is farther from them than the tolerance.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases } from './cases';
import { arrays, comparisons } from './comparisons';
import { Scipy } from './scipy';

/** Result of a stored call: of SciPy, or the exact one, with the error that SciPy has there. */
export interface Golden {
  name: string;
  args: unknown[];
  /** Zeros and poles of designs: those that are not below the real axis. */
  y: unknown;
  scipyError?: number;
}

/** Numbers to 15 digits, 5·10⁻¹⁶; arguments keep all of theirs. */
const rounded = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(15)) : value;
const plain = (_: string, value: unknown) => (value instanceof Float64Array ? Array.from(value) : value);
const lineOf = ({ name, args, ...found }: Golden) =>
  `${JSON.stringify({ name, args }, plain).slice(0, -1)},${JSON.stringify(found, rounded).slice(1)}`;

const asArrays = (y: unknown): { re: number[]; im: number[] } =>
  Array.isArray(y) ? { re: y, im: y.map(() => 0) } : (y as { re: number[]; im: number[] });
/** Of conjugate pairs one each: the other halves are put back where they are read. */
const halved = (y: unknown): unknown => {
  const half = (values: unknown) => {
    const { re, im } = asArrays(values);
    const kept = re.map((_, i) => i).filter((i) => im[i] >= 0);
    return { re: kept.map((i) => re[i]), im: kept.map((i) => im[i]) };
  };
  const [z, p, k] = y as unknown[];
  return [half(z), half(p), k];
};
const asZpk = (y: unknown) => {
  const [z, p, k] = y as [unknown, unknown, number];
  return { z: asArrays(z), p: asArrays(p), k };
};

/** Whether the bands determine the taps of firls: SciPy's own hardly move with an edge. Else each solver gives others, as good. */
async function isDetermined(scipy: Scipy, [numTaps, bands, ...rest]: unknown[], taps: unknown): Promise<boolean> {
  const moved = (bands as number[]).map((edge, i) => (i === 1 ? edge * (1 - 2e-16) : edge));
  const { y } = await scipy.ask(comparisons.firls.request([numTaps, moved, ...rest]));
  return arrays(y, taps) < 1e-13;
}

async function main(): Promise<void> {
  const scipy = new Scipy();
  const lines: string[] = [];
  for (const [name, args] of cases()) {
    const { request, error, tolerance, judge } = comparisons[name];
    const theirs = await scipy.ask(request(args));
    const isDesign = (args[args.length - 1] as { output?: string } | undefined)?.output === 'zpk';
    const isJudged = name === 'tf2zpk' || isDesign;
    const exact = isJudged ? await scipy.ask(judge!(args, undefined, undefined)) : undefined;
    if (theirs.y === undefined && exact?.y === undefined) continue; // SciPy refuses what it should not: the live comparison looks at those
    let found: Golden = { name, args, y: theirs.y };
    if (exact?.y !== undefined) {
      const scipyError = theirs.y === undefined ? Number.MAX_VALUE : error(asZpk(theirs.y), exact.y, args);
      if (!(scipyError <= tolerance)) found = { name, args, y: exact.y, scipyError };
    }
    if (isDesign) found.y = halved(found.y);
    if (name === 'firls' && !(await isDetermined(scipy, args, found.y))) continue;
    lines.push(lineOf(found));
  }
  const { y: version } = await scipy.ask({ f: 'scipy.__version__' });
  scipy.close();
  const root = join(__dirname, '..', '..', '..', '..');
  writeFileSync(
    join(root, 'test', 'dsp', 'golden', 'calls.json'),
    `{"scipy":"${version}","calls":[\n${lines.join(',\n')}\n]}\n`,
  );
}

void main();
