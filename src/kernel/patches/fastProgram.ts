import ts from './typescript';

/** The part of TypeScript's internals that is needed here. */
interface SourceFile {
  fileName: string;
  isDeclarationFile: boolean;
  imports?: { text: string }[];
  locals?: unknown;
}
interface Program {
  getSourceFile(name: string): SourceFile | undefined;
}
interface Builder extends Program {
  getProgram(): Program;
  getAllDependencies(file: SourceFile): string[];
}

/** The sources, not declarations, that a source imports, directly or not; itself first. */
function sourcesOf(program: Program, file: SourceFile): string[] {
  const found = new Set([file]);
  for (const source of found) {
    for (const { text } of source.imports ?? []) {
      const imported = program.getSourceFile(ts.getResolvedModule(source, text)?.resolvedFileName ?? '');
      if (imported && !imported.isDeclarationFile) found.add(imported);
    }
  }
  return [...found].map(({ fileName }) => fileName);
}

/**
 * Spares tslab the bookkeeping of an incremental build: for each cell it lists anew what every file of the program refers
 * to, four fifths of the time of a cell once TensorFlow's types are there, and of all this tslab uses the list of one file.
 */
export function skipBuildState(): void {
  const { createWatchCompilerHost } = ts;
  ts.createWatchCompilerHost = (
    roots: string[],
    options: object,
    sys: object,
    _createProgram: unknown,
    ...rest: unknown[]
  ) => createWatchCompilerHost(roots, options, sys, createPlainBuilder, ...rest);
}

function createPlainBuilder(roots: string[] | undefined, options: object, ...rest: unknown[]): Builder {
  const builder: Builder = ts.createAbstractBuilder(roots, options, ...rest);
  builder.getAllDependencies = (file) => sourcesOf(builder.getProgram(), file);
  // tslab reads the names that a cell declares before anything else has asked for them.
  for (const root of roots ?? []) bind(builder.getSourceFile(root), options);
  return builder;
}

function bind(file: SourceFile | undefined, options: object): void {
  if (file && !file.locals) ts.bindSourceFile(file, options);
}
