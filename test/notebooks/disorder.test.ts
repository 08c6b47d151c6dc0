import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { KernelClient, ofType } from '../kernel/conformance/client';
import { ours, project } from '../kernel/conformance/kernels';

// The cells of real notebooks, and of the solutions, as readers run them: one too early, an error in between, all again, one twice.

/** Where it is computed for long, less of it. */
const quicker: Record<string, [given: string, instead: string]> = {
  'solutions/03-trm-recursion.ipynb': ['steps: number = 24', 'steps: number = 8'],
};
/** Takes minutes for each of its three rounds, whatever its parameters. */
const tooLong = 'solutions/06-poles-of-a-network.ipynb';

const folders = ['notebooks', join('notebooks', 'solutions')];
const notebooks = folders.flatMap((folder) =>
  readdirSync(join(project, folder))
    .filter((name) => /^\d\d-.*\.ipynb$/.test(name))
    .map((name) => join(folder, name)),
);
for (const notebook of notebooks) {
  const { cells } = JSON.parse(readFileSync(join(project, notebook), 'utf8'));
  const code: string[] = cells
    .filter((cell: { cell_type: string }) => cell.cell_type === 'code')
    .map((cell: { source: string[] }) => cell.source.join(''));
  const name = `${basename(dirname(notebook))}/${basename(notebook)}`;
  if (name === tooLong) continue;
  if (name in quicker) {
    const at = code.findIndex((source) => source.includes(quicker[name][0]));
    code[at] = code[at].replace(...quicker[name]);
  }

  describe(`the cells of ${name}`, () => {
    let kernel: KernelClient;
    before(async () => {
      kernel = await KernelClient.start(ours().argv, { cwd: join(project, dirname(notebook)) });
    });
    after(() => kernel.stop());

    /** What a cell shows, in all its types; or its error. */
    async function run(cell: string): Promise<string> {
      const { reply, iopub } = await kernel.execute(cell);
      if (reply.content.status !== 'ok') return `${reply.content.ename}: ${reply.content.evalue}`;
      const shown = [...ofType(iopub, 'stream'), ...ofType(iopub, 'display_data'), ...ofType(iopub, 'execute_result')];
      // A network that is made twice, for a cell that is run twice, is left twice.
      return JSON.stringify(shown.map(({ content }) => content.data ?? content.text)).replace(
        /\d+ tensors are/,
        '… tensors are',
      );
    }

    it('give the same again: after one run too early, after an error, from the top, and twice', async () => {
      assert.match(await run(code[code.length - 1]), /^TypeScriptError: .*Cannot find name/);
      const first: string[] = [];
      for (const cell of code) first.push(await run(cell));
      assert.deepEqual(
        first.filter((shown) => /^\w*Error/.test(shown)),
        [],
      );
      assert.match(await run("throw new Error('between')"), /^Error: between/);
      for (const [i, cell] of code.entries()) {
        assert.equal(await run(cell), first[i], `cell ${i + 1} again`);
        assert.equal(await run(cell), first[i], `cell ${i + 1} twice`);
      }
    });
  });
}
