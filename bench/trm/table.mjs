const milliseconds = ({ median, min, max }) => `${median.toFixed(0)} (${min.toFixed(0)}–${max.toFixed(0)})`;

/** The comparison in Markdown, from what compare.mjs measured. */
export function tableOf({ date, machine, versions, rows, load }) {
  const line = ({ batch, length, width, threads, ours, theirs, ratio, lossDifference }) =>
    `| ${batch}, ${length}, ${width} | ${threads} | ${milliseconds(ours)} | ${milliseconds(theirs)} | ${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)}) | ${lossDifference.toExponential(0)} |`;
  return `# A training step of TRM beside PyTorch's

Made by \`npm run bench -- trm\` on ${date.slice(0, 10)}: ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}, ${versions.ours},
PyTorch ${versions.theirs} (eager, bench/trm/pytorch.py). One full step: T = 3, n = 6, attention with rotary positions, loss, gradient, AdamATan2
and EMA, from the same weights and on the same puzzles. Two threads are, here, two that share the rows of the batch (`threads: 2`), and PyTorch's own there. Median (min–max) of ${rows[0].ours.samples.length} steps in milliseconds; the two sides took
turns, and the ratio is that of neighbouring steps. The last column is the difference of their losses after the first step, relative. The machine's load was ${load
    .map((value) => value.toFixed(1))
    .join(' before and ')} after, this comparison included.

| batch, length, width | threads | polezero | PyTorch | ratio | loss |
| --- | --- | --- | --- | --- | --- |
${rows.map(line).join('\n')}
`;
}
