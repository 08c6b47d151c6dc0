import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { inProject } from './paths.mjs';
import { digest, readStamp } from './stamp.mjs';

const kernelFolder = () => inProject('.venv', 'share', 'jupyter', 'kernels', 'tslab');

function writeKernelSpec() {
  const spec = {
    argv: [process.execPath, inProject('dist', 'kernel', 'main.js'), '{connection_file}'],
    display_name: 'TypeScript (tslab)',
    language: 'typescript',
    interrupt_mode: 'message',
  };
  mkdirSync(kernelFolder(), { recursive: true });
  writeFileSync(`${kernelFolder()}/kernel.json.new`, `${JSON.stringify(spec, null, 2)}\n`);
  renameSync(`${kernelFolder()}/kernel.json.new`, `${kernelFolder()}/kernel.json`);
}

/**
 * What makes Jupyter ours: kernelspec, report template, server configuration, papermill plugin.
 * @type {import('./steps.mjs').Step}
 */
export const jupyter = {
  name: 'jupyter',
  title: 'kernel and report template',
  needs: ['packages', 'python', 'build'],
  inputs: () => digest(['report', 'src/cli/setup/jupyter.mjs'], [process.execPath, inProject(), readStamp('python')]),
  outputs: () => [`${kernelFolder()}/kernel.json`],
  async run() {
    writeKernelSpec();
  },
};
