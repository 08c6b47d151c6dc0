import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../../files/readJson';
import { anything, fields, listOf, number, optional, orNull, recordOf, type Shape, text } from '../../files/shape';
import { UsageError } from './usage';

// What nbformat writes, as far as it is looked at here: texts may be lists of lines.
type Text = string | string[];

export interface Output {
  output_type: string;
  data?: Record<string, Text>;
}

export interface NotebookCell {
  cell_type: string;
  id?: string;
  source: Text;
  metadata: { tags?: string[]; [key: string]: unknown };
  outputs?: Output[];
  execution_count?: number | null;
}

export interface Notebook {
  cells: NotebookCell[];
  metadata: {
    papermill?: { duration?: number | null; end_time?: string | null; parameters?: Record<string, unknown> };
    [key: string]: unknown;
  };
}

export const joined = (text: Text): string => (Array.isArray(text) ? text.join('') : text);

const lines: Shape = (value, place) => (Array.isArray(value) ? listOf(text) : text)(value, place);
const notebookShape = fields({
  cells: listOf(
    fields({
      cell_type: text,
      source: lines,
      metadata: fields({ tags: optional(listOf(text)) }),
      outputs: optional(
        listOf(
          fields({
            output_type: text,
            data: optional(fields({ 'image/svg+xml': optional(lines), 'text/plain': optional(lines) })),
          }),
        ),
      ),
    }),
  ),
  metadata: fields({
    papermill: optional(
      fields({
        duration: optional(orNull(number)),
        end_time: optional(orNull(text)),
        parameters: optional(recordOf(anything)),
      }),
    ),
  }),
});

/** Reads a notebook. @throws {UsageError} if the file is none, with what is wrong in it */
export function readNotebook(path: string): Notebook {
  try {
    const kind = 'is not a notebook (nbformat 4)';
    return readJson(path, notebookShape, { kind, cure: 'bring back the last good one (git checkout)' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error; // the file system's
    throw new UsageError((error as Error).message);
  }
}

/** A notebook; nothing if there is none, or it is damaged. */
export function findNotebook(path: string): Notebook | undefined {
  try {
    return existsSync(path) ? readNotebook(path) : undefined;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
}

/** Names, without .ipynb, of the numbered notebooks of a folder, in order. */
export function numberedNotebooks(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => /^\d\d-.*\.ipynb$/.test(file))
    .map((file) => file.slice(0, -'.ipynb'.length))
    .sort();
}

/** Those that the user means by 01, 1 or 01-fir-window-method; all if he names none. @throws {UsageError} with the valid ones */
export function choose(wanted: string[], folder: string): string[] {
  const names = numberedNotebooks(folder);
  if (names.length === 0) throw new UsageError(`No notebooks (NN-name.ipynb) in ${folder}`);
  const found = wanted.map((text) => {
    const stem = text.replace(/^.*[\\/]/, '').replace(/\.ipynb$/, '');
    const name = names.find((each) => each === stem || each.startsWith(`${stem.padStart(2, '0')}-`));
    if (!name)
      throw new UsageError(
        `There is no notebook ${text}. Valid: ${names.map((each) => each.slice(0, 2)).join(', ')} (${names.join(', ')})`,
      );
    return name;
  });
  return wanted.length === 0 ? names : names.filter((name) => found.includes(name));
}

const withoutMarkup = (text: string): string =>
  text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-z][^>]*>|[*`$]/gi, '')
    .replace(/\s+/g, ' ')
    .trim();

/** The first heading, and the blockquote `> **Question.** …` of the first cell; of a damaged notebook the name. */
export function headline(notebook: Notebook | undefined, fallback: string): { title: string; question: string } {
  const text = joined(notebook?.cells.find((cell) => cell.cell_type === 'markdown')?.source ?? '');
  const question = /^> ?\*\*Question\.?\*\*\.?((?:.*)(?:\n>.*)*)/m.exec(text)?.[1] ?? '';
  return {
    title: withoutMarkup(/^#\s+(.+)$/m.exec(text)?.[1] ?? fallback),
    question: withoutMarkup(question.replace(/\n> ?/g, ' ')),
  };
}

/** The figure of the cell tagged `key-figure`: its static picture (SVG) and what it shows in words. */
export function keyFigure(notebook: Notebook): { svg: string; words: string } | undefined {
  const cell = notebook.cells.find((each) => each.metadata.tags?.includes('key-figure'));
  const data = cell?.outputs?.map((output) => output.data).find((each) => each?.['image/svg+xml']);
  return data && { svg: joined(data['image/svg+xml']), words: joined(data['text/plain'] ?? '') };
}

/** Both files of a report, by whether its run was good. */
export const reportFiles = (reports: string, name: string, good = true): { html: string; executed: string } => ({
  html: join(reports, `${name}${good ? '' : '.failed'}.html`),
  executed: join(reports, `${name}${good ? '' : '.failed'}.ipynb`),
});
