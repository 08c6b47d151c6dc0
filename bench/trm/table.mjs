import { line, ratioOf } from '../measure.mjs';
import { sharesOf, shareText } from '../profile.mjs';
import { listed, ratioText } from '../rows.mjs';
import { limits } from './limits.mjs';

const milliseconds = ({ median, min, max }) => `${median.toFixed(0)} (${min.toFixed(0)}–${max.toFixed(0)})`;

/** Where one step of ours on one thread went: the kinds of operations that took most, and what is outside of all. */
function profileOf({ batch, length, width, theirs, profile }) {
  const { most, outside } = sharesOf(profile);
  const products = profile.byName.MatMul + profile.byName.BatchMatMulV2;
  return line([
    [batch, length, width].join(', '),
    profile.operations,
    most.slice(0, 6).map(shareText).join(', '),
    `${(100 * outside).toFixed(0)} %`,
    products.toFixed(0),
    theirs.median.toFixed(0),
  ]);
}

/** On a machine that has other work to do, two threads of PyTorch spin while they wait for each other: their ratio then says nothing. */
function busy({ cores }, load) {
  if (Math.min(...load) < cores) return '';
  return ` With ${cores}
cores that is a busy machine: take the rows of one thread as rough, and those of two as no comparison at all, for PyTorch's two threads spin
while they wait for each other. Repeat it on an idle one.`;
}

const sameSize = (row, other) => ['batch', 'length', 'width'].every((size) => row[size] === other[size]);

export const rowsOf = ({ rows }) =>
  rows.map(({ batch, length, width, threads, ours, theirs, profile }) => ({
    what: `training step, batch ${batch}, length ${length}, width ${width}, ${threads === 1 ? '1 thread' : `${threads} threads`}`,
    peer: 'PyTorch',
    unit: 'ms',
    ours,
    theirs,
    ratio: ratioOf(ours.samples, theirs.samples),
    // The work of two threads is that of one, by halves.
    profile: profile ?? rows.find((row) => row.profile && sameSize(row, { batch, length, width }))?.profile,
  }));

/** The comparison in Markdown, from what compare.mjs measured. */
export function tableOf({ date, machine, versions, rows, load }) {
  const row = ({ batch, length, width, threads, ours, theirs, lossDifference }) =>
    `| ${batch}, ${length}, ${width} | ${threads} | ${milliseconds(ours)} | ${milliseconds(theirs)} | ${ratioText(ratioOf(ours.samples, theirs.samples))} | ${lossDifference.toExponential(0)} |`;
  return `# A training step of TRM beside PyTorch's

Made by \`npm run bench -- trm\` on ${date.slice(0, 10)}: ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}, ${versions.ours},
PyTorch ${versions.theirs} (eager, bench/trm/pytorch.py). One full step: T = 3, n = 6, attention with rotary positions, loss, gradient, AdamATan2
and EMA, from the same weights and on the same puzzles. Two threads are here two that share the rows of a batch (Trainer's \`threads\`), there
PyTorch's own. Median (min–max) of ${rows[0].ours.samples.length} steps in milliseconds; the two sides took turns; the ratio is that of the medians, with where that of neighbouring
steps lies. The last column is the relative difference of their losses after the first step. The machine's load was ${load[0].toFixed(1)} before and ${load[1].toFixed(1)} after.${busy(machine, load)}

| batch, length, width | threads | polezero | PyTorch | ratio | loss |
| --- | --- | --- | --- | --- | --- |
${rows.map(row).join('\n')}

Where a step of ours goes, on one thread: TensorFlow's operations by kind, the freeing of tensors (deleteTensor), and JavaScript; and beside PyTorch's whole step the products of matrices
alone, which TensorFlow does by Eigen, PyTorch by MKL.

| batch, length, width | operations | of the time | outside of operations | products, ms | PyTorch's step, ms |
| --- | --- | --- | --- | --- | --- |
${rows
  .filter(({ profile }) => profile)
  .map(profileOf)
  .join('\n')}

What stands in the way of 1:

${listed(limits)}
`;
}
