import type fc from 'fast-check';

/** Something that is tried with random cases. A case depends on its own numbers alone, so that it can be had again. */
export interface Target {
  /** What is tried, in a few words. */
  about: string;
  /** What must hold of any case. */
  property: fc.IRawProperty<unknown>;
  /** How many cases of it are part of `npm test`. */
  share: number;
  /** What the cases so far were made of. */
  summary?: () => string;
  close?: () => unknown;
}
