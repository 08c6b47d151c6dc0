import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Collection, code, makeCollection, markdown, venv } from './collection';

const parameters = `const numTaps: number = 51; // integer in [3, 501]; taps; length of the filter
const cutoff: number = 0.8; // in (0, 26); cycles/year; where the pass band ends
const windowName: 'hann' | 'hamming' = 'hann'; // ; ; window that shapes the taps
const quick: boolean = true; // ; ; a short run
const offset: number = -1; // in (-∞, ∞); ; added
const label: string = "a 'b' \\n"; // ; ; text; with a semicolon
const bands: number[] = [0, 0.5]; // in [0, 1]; ; edges`;

const echo = 'console.log(JSON.stringify([numTaps, cutoff, windowName, quick, offset, label, bands]));';

let collection: Collection;

before(() => {
  collection = makeCollection();
  collection.write('01-filter', [markdown('# Filter'), code(parameters, 'parameters'), code(echo)]);
  collection.write('02-plain', [markdown('# Without parameters'), code("console.log('ran');")]);
});

after(() => collection.remove());

const papermill = (notebook: string, output: string, ...args: string[]) =>
  venv('papermill', collection.notebook(notebook), output, '--no-progress-bar', ...args);

describe('parameters by plain papermill', () => {
  it('are listed with type, default, range, unit and meaning', async () => {
    const { stdout, status } = await venv('papermill', '--help-notebook', collection.notebook('01-filter'));
    assert.equal(status, 0);
    assert.match(stdout, /numTaps: number \(default 51\)\s+integer in \[3, 501\]; taps; length of the filter/);
    assert.match(
      stdout,
      /cutoff: number \(default 0\.8\)\s+number in \(0, 26\); cycles\/year; where the pass band ends/,
    );
    assert.match(
      stdout,
      /windowName: 'hann' \| 'hamming' \(default 'hann'\)\s+'hann' \| 'hamming'; window that shapes the taps/,
    );
    assert.match(stdout, /label: string \(default 'a \\'b\\' \\n'\)\s+string; text; with a semicolon/);
    assert.match(stdout, /bands: number\[\] \(default \[0, 0\.5\]\)\s+list of numbers in \[0, 1\]; edges/);
  });

  const refused: [string, string[], RegExp][] = [
    [
      'below its range',
      ['-p', 'numTaps', '2'],
      /numTaps = 2 is refused: must be integer in \[3, 501\] \(taps; length of the filter\)/,
    ],
    ['not whole', ['-p', 'numTaps', '3.5'], /numTaps = 3\.5 is refused: must be integer in \[3, 501\]/],
    ['at an end that is not included', ['-p', 'cutoff', '26'], /cutoff = 26 is refused: must be number in \(0, 26\)/],
    ['not a number', ['-p', 'cutoff', 'nan'], /cutoff = NaN is refused/],
    ['infinite', ['-p', 'offset', 'inf'], /offset = Infinity is refused: must be number in \(-∞, ∞\)/],
    ['of another type', ['-p', 'cutoff', 'wide'], /cutoff = 'wide' is refused: must be number in \(0, 26\)/],
    ['a boolean for a number', ['-p', 'cutoff', 'True'], /cutoff = true is refused/],
    [
      'none of the choices',
      ['-p', 'windowName', 'kaiser'],
      /windowName = 'kaiser' is refused: must be 'hann' \| 'hamming'/,
    ],
    [
      'a list with a value out of range',
      ['-y', '{bands: [0, 2]}'],
      /bands = \[0, 2\] is refused: must be list of numbers in \[0, 1\]/,
    ],
    [
      'unknown',
      ['-p', 'numTap', '5'],
      /Unknown parameter numTap\. Did you mean numTaps\? Valid: numTaps: integer in \[3, 501\]; cutoff: /,
    ],
  ];
  for (const [what, args, expected] of refused) {
    it(`are refused before anything runs when ${what}`, async () => {
      const output = join(collection.folder, `${what.replaceAll(' ', '-')}.ipynb`);
      const { status, stderr } = await papermill('01-filter', output, ...args);
      assert.notEqual(status, 0);
      assert.match(stderr, expected);
      assert.doesNotMatch(stderr, /Traceback/);
      assert.equal(existsSync(output), false);
    });
  }

  it('are refused by a notebook that has none', async () => {
    const output = join(collection.folder, 'none.ipynb');
    const { status, stderr } = await papermill('02-plain', output, '-p', 'numTaps', '5');
    assert.notEqual(status, 0);
    assert.match(stderr, /Unknown parameter numTaps: this notebook has no parameters/);
    assert.equal(existsSync(output), false);
  });

  it('arrive in TypeScript as they were given', async () => {
    const output = join(collection.folder, 'executed.ipynb');
    const text = 'quo"te \' back\\slash \u0024{1} `tick` \u2028 é 😀 </script>';
    const given = {
      numTaps: 31,
      cutoff: 1e-7,
      windowName: 'hamming',
      quick: false,
      offset: -2.5,
      label: text,
      bands: [0.25, 1],
    };
    const { status, stderr } = await papermill(
      '01-filter',
      output,
      '-y',
      JSON.stringify(given).replace('\u2028', '\\u2028'),
    );
    assert.equal(status, 0, stderr);
    const [injected, printed] = JSON.parse(collection.read(output)).cells.slice(2);
    assert.deepEqual(injected.metadata.tags, ['injected-parameters']);
    assert.ok(
      injected.source.includes('const numTaps: number = 31; // integer in [3, 501]; taps; length of the filter\n'),
      injected.source,
    );
    assert.deepEqual(JSON.parse(printed.outputs[0].text.join('')), Object.values(given));
  });
});

describe('parameters of npm run report', () => {
  const refused: [string[], RegExp][] = [
    [
      ['-p', 'numTaps=2'],
      /01-filter\.ipynb: Parameter numTaps = 2 is refused: must be integer in \[3, 501\] \(taps; length of the filter\)/,
    ],
    [['-p', 'numTap=5'], /Unknown parameter numTap\. Did you mean numTaps\? Valid: numTaps/],
    [['02', '-p', 'numTaps=5'], /Unknown parameter numTaps: this notebook has no parameters/],
    [['-p', 'windowName=kaiser', '-p', 'cutoff=x'], /cutoff = 'x' is refused[\s\S]*windowName = 'kaiser' is refused/],
    [['-p', 'numTaps'], /-p numTaps: expected name=value/],
    [['07'], /There is no notebook 07\. Valid: 01, 02 \(01-filter, 02-plain\)/],
    [['--fast'], /Unknown option '--fast'[\s\S]*--jobs n/],
    [['--jobs', '0'], /--jobs 0: must be a whole number in \[1, \d+\]/],
    [['--save', '-p', 'numTaps=5'], /--save keeps the outputs of the default parameters/],
  ];
  for (const [args, expected] of refused) {
    it(`refuses ${args.join(' ')}`, async () => {
      const { status, stderr } = await collection.run(...args);
      assert.equal(status, 2);
      assert.match(stderr, expected);
      assert.equal(existsSync(collection.report('index.html')), false);
    });
  }
});
