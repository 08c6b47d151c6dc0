const line = (cells) => `| ${cells.join(' | ')} |`;
const time = ({ median, min, max }) => `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`;

/** The comparison in Markdown, from what compare.mjs measured. */
export function tableOf({ date, machine, version, rounds, fixed, tol, results }) {
  const rows = (kind) =>
    results
      .filter((result) => result.kind === kind)
      .map(({ shape, solver, ours, theirs, ratio, difference }) =>
        line([
          `[${shape.join(', ')}]`,
          solver,
          ours.count,
          theirs.count,
          time(ours.milliseconds),
          time(theirs.milliseconds),
          ratio.toFixed(2),
          difference.toExponential(0),
        ]),
      )
      .join('\n');
  const head = (what) =>
    `${line(['state', 'solver', `${what}, polezero`, `${what}, torchdeq`, 'ms, polezero', 'ms, torchdeq', 'ratio of times', 'results differ by'])}\n${line(Array(8).fill('---'))}`;
  return `# Equilibria beside torchdeq

Made by \`npm run bench -- deq\` on ${date.slice(0, 10)}: ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}; ${version}. The layer is
z = tanh(zW + x), float32, one thread for each side, which took turns; median (min–max) of ${rounds}. Below 1, polezero is the faster.

## Solving to a relative residual of ${tol}

Both with their defaults. torchdeq goes on until the last sample of the batch is done; here each sample stops for itself.

${head('evaluations of f')}
${rows('tolerance')}

## The gradient of such an equilibrium in W and x, from the solved state

By the same solver to the same residual: one evaluation of f, the adjoint's products with Jᵀ, the gradients.

${head('products')}
${rows('gradient')}

## ${fixed} evaluations of f, whatever the residual

The price of a step. torchdeq returns f(z), by which plain iteration and Anderson are a turn apart.

${head('evaluations of f')}
${rows('steps')}

Where a ratio is above 1, profiles say why. In the gradient by plain iteration it is TensorFlow's products; W is transposed once for all of
them, since one with Wᵀ takes up to twice as long as one with W. In Anderson's and Broyden's steps on long states it is the sums over
earlier vectors, loops in JavaScript without vector instructions; fewer of them are needed. On small states it is the cost of a call.
`;
}
