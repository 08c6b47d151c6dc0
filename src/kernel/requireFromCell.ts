import Module from 'node:module';
import { dirname, extname, join } from 'node:path';
import { nameScript } from './sourceMaps';

/** Modules that tslab compiled: cells marked `@module`, and TypeScript files in the notebook's folder; by path, with slashes. */
export class CellModules {
  readonly #sources = new Map<string, string>();
  readonly #loaded = new Map<string, NodeJS.Module>();

  /** Takes new versions, to be loaded when next required. */
  update(outputs: readonly { path: string; data: string }[]): void {
    for (const { path, data } of outputs) {
      this.#sources.set(path, data);
      this.#loaded.delete(path);
    }
  }

  /** The `require` of a file in a folder: `tslab` is the one that runs the notebook, compiled modules come before files. */
  requireFrom(folder: string): NodeJS.Require {
    const require = Module.createRequire(join(folder, 'cell.js'));
    return new Proxy(require, {
      apply: (_target, _this, [id]: [string]) => {
        if (id === 'tslab') return tslab();
        return this.#load(folder, id)?.exports ?? require(id);
      },
    });
  }

  #load(folder: string, id: string): NodeJS.Module | undefined {
    if (!id.startsWith('.')) return undefined;
    const file = join(folder, extname(id) === '' ? `${id}.js` : id);
    const path = file.replaceAll('\\', '/');
    const source = this.#sources.get(path);
    if (source === undefined) return undefined;
    return this.#loaded.get(path) ?? this.#run(file, path, source);
  }

  #run(file: string, path: string, source: string): NodeJS.Module {
    // biome-ignore lint/suspicious/noExplicitAny: Node's way to make a module of a text is not in its types.
    const module = new Module(file) as any;
    module.filename = file;
    module.paths = (Module as unknown as { _nodeModulePaths(folder: string): string[] })._nodeModulePaths(
      dirname(file),
    );
    module.require = this.requireFrom(dirname(file));
    this.#loaded.set(path, module);
    nameScript(file, file.replace(/\.js$/, '.ts'), source, 0);
    try {
      module._compile(source, file);
    } catch (error) {
      this.#loaded.delete(path);
      throw error;
    }
    return module;
  }
}

const tslab = (): unknown => require('tslab');
