import { inspect } from 'node:util';

/** What one output offers to the front end: the same thing by MIME type; the front end shows the richest it knows. */
export type MimeBundle = Record<string, unknown>;

/** The method by which an object says how it looks in a notebook (the convention of Deno's kernel, which ours follows). */
export const displaySymbol: unique symbol = Symbol.for('Jupyter.display') as never;

/** An object with a look of its own in a notebook. */
export interface Displayable {
  [displaySymbol](): MimeBundle | Promise<MimeBundle>;
}

type WriteDisplayData = (content: { data: MimeBundle; metadata: object; transient: object }, isUpdate: boolean) => void;

/** How the kernel that runs us sends a bundle; undefined outside a kernel. Found, never loaded: tslab takes a second to load. */
function kernelWriter(): WriteDisplayData | undefined {
  const loaded = Object.keys(require.cache).find((path) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path));
  return (loaded && require.cache[loaded]?.exports.lastWriteDisplayData) || undefined;
}

/**
 * Sends a bundle to the cell that is running.
 * @param id gives the output a name, by which a later call with `isUpdate` replaces it
 * @returns false outside a kernel, where nothing was sent
 */
export function sendBundle(data: MimeBundle, id?: string, isUpdate = false): boolean {
  const write = kernelWriter();
  write?.({ data, metadata: {}, transient: id ? { display_id: id } : {} }, isUpdate);
  return write !== undefined;
}

const isDisplayable = (value: unknown): value is Displayable =>
  typeof (value as Displayable | null | undefined)?.[displaySymbol] === 'function';

function present(bundle: MimeBundle): void {
  if (!sendBundle(bundle)) console.log(bundle['text/plain']);
}

/**
 * Displays a value in the middle of a cell: a {@link Figure}, a {@link Table}, anything else that carries
 * `Symbol.for('Jupyter.display')`, or any other value as text. Outside a kernel it prints the text.
 * (The last expression of a cell is displayed without it.)
 * @returns nothing, or, for a value that prepares its look asynchronously, a promise to await
 */
export function show(value: unknown): void | Promise<void> {
  if (!isDisplayable(value)) return present({ 'text/plain': typeof value === 'string' ? value : inspect(value) });
  const bundle = value[displaySymbol]();
  return bundle instanceof Promise ? bundle.then(present) : present(bundle as MimeBundle);
}
