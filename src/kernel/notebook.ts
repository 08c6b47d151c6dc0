import { runInThisContext } from 'node:vm';
import { type CompletionInfo, type Converter, createConverter } from 'tslab/dist/converter';
import { getCodeMetadata } from 'tslab/dist/metadata';
import { KeyboardInterrupt } from './cell';
import ts from './patches/typescript';
import { CellModules } from './requireFromCell';
import { nameScript } from './sourceMaps';
import { Diagnostics } from './traceback';

/** The one line that tslab puts in front of a cell. */
const prefixLines = 1;

/** Ctrl-C ends the code; the text of its errors is ours to make. */
const vmOptions = { breakOnSigint: true, displayErrors: false };

/**
 * The variables of the cells. An export is a plain property even where it was compiled to a getter, so that a later
 * cell may assign to an imported name.
 */
function createVariables(): Record<string, unknown> {
  return new Proxy(Object.create(null), {
    defineProperty: (target, name, { get, value }) => {
      if (name !== '__esModule') target[name] = get ? get() : value;
      return true;
    },
  });
}

/** The cells of one notebook: their types, for the checker, and their variables. */
export class Notebook {
  readonly #folder: string;
  readonly #converter: Converter;
  readonly #modules = new CellModules();
  readonly #variables = createVariables();
  #declarations = '';
  #scripts = 0;

  /** @param folder where the notebook lies */
  constructor(folder: string) {
    this.#folder = folder;
    this.#converter = createConverter();
    Object.assign(globalThis, { __tslab__: { exports: this.#variables, require: this.#modules.requireFrom(folder) } });
  }

  /**
   * Checks, compiles and runs a cell.
   * @param label what to call it in a traceback
   * @returns the value of its last expression, for a cell with `await` a promise of it
   * @throws {Diagnostics} if the types are wrong
   */
  run(code: string, label: string): unknown {
    const { module, mode, jsx } = getCodeMetadata(code);
    if (module) return this.#check(this.#converter.addModule(module, code, { jsx }), code, label);
    if (mode === 'browser') return undefined;
    const {
      diagnostics,
      sideOutputs = [],
      output,
      declOutput,
      hasToplevelAwait,
      lastExpressionVar,
    } = this.#converter.convert(this.#declarations, code);
    this.#modules.update(sideOutputs);
    this.#check(diagnostics, code, label);
    // Before it runs: what a cell declared stays within reach when it fails or is interrupted, as in Python.
    this.#declarations = declOutput ?? '';
    if (!output) return undefined;
    const result = this.#evaluate(output, label, hasToplevelAwait ?? false);
    return hasToplevelAwait
      ? (result as Promise<void>).then(() => this.#take(lastExpressionVar))
      : this.#take(lastExpressionVar);
  }

  /** Evaluates an expression over the variables of the cells, without type checking. */
  evaluate(expression: string): unknown {
    const code: string = ts.transpile(`(${expression}\n)`, { target: ts.ScriptTarget.ES2022 });
    return runInThisContext(`with (__tslab__.exports) { ${code} }`, { filename: 'user expression', ...vmOptions });
  }

  complete(code: string, index: number): CompletionInfo {
    return this.#converter.complete(this.#declarations, code, index);
  }

  inspect(code: string, index: number): ReturnType<Converter['inspect']> {
    return this.#converter.inspect(this.#declarations, code, index);
  }

  #check(findings: ReturnType<Converter['addModule']>, code: string, label: string): void {
    if (findings.length > 0) throw new Diagnostics(findings, code, label);
  }

  #evaluate(output: string, label: string, isAsync: boolean): unknown {
    const filename = `${this.#folder}/cell ${++this.#scripts}.js`;
    nameScript(filename, label, output, prefixLines);
    const head = `(${isAsync ? 'async ' : ''}function (exports, require) { `;
    try {
      return runInThisContext(`${head}${output}\n})(__tslab__.exports, __tslab__.require)`, {
        filename,
        columnOffset: -head.length,
        ...vmOptions,
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED')
        throw new KeyboardInterrupt();
      throw error;
    }
  }

  /** Takes the value of the last expression out of the variables. */
  #take(name: string | undefined): unknown {
    if (name === undefined) return undefined;
    const value = this.#variables[name];
    delete this.#variables[name];
    return value;
  }
}
