import type { CompletionInfo } from 'tslab/dist/converter';
import { toCodePoints, toIndex } from './codePoints';
import type { Notebook } from './notebook';

type Request = Record<string, unknown>;

/** TypeScript's kinds of entries in the words that front ends have an icon for. */
const kinds: Record<string, string> = {
  var: 'instance',
  let: 'instance',
  const: 'instance',
  alias: 'module',
  method: 'function',
};

function typesOf({ original, candidates }: CompletionInfo): Map<string, string> {
  const wanted = new Set(candidates);
  const entries = original?.entries.filter(({ name }) => wanted.has(name)) ?? [];
  return new Map(entries.map(({ name, kind }) => [name, kinds[kind] ?? kind]));
}

/** tslab offers whatever contains the word; as long as something begins with it, the rest is noise. */
function narrow({ candidates, start }: CompletionInfo, text: string, index: number): string[] {
  const typed = text.slice(start, index).toLowerCase();
  const beginning = candidates.filter((name) => name.toLowerCase().startsWith(typed));
  return beginning.length > 0 ? beginning : candidates;
}

/** Content of a complete_reply: https://jupyter-client.readthedocs.io/en/stable/messaging.html#completion */
export function complete(notebook: Notebook, { code, cursor_pos }: Request): Request {
  const text = String(code);
  const index = toIndex(text, Number(cursor_pos));
  const info = notebook.complete(text, index);
  const matches = narrow(info, text, index);
  const [start, end] = [toCodePoints(text, info.start), toCodePoints(text, info.end)];
  const types = typesOf(info);
  const experimental = matches.map((name) => ({ start, end, text: name, type: types.get(name) ?? '' }));
  const metadata = { _jupyter_types_experimental: experimental };
  return { status: 'ok', matches, cursor_start: start, cursor_end: end, metadata };
}
