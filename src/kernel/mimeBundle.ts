import { inspect } from 'node:util';

/** The method by which an object says how it looks in a notebook. */
const displaySymbol = Symbol.for('Jupyter.display');

/** How a value looks: its own MIME bundle if it has one, text otherwise. */
export async function mimeBundle(value: unknown): Promise<Record<string, unknown>> {
  const own = (value as { [displaySymbol]?: unknown } | null | undefined)?.[displaySymbol];
  return typeof own === 'function' ? own.call(value) : { 'text/plain': inspect(value) };
}
