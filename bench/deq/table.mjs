import { line, ratioOf } from '../measure.mjs';
import { sharesOf, shareText } from '../profile.mjs';
import { listed, ratioText } from '../rows.mjs';
import { limits } from './limits.mjs';

const time = ({ median, min, max }) => `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`;

const ratio = (ours, theirs) => ratioOf(ours.milliseconds.samples, theirs.milliseconds.samples);

const kinds = { tolerance: 'solving', gradient: 'gradient', steps: 'evaluations alone,' };

export const rowsOf = ({ results }) =>
  results.map(({ kind, solver, shape, ours, theirs, profile }) => ({
    what: `${kinds[kind]} by ${solver}, [${shape.join(', ')}]`,
    peer: 'torchdeq',
    unit: 'ms',
    ours: ours.milliseconds,
    theirs: theirs.milliseconds,
    ratio: ratio(ours, theirs),
    profile,
  }));

function profileOf({ what, ratio, profile }) {
  const { most, outside } = sharesOf(profile);
  return line([
    what,
    ratio.median.toFixed(2),
    profile.operations,
    most.slice(0, 4).map(shareText).join(', '),
    `${(100 * outside).toFixed(0)} %`,
  ]);
}

/** The comparison in Markdown, from what compare.mjs measured. */
export function tableOf({ date, machine, version, rounds, fixed, tol, results }) {
  const rows = (kind) =>
    results
      .filter((result) => result.kind === kind)
      .map(({ shape, solver, ours, theirs, difference }) =>
        line([
          `[${shape.join(', ')}]`,
          solver,
          ours.count,
          theirs.count,
          time(ours.milliseconds),
          time(theirs.milliseconds),
          ratioText(ratio(ours, theirs)),
          difference.toExponential(0),
        ]),
      )
      .join('\n');
  const head = (what) =>
    `${line(['state', 'solver', `${what}, polezero`, `${what}, torchdeq`, 'ms, polezero', 'ms, torchdeq', 'ratio of times', 'results differ by'])}\n${line(Array(8).fill('---'))}`;
  return `# Equilibria beside torchdeq

Made by \`npm run bench -- deq\` on ${date.slice(0, 10)}: ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}; ${version}. The layer is
z = tanh(zW + x), float32, one thread for each side, which took turns; median (min–max) of ${rounds}.
A ratio is that of the medians (and where that of neighbours lies); below 1, polezero is the faster.

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

Where a ratio is above 1, profiles say why:

${listed(limits)}

Where the time goes in those, solving and gradient together: TensorFlow's operations by kind (tensorDataSync is the reading of a state by the solver),
and what is outside of them, the solver's own loops and what TensorFlow.js does around a call.

${line(['', 'ratio', 'operations', 'of the time', 'outside of operations'])}
${line(['---', '---:', '---:', '---', '---:'])}
${rowsOf({ results })
  .filter(({ profile, ratio: { median } }) => profile && median > 1)
  .map(profileOf)
  .join('\n')}
`;
}
