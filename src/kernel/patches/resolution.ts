import ts from './typescript';

type Watch = (path: string, ...rest: unknown[]) => { close(): void };
interface System {
  watchFile: Watch;
  watchDirectory: Watch;
}

const isInstalled = (path: string): boolean => path.includes('/node_modules/');
const noWatch = (): { close(): void } => ({ close() {} });

/**
 * Resolves the imports of the notebook's own files anew for each cell, instead of watching every folder in which a package
 * might appear: a package installed meanwhile is found, and tslab does not stumble over the watchers' notices (it throws
 * "Unexpected pending rebuildTimer" when one comes between two cells). Installed files are not watched either: they are
 * hundreds, and polled.
 */
export function resolveAfresh(): void {
  const { createWatchCompilerHost } = ts;
  ts.createWatchCompilerHost = (roots: string[], options: object, sys: System, ...rest: unknown[]) => {
    const { watchFile } = sys;
    sys.watchDirectory = noWatch;
    sys.watchFile = (path, ...more) => (isInstalled(path) ? noWatch() : watchFile(path, ...more));
    const host = createWatchCompilerHost(roots, options, sys, ...rest);
    const cache = ts.createModuleResolutionCache(process.cwd(), (name: string) => name, options);
    host.hasInvalidatedResolutions = () => false;
    host.resolveModuleNameLiterals = (literals: { text: string }[], file: string, redirected: unknown) =>
      literals.map(({ text }) =>
        ts.resolveModuleName(text, file, options, host, isInstalled(file) ? cache : undefined, redirected),
      );
    return host;
  };
}
