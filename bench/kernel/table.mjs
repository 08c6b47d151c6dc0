import { line, ratioOf } from '../measure.mjs';
import { shareText } from '../profile.mjs';
import { listed } from '../rows.mjs';
import { limits } from './limits.mjs';

/** A time with its spread, in milliseconds. */
const time = (measured) =>
  measured ? `${measured.median.toFixed(0)} (${measured.min.toFixed(0)}–${measured.max.toFixed(0)})` : '–';

const kinds = {
  start: 'start to first result',
  cell: 'trivial cell',
  cellWithNetworks: 'trivial cell with the networks imported',
};

export function rowsOf({ results: [ours, ...peers], profile }) {
  return Object.entries(kinds).flatMap(([kind, what]) =>
    peers
      .filter(({ milliseconds }) => milliseconds[kind])
      .map(({ name, milliseconds }) => ({
        what: `${what}, beside ${name}`,
        peer: name,
        unit: 'ms',
        ours: ours.milliseconds[kind],
        theirs: milliseconds[kind],
        ratio: ratioOf(ours.milliseconds[kind].samples, milliseconds[kind].samples),
        profile: profile?.[kind],
      })),
  );
}

/** Where our time goes, if it was looked at. */
const profileText = (profile) =>
  profile === undefined
    ? ''
    : `
Where our kernel's processor time goes, by Node's profiler in one run of its own:

${line(['', ''])}
${line(['---', '---'])}
${Object.entries(profile)
  .map(([kind, parts]) => line([kinds[kind], parts.map(shareText).join(', ')]))
  .join('\n')}
`;

/** The comparison in Markdown, from what compare.mjs measured. */
export function tableOf({ date, machine, results, profile }) {
  const row = (title, cell) => line([title, ...results.map(cell)]);
  const { start, cell } = results[0].milliseconds;
  const failing = results.flatMap(({ name, jupyterKernelTest, conformance }) => {
    const names = [...jupyterKernelTest.failing, ...conformance.failing.map((check) => check.name)];
    return names.length > 0 ? [`- ${name} fails ${names.join('; ')}.`] : [];
  });
  return `# The kernel beside others

Made by \`npm run bench -- kernel\` on ${date.slice(0, 10)}: ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}. Median (min–max) of
${start.samples.length} starts and of ${cell.samples.length} cells; the kernels took turns. The 27 checks (test/kernel/conformance/checks.ts) follow those of
runtimed/kernel-testbed one by one and ask for more: there Deno's kernel passes 26.

${row('', ({ name }) => name)}
${row('---', () => '---')}
${row('version', ({ version }) => version)}
${row('jupyter_kernel_test: passed, failed, skipped', ({ jupyterKernelTest: { passed, failed, skipped } }) => `${passed}, ${failed}, ${skipped.length}`)}
${row('of our 27 checks, passed', ({ conformance }) => conformance.passed)}
${row('start to first result, ms', ({ milliseconds }) => time(milliseconds.start))}
${row('trivial cell, ms', ({ milliseconds }) => time(milliseconds.cell))}
${row('trivial cell with tfjs-node imported, ms', ({ milliseconds }) => time(milliseconds.cellWithNetworks))}

${failing.join('\n')}
${profileText(profile)}
Where another kernel is faster, and why:

${listed(limits)}
`;
}
