import { type Runtime, Session } from 'node:inspector';
import { type Context, createContext } from 'node:vm';
import { transformSync } from 'esbuild';

/** Cells as Node's own console takes them: names may be declared anew, and `await` stands where it likes. */
export class NodeNotebook {
  readonly #session = new Session();
  #context: number | undefined;

  constructor() {
    this.#session.connect();
    this.#session.on('Runtime.executionContextCreated', ({ params }) => {
      this.#context = params.context.id;
    });
    this.#session.post('Runtime.enable');
  }

  /** Begins anew, without variables. The context is to be kept as long as it is used. */
  begin(): Context {
    return createContext({ require, process });
  }

  /** The value of the last expression, a string, of TypeScript whose types are taken off. */
  async run(code: string): Promise<string> {
    const plain = transformSync(code, {
      loader: 'ts',
      target: 'esnext',
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    }).code;
    // The console takes a name declared anew only if it is declared in the same way.
    const expression = plain
      .replace(/^import \{ (\w+) as (\S+) \} from "([^"]+)";$/gm, 'var $2 = require("$3").$1;')
      .replace(/^(?:const|let) /gm, 'var ')
      .replace(/^class (\S+) /gm, 'var $1 = class $1 ')
      .replace(/^}$/gm, '};');
    return new Promise((resolve, reject) => {
      const asked = { expression, contextId: this.#context, replMode: true, awaitPromise: true, returnByValue: true };
      const answered = (error: Error | null, answer: Runtime.EvaluateReturnType) => {
        if (error) reject(error);
        else if (answer.exceptionDetails)
          reject(new Error(`Node: ${answer.exceptionDetails.exception?.description}\n${expression}`));
        else resolve(answer.result.value);
      };
      this.#session.post('Runtime.evaluate', asked as Runtime.EvaluateParameterType, answered);
    });
  }

  close(): void {
    this.#session.disconnect();
  }
}
