import { join } from 'node:path';
import { project } from './Lines';

/** The cells of a notebook, checked, compiled and run as by the kernel. */
export interface KernelNotebook {
  /** The value of the last expression; a promise of it if the cell awaits something. */
  run(code: string, label: string): unknown;
  /** Ends the compiler, which would keep the process alive. */
  close(): void;
}

/** A notebook without cells, in the folder of the project. */
export function kernelNotebook(): KernelNotebook {
  require(join(project, 'dist', 'kernel', 'patches', 'index.js')); // before everything that loads tslab
  const tslab = require('tslab/dist/converter');
  const { createConverter } = tslab;
  let converter: { close(): void } | undefined;
  tslab.createConverter = () => {
    converter = createConverter();
    return converter;
  };
  const { Notebook } = require(join(project, 'dist', 'kernel', 'notebook.js'));
  const notebook = new Notebook(project);
  tslab.createConverter = createConverter;
  return { run: (code, label) => notebook.run(code, label), close: () => converter?.close() };
}
