import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

// No time is looked at: what is counted is the same on every machine.

const project = join(__dirname, '..', '..', '..');
const place = (name: string) => pathToFileURL(join(project, 'bench', 'scaling', name)).href;
const scratch = mkdtempSync(join(tmpdir(), 'polezero-scaling-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

interface Theory {
  text: string;
  of: (n: number) => number;
}
interface Sweep {
  name: string;
  along: string;
  few: number[];
  time: Theory;
  [kind: string]: unknown;
}
type Counts = Record<string, number[]>;

function node(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}
const countsOf = (what: string): Counts[] => JSON.parse(node(join('bench', 'scaling', 'counts.mjs'), what, '--quick'));

// biome-ignore lint/suspicious/noExplicitAny: modules without types
let [powerLaw, exponents, seeds, table]: any[] = [];
before(async () => {
  const names = ['powerLaw.mjs', 'exponents.mjs', 'seeds.mjs', 'table.mjs'];
  [powerLaw, exponents, seeds, table] = await Promise.all(names.map((name) => import(place(name))));
});

describe('powerLaw', () => {
  it('finds the exponent and the factor of a power', () => {
    const x = [1, 3, 7, 20];
    const found = powerLaw.powerLaw(
      x,
      x.map((n) => 5 * n ** 1.7),
    );
    for (const name of ['exponent', 'low', 'high'])
      assert(Math.abs(found[name] - 1.7) < 1e-12, `${name} ${found[name]}`);
    assert(Math.abs(found.factor - 5) < 1e-12);
  });

  it("gives Student's interval, as SciPy does", () => {
    // r = scipy.stats.linregress(np.log([1, 2, 4, 8, 16]), np.log([1, 3, 5, 20, 40])); r.slope ± scipy.stats.t.ppf(0.975, 3)·r.stderr
    const { exponent, low, high } = powerLaw.powerLaw([1, 2, 4, 8, 16], [1, 3, 5, 20, 40]);
    const expected = [1.338082178394093, 1.032694181356413, 1.643470175431773];
    [exponent, low, high].forEach((value, i) => assert(Math.abs(value - expected[i]) < 1e-9, `${value}`));
  });

  it('refuses two sizes', () => assert.throws(() => powerLaw.powerLaw([1, 2], [1, 2]), /x has 2 sizes/));
});

describe('an exponent beside its theory', () => {
  const sizes = [8, 16, 32, 64];
  const isFaster = (grows: (n: number) => number, theory: (n: number) => number) =>
    exponents.isFaster(exponents.exponentOf(sizes, sizes.map(grows), theory));

  it('is faster if it is', () => {
    assert.equal(
      isFaster(
        (n) => n ** 1.2,
        (n) => n,
      ),
      true,
    );
    assert.equal(
      isFaster(
        (n) => n * Math.log2(n),
        (n) => n,
      ),
      true,
    );
  });

  it('is not for a cost that does not grow, or for the logarithm of the theory', () => {
    assert.equal(
      isFaster(
        (n) => n + 100,
        (n) => n,
      ),
      false,
    );
    assert.equal(
      isFaster(
        (n) => n * Math.log2(n),
        (n) => n * Math.log2(n),
      ),
      false,
    );
  });
});

describe('an exponent below its theory', () => {
  const isSlower = (high: number, theoretical: number) => exponents.isSlower({ high, theoretical });

  it('is slower by as much as makes another faster', () => {
    assert.equal(isSlower(0.94, 1), true);
    assert.equal(isSlower(0.96, 1), false);
    assert.equal(exponents.isFaster({ low: 1.06, theoretical: 1 }), true);
    assert.equal(exponents.isFaster({ low: 1.04, theoretical: 1 }), false);
  });
});

describe('the end of a sweep', () => {
  it('shows what begins to grow late', () => {
    const sizes = [8, 16, 32, 64];
    const late = (n: number) => n + n ** 3 / 1000;
    const excess = exponents.excessAtEnd(sizes, sizes.map(late), (n: number) => n);
    assert(Math.abs(excess - Math.log2((64 + 64 ** 3 / 1000) / (32 + 32 ** 3 / 1000)) + 1) < 1e-12, String(excess));
    assert(excess > 0.25);
  });
});

describe('the seeds of a study', () => {
  const efficient = (studyTwice: number[]) => seeds.efficiencyOf([100, 90, 110], studyTwice) >= seeds.leastEfficiency;

  it('are efficient if two a core take little more than plain processes do twice', () => {
    assert.equal(efficient([221, 400, 222]), true);
    assert.equal(efficient([223, 100, 223]), false);
  });

  const measured = (name: string, ...values: number[]) =>
    Object.fromEntries(['All', 'Twice', 'FourTimes'].map((kind, i) => [`${name}${kind}`, [values[i]]]));
  const flat = measured('study', 5e8, 6e8, 5e8);
  const sweepOf = (seconds: object, bytes: object) => seeds.sweepOf({ cores: 2, seconds, bytes });

  it('have exponents, as the other sweeps do', () => {
    const { sizes, kinds } = sweepOf(measured('study', 110, 210, 410), flat);
    assert.deepEqual(sizes, [2, 4, 8]);
    const { values, exponent, low, high, theoretical } = kinds.time;
    assert.deepEqual(values, [110, 210, 410]);
    assert(low < exponent && exponent < high && exponent < 1 && exponent > 0.9, `${low} ${exponent} ${high}`);
    assert(Math.abs(theoretical - 1) < 1e-12);
    assert(Math.abs(kinds.bytes.theoretical) < 1e-12 && Math.abs(kinds.bytes.exponent) < 1e-12);
    for (const kind of ['time', 'bytes']) assert.equal(exponents.isFaster(kinds[kind]), false);
    const grown = sweepOf(measured('study', 4, 16, 64), measured('study', 4, 8, 16));
    for (const kind of ['time', 'bytes']) assert.equal(exponents.isFaster(grown.kinds[kind]), true);
  });

  it('take the memory of all that they start', () => {
    const child = `const held = Buffer.alloc(1e8, 1); console.log('held'); setInterval(() => held, 1e6);`;
    const parent = `const { spawn } = require('node:child_process');
      spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' });`;
    const started = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    return new Promise<void>((resolve, reject) => {
      started.stdout.once('data', () => {
        try {
          const bytes = seeds.memoryOf([started.pid]);
          assert(bytes > 1e8 && bytes < 4e8, String(bytes));
          resolve();
        } catch (error) {
          reject(error);
        } finally {
          process.kill(-(started.pid as number), 'SIGKILL');
        }
      });
    });
  });

  it('have a part of the page, and a figure', async () => {
    const kinds = (values: Record<string, number>) =>
      Object.fromEntries(Object.entries(values).map(([kind, value]) => [kind, [value]]));
    const seconds = { plainOne: 60, plainAll: 100, studyOne: 70, studyAll: 110, studyTwice: 210, studyFourTimes: 410 };
    const bytes = { ...seconds, studyAll: 5e8, studyTwice: 5e8, studyFourTimes: 5e8 };
    const found = { cores: 2, steps: 1200, seconds: kinds(seconds), bytes: kinds(bytes) };
    const head = { date: '2026-11-27', machine: { cores: 2, cpu: 'any', node: '20' }, rounds: 1, sweeps: [] };
    const text = table.tableOf({ ...head, seeds: found });
    assert.match(text, /\*\*91 %\*\* of what they reach with one seed a core, and \*\*95 %\*\* with two/);
    assert.match(text, /\| study, 2 runs at a time \| seeds, 2–8 \| time \| 0\.95 \(0\.\d+–1\.\d+\) \| N \| 1\.00 \|/);
    assert.match(text, /\| bytes \| 0\.00 \(0\.00–0\.00\) \| 1 \(as many runs at a time\) \| 0\.00 \|/);
    const { scalingFigures } = await import(place('figures.mjs'));
    const svg = scalingFigures({ sweeps: [], seeds: found })['scaling-seeds'].toSVG();
    assert.match(svg, /memory, 0\.00 \(theory 0\.00\)/);
  });
});

describe('the published results', () => {
  it('say why a time grows faster than its theory; nothing else does', async () => {
    const { sweeps, seeds: found } = JSON.parse(
      readFileSync(join(project, 'bench', 'results', 'scaling.json'), 'utf8'),
    );
    const { reasons } = await import(place('reasons.mjs'));
    assert(sweeps.length > 15);
    for (const { name, kinds } of [...sweeps, seeds.sweepOf(found)])
      for (const [kind, each] of Object.entries<{ theory?: string }>(kinds)) {
        if (!each.theory || !exponents.isFaster(each)) continue;
        assert.equal(kind, 'time', `${name}: ${kind}`);
        assert(
          reasons.some(({ of }: { of: RegExp }) => of.test(name)),
          name,
        );
      }
    const { plainAll, studyTwice } = found.seconds;
    assert(seeds.efficiencyOf(plainAll, studyTwice) >= seeds.leastEfficiency);
  });
});

describe('counting', () => {
  it('finds a loop within a loop, and what it allocates', () => {
    const library = join(scratch, 'library.mjs');
    writeFileSync(
      library,
      `export const once = (n) => { let sum = 0; for (let i = 0; i < n; i++) sum += i; return new Float64Array(n).slice(1).map((x) => x + sum); };
       export const twice = (n) => { let sum = 0; for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += i * j; return Float64Array.from({ length: n * n }); };`,
    );
    const program = join(scratch, 'program.mjs');
    writeFileSync(
      program,
      `import { countBlocks, countBytes, countFromHere, countTypedArrays } from ${JSON.stringify(place('counting.mjs'))};
       countFromHere();
       countTypedArrays();
       const { once, twice } = await import(${JSON.stringify(pathToFileURL(library).href)});
       const sizes = [100, 200, 400];
       const of = (f) => { for (let i = 0; i < 100; i++) f(50); return { blocks: sizes.map((n) => countBlocks(() => f(n))), bytes: sizes.map((n) => countBytes(() => f(n))) }; };
       console.log(JSON.stringify({ sizes, once: of(once), twice: of(twice) }));`,
    );
    const { sizes, once, twice } = JSON.parse(node(program));
    const linear = (n: number) => n;
    const faster = (values: number[]) => exponents.isFaster(exponents.exponentOf(sizes, values, linear));
    assert.deepEqual(
      once.bytes,
      sizes.map((n: number) => 8 * (n + 2 * (n - 1))),
    );
    assert.equal(faster(once.blocks), false, String(once.blocks));
    assert.equal(faster(twice.blocks), true, String(twice.blocks));
    assert.equal(faster(twice.bytes), true, String(twice.bytes));
  });
});

for (const what of ['filters', 'networks']) {
  describe(`nothing of ${what} grows faster than its theory`, () => {
    let sweeps: Sweep[];
    let counts: Counts[];
    before(async () => {
      ({ [what]: sweeps } = await import(place(`${what}.mjs`)));
      counts = countsOf(what);
    });

    it('in what it computes, and in memory', () => {
      assert.equal(counts.length, sweeps.length);
      for (const [i, sweep] of sweeps.entries()) {
        const { few, time } = sweep;
        for (const [kind, values] of Object.entries(counts[i])) {
          const theory = kind === 'blocks' ? time : (sweep[kind] as Theory | undefined);
          if (!theory) continue;
          const found = exponents.exponentOf(few, values, theory.of);
          const { exponent, low, high, theoretical } = found;
          const said = `${sweep.name}, along ${sweep.along}: ${kind} ${values} grow as n^${exponent.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}), theory (${theory.text}) ${theoretical.toFixed(3)}`;
          assert.equal(exponents.isFaster(found), false, said);
          assert(found.exponent > theoretical - 1, `${said}: it does not grow`);
          // The exchanges of remez are a few more or less from size to size.
          const excess = exponents.excessAtEnd(few, values, theory.of);
          assert(excess < 0.25, `${said}: at the end ${excess.toFixed(3)} more than that`);
        }
      }
    });

    if (what === 'networks')
      it('in the number of tensors that are alive, but where each call saves its own', () => {
        for (const [i, { name, along }] of sweeps.entries()) {
          const { tensors, operations } = counts[i];
          if (along === 'depth' || along === 'turns of the solver') continue;
          assert.equal(new Set(tensors).size, 1, `${name}, along ${along}: ${tensors}`);
          assert.equal(new Set(operations).size, 1, `${name}, along ${along}: ${operations}`);
        }
        const of = (words: string) => counts[sweeps.findIndex(({ name }) => name.includes(words))].tensors;
        assert.equal(new Set(of('the last call')).size, 1);
        assert.equal(new Set(of('equilibrium')).size, 1);
        assert.equal(new Set(of('all calls')).size, 4);
      });
  });
}
