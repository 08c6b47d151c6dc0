import ts from './typescript';

const comment = /\n?\/\/# sourceMappingURL=(\S+)\s*$/;

const decode = (url: string): string => Buffer.from(url.slice(url.indexOf(',') + 1), 'base64').toString();

/** The maps of what tslab compiled, by the compiled text: from modules to CommonJS, and from TypeScript to modules. */
const compiled = new Map<string, string[]>();

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
    if (inline) compiled.set(output.outputText, [output.sourceMapText, decode(inline)]);
    return output;
  };
}

/** The maps of a text that tslab compiled, from the last step to the first, each as JSON. */
export function takeMaps(text: string): string[] {
  const maps = compiled.get(text) ?? [];
  compiled.delete(text);
  return maps;
}
