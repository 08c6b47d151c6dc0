import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';

// Every parameter of every notebook and its solutions has two other values here, and all cells run with them. The suite takes some, all parameters
// changed at once; PARAMETERS=all takes all of them, PARAMETERS=each every parameter by itself (about an hour).

const project = join(__dirname, '..', '..', '..');
const folder = join(project, 'notebooks');

const others: Record<string, Record<string, readonly [string | number, string | number]>> = {
  '00-start-here': {
    pole: [0.3, 0.99],
    numTaps: [1, 300],
    stateSize: [2, 40],
    strength: [0.1, 0.99],
    depth: [3, 400],
    seed: [0, 4294967295],
  },
  '01-fir-window-method': {
    numTaps: [5, 200],
    cutoff: [0.06, 0.9],
    windowName: ['hann', 'blackmanharris'],
    trendCutoff: [0.1, 0.9],
    transition: [0.3, 1.6],
    attenuation: [22, 100],
  },
  '02-iir-truncation': {
    family: ['butter', 'cheby2'],
    order: [1, 8],
    cutoff: [0.05, 0.8],
    ripple: [3, 0.05],
    attenuation: [80, 40],
    numTaps: [5, 600],
    tolerance: [0.3, 0.000001],
    firTaps: [27, 100],
    reducedOrder: [2, 12],
    seed: [0, 4294967295],
  },
  '03-trm-recursion': {
    trainSteps: [20, 60],
    task: ['sudoku 6×6', 'maze 8×8'],
    hiddenSize: [12, 96],
    hCycles: [1, 3],
    lCycles: [1, 3],
    batchSize: [8, 100],
    watched: [99, 7],
    longRun: [16, 64],
    seed: [0, 4294967295],
  },
  '04-unrolling': {
    task: ['maze', 'parity'],
    score: ['accuracy', 'accuracy'],
    level: [0.5, 0.999],
    shown: ['all', 'all'],
    longer: [4, 3],
    order: [4, 8],
    cutoff: [0.1, 0.5],
    ripple: [1, 0.05],
    attenuation: [40, 70],
  },
  '05-deq-root-finding': {
    width: [4, 64],
    gain: [0.1, 0.98],
    inputSize: [0.01, 3],
    depth: [10, 150],
    puzzles: [50, 130],
    skew: [0.1, 1.5],
    seed: [0, 4294967295],
  },
  '06-poles-of-a-network': {
    order: [1, 6],
    run: ['sudoku6-tied-minimal', 'sudoku4-equilibrium'],
    puzzles: [10, 120],
    turns: [16, 100],
    poleCount: [1, 12],
    pulse: [1, 0.001],
    settledBelow: [0.000005, 0.1],
    task: ['leaky', 'maze'],
    cell: ['equilibrium', 'trm'],
    fewest: [2, 24],
    level: [0.5, 0.999],
    seed: [0, 4294967295],
  },
  'solutions/01-fir-window-method': {
    trendCutoff: [0.1, 0.9],
    transition: [0.3, 1.6],
    attenuation: [22, 100],
  },
  'solutions/02-iir-truncation': {
    tolerance: [0.3, 0.000001],
    order: [2, 8],
    seed: [0, 4294967295],
  },
  'solutions/03-trm-recursion': {
    trainSteps: [10, 30],
    steps: [8, 100],
    seed: [0, 4294967295],
  },
  'solutions/04-unrolling': {
    task: ['parity', 'maze'],
    level: [0.5, 0.999],
    cutoff: [0.1, 0.4],
    ripple: [1, 0.05],
    attenuation: [30, 80],
    trainSteps: [10, 20],
    learningRate: [0.00001, 0.1],
  },
  'solutions/05-deq-root-finding': {
    width: [4, 64],
    tolerance: [0.1, 0.000001],
    seed: [0, 4294967295],
  },
  'solutions/06-poles-of-a-network': {
    puzzles: [8, 32],
    turns: [16, 100],
    damping: [0.1, 1],
    settledBelow: [0.1, 0.000005],
    seed: [0, 4294967295],
  },
};
const taken = ['00-start-here', '02-iir-truncation', '04-unrolling'];
const wanted = process.env.PARAMETERS;

type Changes = [name: string, value: string | number][];
function changesOf(notebook: string): Changes[] {
  const all = Object.entries(others[notebook]);
  const at = (i: 0 | 1): Changes => all.map(([name, values]) => [name, values[i]]);
  return wanted === 'each' ? [at(0), at(1)].flat().map((change) => [change]) : [at(0), at(1)];
}

describe('parameters', () => {
  let reports: string;
  before(() => {
    reports = mkdtempSync(join(project, 'build', 'parameters-'));
  });
  after(() => rmSync(reports, { recursive: true, force: true }));

  it('have two other values each in this test', () => {
    const declared = ['', 'solutions/']
      .flatMap((place) => readdirSync(join(folder, place)).map((name) => place + name))
      .filter((name) => /^(solutions\/)?\d\d-.*\.ipynb$/.test(name))
      .map((name) => {
        const { cells } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
        const cell = cells.find(({ metadata }: { metadata: { tags?: string[] } }) =>
          metadata.tags?.includes('parameters'),
        );
        return [
          name.replace('.ipynb', ''),
          [...cell.source.join('').matchAll(/^const (\w+)/gm)].map(([, each]) => each),
        ];
      });
    assert.deepEqual(
      Object.entries(others).map(([name, values]) => [name, Object.keys(values)]),
      declared,
    );
  });

  for (const notebook of wanted === undefined ? taken : Object.keys(others))
    for (const changes of changesOf(notebook)) {
      const given = changes.map(([name, value]) => `${name}=${value}`);
      it(`${notebook} runs with ${given.join(', ')}`, async () => {
        const { stdout } = await promisify(execFile)(
          process.execPath,
          [
            join(project, 'dist', 'cli', 'report.js'),
            ...['--notebooks', join(folder, dirname(notebook)), '--reports', reports, basename(notebook)],
            ...given.flatMap((each) => ['-p', each]),
          ],
          { cwd: project, timeout: 900_000 },
        );
        assert.match(stdout, new RegExp(`${basename(notebook)}: done`));
      });
    }
});
