import { printQuickInfo } from 'tslab/dist/inspect';
import { toIndex } from './codePoints';
import type { Notebook } from './notebook';

type Request = Record<string, unknown>;
type QuickInfo = ReturnType<Notebook['inspect']>;

const textOf = (parts: readonly { text: string }[] = []): string => parts.map(({ text }) => text).join('');

function markdown({ displayParts, documentation, tags = [] }: QuickInfo): string {
  const listed = tags.map(({ name, text }) => `*@${name}* ${textOf(text)}`);
  return [`\`\`\`typescript\n${textOf(displayParts)}\n\`\`\``, textOf(documentation), ...listed]
    .filter(Boolean)
    .join('\n\n');
}

/** Content of an inspect_reply: https://jupyter-client.readthedocs.io/en/stable/messaging.html#introspection */
export function inspectReply(notebook: Notebook, { code, cursor_pos }: Request): Request {
  const text = String(code);
  const index = toIndex(text, Number(cursor_pos));
  // Right behind a name means the name.
  const info = notebook.inspect(text, index) ?? (index > 0 ? notebook.inspect(text, index - 1) : undefined);
  if (!info) return { status: 'ok', found: false, data: {}, metadata: {} };
  const data = { 'text/plain': printQuickInfo(info), 'text/markdown': markdown(info) };
  return { status: 'ok', found: true, data, metadata: {} };
}
