import { checkSamples } from '../numeric/check';

/** Edges, or what is wanted at them, one after the other or in pairs. */
export type Pairs = ArrayLike<number> | readonly (readonly number[])[];

/** The numbers one after the other. Throws unless they are finite numbers, at least one. */
export function flatten(name: string, pairs: Pairs): number[] {
  const isList = typeof pairs === 'object' && pairs !== null && typeof pairs.length === 'number';
  const flat = (isList ? Array.from(pairs as ArrayLike<number>).flat() : pairs) as number[];
  checkSamples(name, flat);
  return flat;
}

/** One edge as a list of one; those in a typed array in a plain one, or `map` would round to its kind of numbers. */
export function listed(edges: number | readonly number[]): readonly number[] {
  if (typeof edges === 'number') return [edges];
  return ArrayBuffer.isView(edges) ? Array.from(edges) : edges;
}
