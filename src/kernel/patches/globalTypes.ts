import { join } from 'node:path';
import ts from './typescript';

/** The declarations of the globals, for the type checker. */
const declarations = join(__dirname, '..', 'globals.d.ts').replaceAll('\\', '/');

/** Adds the globals of a notebook to what tslab has type-checked: it accepts no further files, so the list of roots is extended. */
export function declareGlobals(): void {
  const { createWatchCompilerHost, createWatchProgram } = ts;
  ts.createWatchCompilerHost = (roots: string[], ...rest: unknown[]) =>
    createWatchCompilerHost([...roots, declarations], ...rest);
  ts.createWatchProgram = (host: object) => {
    const program = createWatchProgram(host);
    const { updateRootFileNames } = program;
    program.updateRootFileNames = (roots: string[]) => updateRootFileNames([...roots, declarations]);
    return program;
  };
}
