import { writeWhole } from '../../files/writeWhole';
import { joined, type Notebook, type NotebookCell, readNotebook } from './notebook';
import { UsageError } from './usage';

// What changes with every run and says nothing.
const noise = ['execution', 'papermill'];

const withoutNoise = (metadata: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(metadata).filter(([key]) => !noise.includes(key)));

/** The notebook as it was, with the outputs of an execution: text, ids and metadata stay, so that a diff shows results only. */
export function withOutputs(notebook: Notebook, executed: Notebook): Notebook {
  const codeCells = executed.cells.filter((cell) => cell.cell_type === 'code');
  const cells = notebook.cells.map((cell): NotebookCell => {
    const clean = { ...cell, metadata: withoutNoise(cell.metadata) };
    if (cell.cell_type !== 'code') return clean;
    const run = codeCells.shift();
    return { ...clean, execution_count: run?.execution_count ?? null, outputs: run?.outputs ?? [] };
  });
  // As the kernel describes its language: where it stands otherwise, JupyterLab holds an opened notebook to be changed.
  const { language_info } = executed.metadata;
  return { ...notebook, metadata: { ...withoutNoise(notebook.metadata), language_info }, cells };
}

const codeOf = ({ cells }: Notebook): string =>
  JSON.stringify(cells.filter((cell) => cell.cell_type === 'code').map(({ source }) => joined(source)));

/**
 * Saves the outputs of an executed notebook into the one that it came from, in nbformat's own layout.
 *
 * @throws {UsageError} if that one was edited meanwhile: the outputs would be those of other code
 */
export function saveOutputs(notebook: string, executed: string): void {
  const [now, run] = [readNotebook(notebook), readNotebook(executed)];
  if (codeOf(now) !== codeOf(run))
    throw new UsageError(`${notebook} was edited while it ran; its outputs are not saved. Run the command again.`);
  writeWhole(notebook, `${JSON.stringify(withOutputs(now, run), null, 1)}\n`);
}
