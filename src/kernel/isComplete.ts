import { isCompleteCode } from 'tslab/dist/converter';
import ts from './patches/typescript';

/** Errors that a later line can mend although they do not lie at the end: an open comment, an open template. */
const mendable = new Set([1010, 1160]);
/** Errors that no later line can mend although they lie at the end: an open string, an open regular expression. */
const beyondMending = new Set([1002, 1161]);

/** Content of an is_complete_reply: https://jupyter-client.readthedocs.io/en/stable/messaging.html#code-completeness */
export function isComplete(
  code: string,
): { status: 'complete' | 'invalid' } | { status: 'incomplete'; indent: string } {
  const file = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest) as {
    parseDiagnostics?: { start: number; code: number }[];
  };
  const first = file.parseDiagnostics?.sort((a, b) => a.start - b.start)[0];
  if (!first) return { status: 'complete' };
  const isAtEnd = first.start >= code.trimEnd().length;
  if (beyondMending.has(first.code) || !(isAtEnd || mendable.has(first.code))) return { status: 'invalid' };
  return { status: 'incomplete', indent: isCompleteCode(code.trimEnd()).indent ?? '' };
}
