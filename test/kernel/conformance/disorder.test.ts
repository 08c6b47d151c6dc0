import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { KernelClient, ofType, streamText } from './client';
import { ours } from './kernels';

// A reader runs cells as it suits him: later ones first, the same ones again with other text, and on after an error.

describe('cells that are run in any order', () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await KernelClient.start(ours().argv);
  });
  after(() => kernel.stop());

  /** What a cell prints and its last value; or its error, in one line. */
  async function run(code: string): Promise<string> {
    const { reply, iopub } = await kernel.execute(code);
    const { status, ename, evalue } = reply.content;
    if (status === 'error') return `${ename}: ${evalue}`;
    const [result] = ofType(iopub, 'execute_result').map(({ content }) => content.data['text/plain']);
    return [streamText(iopub, 'stdout').trim(), result].filter((text) => text).join(' ');
  }

  it('name what an earlier cell should have defined, and run once it has', async () => {
    const later = 'const total: number = 2 * price; total';
    assert.match(await run(later), /Cannot find name 'price'/);
    await run('const price = 4;');
    assert.equal(await run(later), '8');
    assert.equal(await run('total + price'), '12');
  });

  it('give the same again when all of them run again', async () => {
    const cells = [
      "import { join } from 'node:path';",
      'let count = 0; const seen: number[] = []; interface Point { x: number }',
      'const next = (by: number): number => (count += by); class Pair { constructor(readonly a: number, readonly b = 2) {} }',
      'for (let i = 0; i < 3; i++) seen.push(next(i)); const point: Point = { x: count };',
      "console.log(seen.join(), point.x, new Pair(1).b, join('a', 'b')); count",
      'await null; const { x } = point; x + 1',
    ];
    const outcomes: string[][] = [];
    for (let pass = 0; pass < 3; pass++) {
      outcomes.push([]);
      for (const cell of cells) outcomes[pass].push(await run(cell));
    }
    assert.deepEqual(outcomes[0], ['', '', '', '', '0,1,3 3 2 a/b 3', '4']);
    assert.deepEqual(outcomes[1], outcomes[0]);
    assert.deepEqual(outcomes[2], outcomes[0]);
  });

  it('may define a name anew, as another kind of thing', async () => {
    assert.equal(await run('const thing = 3; thing * 2'), '6');
    assert.equal(await run("function thing(): string { return 'called'; }\nthing()"), "'called'");
    assert.match(await run('const half: number = thing / 2;'), /left-hand side of an arithmetic operation/);
    assert.equal(await run('class thing { readonly a = 1 }\nnew thing().a'), '1');
    assert.equal(await run('enum thing { One = 7 }\nthing.One'), '7');
    assert.equal(await run('let thing = [1, 2]; thing.length'), '2');
    assert.equal(await run('interface Shape { sides: number }\nconst square: Shape = { sides: 4 }; square.sides'), '4');
    assert.equal(await run('interface Shape { radius: number }\nconst disc: Shape = { radius: 1 }; disc.radius'), '1');
    assert.equal(await run('(square as unknown as { sides: number }).sides'), '4');
  });

  it('see what a cell that was edited and run again defines now', async () => {
    await run('const taps = 3;');
    const user = 'const length = () => taps + 1;\nlength()';
    assert.equal(await run(user), '4');
    await run('const taps = 30;');
    assert.equal(await run(user), '31');
    assert.match(await run("const taps = 'many';\nconst more: number = taps;"), /not assignable to type 'number'/);
    assert.equal(await run(user), '31', 'a cell that was refused changed something');
  });

  it('go on after an error, with what came before it', async () => {
    assert.equal(await run("let state = 'old'; state"), "'old'");
    assert.match(
      await run("state = 'new'; const reached = 1;\nthrow new RangeError('here'); const never = 2;"),
      /RangeError: here/,
    );
    assert.equal(await run('[state, reached].join()'), "'new,1'");
    assert.equal(await run('const never = 3; never'), '3');
    assert.match(await run('syntax error here'), /Error/);
    assert.match(await run('await Promise.reject(new TypeError("late"))'), /TypeError: late/);
    assert.match(await run('function deep(): number { return deep() + 1 } deep()'), /RangeError: Maximum call stack/);
    assert.equal(await run('state'), "'new'");
  });
});
