import { writeWhole } from '../../files/writeWhole';
import { type Notebook, type NotebookCell, readNotebook } from './notebook';

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

/** Saves the outputs of an executed notebook into the one that it came from, in nbformat's own layout. */
export function saveOutputs(notebook: string, executed: string): void {
  writeWhole(notebook, `${JSON.stringify(withOutputs(readNotebook(notebook), readNotebook(executed)), null, 1)}\n`);
}
