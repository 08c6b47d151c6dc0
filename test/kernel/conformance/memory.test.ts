import assert from 'node:assert/strict';
import { it } from 'node:test';
import { KernelClient, streamText } from './client';
import { ours, project } from './kernels';

// A notebook that is worked in for hours: what its kernel holds after many cells is what it held after a few, but for their texts, which the
// history keeps. CELLS=20000 npm test -- kernel/conformance/memory takes an hour or so.

const count = Number(process.env.CELLS ?? 800);
/** What a cell may leave for good: its entry in the history. A source map of it alone would be more. */
const bytesPerCell = 3000;
/** The same of all memory, of what libraries hold outside JavaScript too: it comes and goes by whole pages, but over many cells by no more than these. */
const bytesOfProcessPerCell = Math.min(20_000, 64e6 / (count / 2));

/** What readers do: values, prints, figures, errors, buffers, networks, the same again. */
const cells: ((i: number) => string)[] = [
  () => 'const x: number = 3; x + 1',
  (i: number) => `console.log('cell', ${i})`,
  (i: number) =>
    `new Figure({ data: [{ y: Array.from({ length: 300 }, (_, n) => Math.sin(n * ${i})) }], layout: { xaxis: axes.samples(), yaxis: axes.number('y') } })`,
  (i: number) => `throw new RangeError('no ${i}')`,
  (i: number) => `const buffer = new Float64Array(100_000).fill(${i}); const f = () => buffer; f().length`,
  () => 'await null; const word: string = 4 as unknown as string; table([{ a: word }])',
  () => 'const wrong: number = "a type error";',
  (i) => `const z = tf.tidy(() => tf.mean(tf.tanh(tf.fill([64, 8], ${i})))); z.dataSync()[0]; z.dispose();`,
];

/** The places of those that end with an error. */
const failing = [3, 6];

it(`holds after ${count} cells what it held before them`, { timeout: 24 * 3600_000 }, async () => {
  const kernel = await KernelClient.start(ours().argv, { cwd: project });
  try {
    const started = await kernel.execute(`import { axes, Figure, table } from 'polezero/viz';
      import * as tf from '@tensorflow/tfjs-node';
      import { setFlagsFromString } from 'node:v8';
      import { runInNewContext } from 'node:vm';
      setFlagsFromString('--expose-gc');
      const collectGarbage = runInNewContext('gc') as () => void;`);
    assert.equal(started.reply.content.status, 'ok');
    let done = 0;
    const run = async (many: number) => {
      for (const end = done + many; done < end; done++) {
        const { reply } = await kernel.execute(cells[done % cells.length](done));
        assert.equal(
          reply.content.status,
          failing.includes(done % cells.length) ? 'error' : 'ok',
          cells[done % cells.length](done),
        );
        kernel.published.length = 0;
      }
    };
    const held = async () => {
      const { iopub } = await kernel.execute(
        'collectGarbage(); const { heapUsed, external, rss } = process.memoryUsage(); console.log(heapUsed + external, rss, tf.memory().numTensors)',
      );
      const [bytes, process, tensors] = streamText(iopub, 'stdout').split(' ').map(Number);
      assert(bytes > 1e6 && process > bytes, `${bytes} bytes held, of ${process}`);
      assert.equal(tensors, 0);
      return { bytes, process };
    };
    // What is made once, whenever that may be, is no leak: each of several stretches would grow by one.
    const growths: { bytes: number; process: number }[] = [];
    await run(count / 2);
    for (let before = await held(), stretch = 0; stretch < 4; stretch++) {
      await run(count / 2);
      const after = await held();
      const growth = (of: 'bytes' | 'process') => (after[of] - before[of]) / (count / 2);
      growths.push({ bytes: growth('bytes'), process: growth('process') });
      before = after;
    }
    for (const [of, most] of [
      ['bytes', bytesPerCell],
      ['process', bytesOfProcessPerCell],
    ] as const) {
      const each = growths.map((growth) => growth[of]);
      assert(Math.min(...each) < most, `${of}: ${each.map((growth) => growth.toFixed(0)).join(', ')} a cell`);
    }
  } finally {
    await kernel.stop();
  }
});
