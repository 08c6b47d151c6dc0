import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

const project = join(__dirname, '..', '..', '..');
const load = (name: string) => import(pathToFileURL(join(project, 'bench', name)).href);

interface Ratio {
  median: number;
  low?: number;
  high?: number;
}
interface Row {
  group: string;
  what: string;
  ours: { median: number };
  theirs: { median: number };
  ratio: Ratio;
  profile?: unknown;
  limit?: { name: string };
}

// biome-ignore lint/suspicious/noExplicitAny: modules without types
let [measure, rows, check, summary]: any[] = [];
before(async () => {
  [measure, rows, check, summary] = await Promise.all(
    ['measure.mjs', 'rows.mjs', 'check.mjs', 'summary.mjs'].map(load),
  );
});

const published = (): Promise<Row[]>[] =>
  rows.comparisons.filter(rows.hasResults).map((group: string) => rows.rowsOf(group));

describe('the ratio of two sides', () => {
  const twos = Array(9).fill(2);

  it('is that of their medians, with the ratios of neighbours around their median', () => {
    assert.deepEqual(measure.ratioOf([1, 2, 3, 4, 5, 6, 7, 8, 9], twos), { median: 2.5, low: 1, high: 4 });
    assert.deepEqual(measure.ratioOf([3, 1, 2], [1, 1, 1]), { median: 2, low: 1, high: 3 });
  });

  it('reaches, of several starts, from the lowest end of one to the highest of another', () => {
    const starts = [2, 3, 4].map((ours) => [Array(9).fill(ours), twos]);
    assert.deepEqual(measure.ratioOfStarts(starts), { median: 1.5, low: 1, high: 2 });
    assert.deepEqual(measure.ratioOfStarts([starts[2]]), measure.ratioOf(...starts[2]));
  });

  it('holds the median of the ratios 19 times in 20: the first bracket that does, from the tables of the sign test', () => {
    // n, and the ranks of the interval's ends: Conover, Practical Nonparametric Statistics, table A3, at p = 0.5.
    for (const [n, first] of [
      [6, 1],
      [8, 1],
      [9, 2],
      [11, 2],
      [12, 3],
      [20, 6],
      [101, 41],
    ]) {
      const { low, high } = measure.ratioOf(
        Array.from({ length: n }, (_, i) => i + 1),
        Array(n).fill(1),
      );
      assert.deepEqual([low, high], [first, n + 1 - first], `${n} samples`);
    }
  });
});

describe('a row', () => {
  const standing = (median: number, low?: number, high?: number) => rows.standing({ ratio: { median, low, high } });

  it('is ahead or behind only if its bracket and 5 % say so', () => {
    assert.equal(standing(0.5, 0.4, 0.6), 'ahead');
    assert.equal(standing(0.5, 0.4, 1.1), 'level');
    assert.equal(standing(0.97, 0.96, 0.98), 'level');
    assert.equal(standing(1.5, 1.2, 1.9), 'behind');
    assert.equal(standing(1.5, 0.9, 1.9), 'level');
    assert.equal(standing(1.04, 1.03, 1.05), 'level');
    assert.equal(standing(1.5), 'behind');
  });

  it('that is published and above 1 has the limit that stands in its way, and a profile', async () => {
    const found: Row[] = (await Promise.all(published())).flat();
    assert(found.length > 90, `${found.length} rows`);
    for (const row of found) {
      assert.ok(Math.abs(row.ours.median / row.theirs.median / row.ratio.median - 1) < 1e-12, row.what);
      assert(row.ratio.low && row.ratio.high, `${row.what} has no bracket`);
      if (row.ratio.median <= 1) continue;
      assert(row.limit, `${row.group}: ${row.what} takes longer, and nothing says why`);
      assert(
        row.profile || row.group === 'set-up',
        `${row.group}: ${row.what} takes longer, and no profile shows where`,
      );
    }
    assert.equal(new Set(found.map(({ group, what }) => `${group} ${what}`)).size, found.length, 'names are unique');
  });
});

describe('the profile of a row', () => {
  const profile = { milliseconds: 1 };

  it('comes with it, where the results have one', async () => {
    const side = { median: 1, min: 1, max: 1, samples: [1] };
    const dsp = { name: 'firwin', ours: side, scipy: side, ratio: { medians: 1 }, profile };
    const [measured, other] = await rows.rowsOf('dsp', { rows: [dsp], others: [{ ...dsp, profile: undefined }] });
    assert.deepEqual([measured.profile, other.profile], [profile, undefined]);
  });
});

describe('bench/results/README.md', () => {
  it('says what the published results say', async () => {
    const found: Row[] = (await Promise.all(published())).flat();
    const written = readFileSync(join(project, 'bench', 'results', 'README.md'), 'utf8');
    assert.equal(written, summary.summaryOf(found), 'node bench/summary.mjs writes it anew');
  });

  it('and the pages of the comparisons too', async () => {
    for (const group of rows.groups.filter(rows.hasResults)) {
      const written = readFileSync(join(project, 'bench', 'results', `${group}.md`), 'utf8');
      assert.equal(written, await rows.pageOf(group), `${group}.md: node bench/summary.mjs writes it anew`);
    }
  });

  it('leads from every row that is behind to its limit', () => {
    const written = readFileSync(join(project, 'bench', 'results', 'README.md'), 'utf8');
    const targets = [...written.matchAll(/\]\(#([^)]+)\)/g)].map(([, id]) => id);
    assert(targets.length > 0);
    for (const id of targets) assert(written.includes(`<a id="${id}"></a>`), id);
  });
});

describe('a check', () => {
  const row = (ratio: Ratio, what = 'a') => ({ group: 'g', what, peer: 'P', ratio });
  const lines = (published: object[], measured: object[]): string[] => [
    ...check.checkRows(published, measured).values(),
  ];

  it('lets noise pass, and no more', () => {
    assert.deepEqual(lines([row({ median: 0.8 })], [row({ median: 0.99 })]), []);
    assert.match(lines([row({ median: 0.8 })], [row({ median: 1.01 })])[0], /^g: a: ratio to P 1\.01, published 0\.80/);
    assert.deepEqual(lines([row({ median: 0.8 })], [row({ median: 0.1 })]), []);
  });

  it('takes the spread of both for noise, where that is more', () => {
    const published = row({ median: 1, low: 0.5, high: 1.2 });
    assert.deepEqual(lines([published], [row({ median: 1.7, low: 1.18, high: 4 })]), []);
    assert.match(lines([published], [row({ median: 1.8, low: 1.25, high: 4 })])[0], /×1\.73\)/);
    const restless = row({ median: 1, low: 0.5, high: 3 });
    assert.match(
      lines([restless], [row({ median: 2.1, low: 1, high: 4 })])[0],
      /×2\.00\), or the machine is too restless/,
    );
  });

  it('takes no number for worse, and names rows that are missing on either side', () => {
    assert.equal(lines([row({ median: 0.8 })], [row({ median: Number.NaN })]).length, 1);
    assert.match(lines([], [row({ median: 1 })])[0], /not among the published results: npm run bench -- g/);
    assert.match(lines([row({ median: 1 })], [])[0], /published, but not measured any more/);
  });

  it('says what of the machine is otherwise', () => {
    const here = { cpu: 'A', cores: 2, node: '20.1.0', platform: 'linux' };
    assert.deepEqual(check.differences(here, here), []);
    assert.deepEqual(check.differences(here, { ...here, cpu: 'B', node: '22.0.0' }), [
      'another processor (B, published A)',
      'another Node (22.0.0, published 20.1.0)',
    ]);
  });
});
