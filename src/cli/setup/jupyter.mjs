import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { command } from './command.mjs';
import { inProject, venvProgram } from './paths.mjs';
import { digest, readStamp } from './stamp.mjs';

const inShare = (/** @type {string[]} */ ...parts) => inProject('.venv', 'share', 'jupyter', ...parts);
const template = (/** @type {string[]} */ ...parts) => inShare('nbconvert', 'templates', 'polezero', ...parts);
const kernelSpec = () => inShare('kernels', 'tslab', 'kernel.json');

function writeKernelSpec() {
  const spec = {
    argv: [process.execPath, inProject('dist', 'kernel', 'main.js'), '{connection_file}'],
    display_name: 'TypeScript (tslab)',
    language: 'typescript',
    interrupt_mode: 'message',
  };
  mkdirSync(inShare('kernels', 'tslab'), { recursive: true });
  writeFileSync(`${kernelSpec()}.new`, `${JSON.stringify(spec, null, 2)}\n`);
  renameSync(`${kernelSpec()}.new`, kernelSpec());
}

/** The papermill plugin, and as its data files the report template and Jupyter's configuration. */
const installPlugin = () =>
  command(
    venvProgram('python'),
    [
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      '--no-deps',
      '--no-build-isolation',
      '--force-reinstall',
      './report',
    ],
    { log: 'jupyter', doing: 'Installing the papermill plugin', cure: 'Remove .venv and run the command again.' },
  );

/** plotly.js and MathJax, minified into the template: a report carries them itself. */
const makeStaticFiles = () =>
  command(process.execPath, [inProject('report', 'static.mjs'), template('static')], {
    log: 'jupyter',
    doing: 'Minifying plotly.js for the reports',
    cure: 'Remove node_modules and run the command again.',
  });

/**
 * What makes Jupyter ours: kernelspec, report template, configuration, papermill plugin.
 * @type {import('./steps.mjs').Step}
 */
export const jupyter = {
  name: 'jupyter',
  title: 'kernel and report template',
  needs: ['packages', 'python'],
  inputs: () =>
    digest(
      ['report', 'src/cli/setup/jupyter.mjs'],
      [process.execPath, inProject(), readStamp('python'), readStamp('packages')],
    ),
  outputs: () => [kernelSpec(), template('index.html.j2'), template('static', 'plotly.js.gz.b64')],
  async run() {
    writeKernelSpec();
    await installPlugin();
    await makeStaticFiles();
  },
};
