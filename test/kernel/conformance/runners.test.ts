import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { project, python } from './kernels';

// Below the project, so that notebooks find its packages.
mkdirSync(join(project, 'build'), { recursive: true });
const folder = mkdtempSync(join(project, 'build', 'runners-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const codeCell = (id: string, source: string, outputs: object[] = []) => ({
  cell_type: 'code',
  id,
  metadata: {},
  execution_count: 1,
  source,
  outputs,
});
const result = (text: string) => ({
  output_type: 'execute_result',
  execution_count: 1,
  metadata: {},
  data: { 'text/plain': text },
});

function notebook(name: string, cells: object[]): string {
  const metadata = { kernelspec: { display_name: 'TypeScript (tslab)', language: 'typescript', name: 'tslab' } };
  writeFileSync(join(folder, `${name}.ipynb`), JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
  return `${name}.ipynb`;
}

notebook('good', [codeCell('a', '6 * 7', [result('42')])]);
notebook('throws', [codeCell('a', '1', [result('1')]), codeCell('b', "throw new Error('no')")]);
notebook('type', [codeCell('a', "const n: number = 'one';")]);
notebook('rejects', [codeCell('a', "const lost = Promise.reject(new Error('lost'));")]);
notebook('output', [codeCell('a', '6 * 7', [result('41')])]);

/** Runs the plugin over all notebooks; resolves with the names of those whose every cell passed. */
const passing = (plugin: string) =>
  new Promise<string[]>((resolve, reject) => {
    const options = ['-m', 'pytest', '-v', '-p', 'no:cacheprovider', plugin, '.'];
    execFile(python, options, { cwd: folder }, (_, stdout) => {
      const results = [...stdout.matchAll(/^(\w+)(?:\.|::)ipynb::.* (PASSED|FAILED|ERROR|XFAIL)/gm)];
      const names = new Set(results.map(([, name]) => name));
      if (names.size !== 5) reject(new Error(stdout));
      resolve([...names].filter((name) => results.every(([, of, verdict]) => of !== name || verdict === 'PASSED')));
    });
  });

it('nbmake passes a notebook that works, and fails one that throws, is mistyped, or loses a rejection', async () =>
  assert.deepEqual((await passing('--nbmake')).sort(), ['good', 'output']));

it('nbval does so too, and compares the outputs', async () => assert.deepEqual(await passing('--nbval'), ['good']));
