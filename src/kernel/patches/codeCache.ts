import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Node's way to make a module of a text is not in its types. */
interface InnerModule extends NodeJS.Module {
  filename: string;
  loaded: boolean;
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Writes at once or not at all; a folder that cannot be written to costs speed only. */
function write(file: string, data: Buffer): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, data);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // Next time then.
  }
}

/**
 * Requires a large CommonJS module with V8's code cache: TypeScript, with its nine megabytes, is there a quarter of a second
 * earlier. (Node's own cache, `module.enableCompileCache`, does not exist before Node 22.) The cache is written when the
 * process ends, so that it holds what was compiled in use.
 * @param folder where the cache is kept
 */
export function requireCached(path: string, folder: string): unknown {
  const file = join(folder, `typescript-${process.version}-${process.arch}.bin`);
  const cachedData = read(file);
  const script = new Script(Module.wrap(readFileSync(path, 'utf8')), { filename: path, cachedData });
  if (cachedData === undefined || script.cachedDataRejected)
    process.once('exit', () => write(file, script.createCachedData()));
  const module = new Module(path) as InnerModule;
  module.filename = path;
  require.cache[path] = module;
  script
    .runInThisContext()
    .call(module.exports, module.exports, Module.createRequire(path), module, path, dirname(path));
  module.loaded = true;
  return module.exports;
}
