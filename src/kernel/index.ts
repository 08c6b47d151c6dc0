import type {} from './globals';

export type { PromptOptions } from './stdin';

/** What one output offers to the front end: the same thing by MIME type; the front end shows the richest it knows. */
export type MimeBundle = Record<string, unknown>;

/** The method by which an object says how it looks in a notebook (the convention of Deno's kernel, which ours follows). */
export const displaySymbol: unique symbol = Symbol.for('Jupyter.display') as never;

/** An object with a look of its own in a notebook. */
export interface Displayable {
  [displaySymbol](): MimeBundle | Promise<MimeBundle>;
}
