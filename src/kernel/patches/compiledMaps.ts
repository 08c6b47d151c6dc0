import { SourceMap, type SourceMapPayload } from 'node:module';
import ts from './typescript';

const comment = /\n?\/\/# sourceMappingURL=(\S+)\s*$/;

function decode(url: string): SourceMap {
  return new SourceMap(
    JSON.parse(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64').toString()) as SourceMapPayload,
  );
}

/** The maps of what tslab compiled, by the compiled text: first from TypeScript to modules, then to CommonJS. */
const compiled = new Map<string, SourceMap[]>();

/**
 * tslab compiles twice and keeps no map: lets both steps write one. It asks for no map through options that it builds
 * itself, so the two functions of TypeScript that it calls are replaced.
 */
export function keepSourceMaps(): void {
  const { createWatchCompilerHost, transpileModule } = ts;
  ts.createWatchCompilerHost = (roots: string[], options: object, ...rest: unknown[]) =>
    createWatchCompilerHost(roots, { ...options, inlineSourceMap: true }, ...rest);
  ts.transpileModule = (js: string, options: { compilerOptions: object }) => {
    const inline = comment.exec(js)?.[1];
    const source = inline ? js.replace(comment, '') : js;
    const output = transpileModule(source, {
      ...options,
      compilerOptions: { ...options.compilerOptions, sourceMap: true },
    });
    output.outputText = output.outputText.replace(comment, '');
    if (inline) compiled.set(output.outputText, [new SourceMap(JSON.parse(output.sourceMapText)), decode(inline)]);
    return output;
  };
}

/** The maps of a text that tslab compiled, from the last step to the first. */
export function takeMaps(text: string): SourceMap[] {
  const maps = compiled.get(text) ?? [];
  compiled.delete(text);
  return maps;
}
