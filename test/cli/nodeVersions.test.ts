import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';

const project = join(__dirname, '..', '..', '..');
const { exports: parts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
const subpaths = Object.keys(parts)
  .filter((path) => path !== './package.json')
  .map((path) => `polezero${path.slice(1)}`);

/** Runs a program of one of the Node releases that the set-up keeps for the tests; resolves with what it printed, on stderr too. */
async function onNode(release: number, flags: string[], code: string): Promise<string> {
  const node = join(project, '.setup', 'node-versions', 'node_modules', `node-${release}`, 'bin', 'node');
  const { stdout, stderr } = await promisify(execFile)(node, [...flags, '-e', code], { cwd: project });
  return (stdout + stderr).trim();
}

const sumOfSquares = `
  const { tf } = require('polezero/nn');
  const { DataFrame } = require('danfojs-node');
  const [sum] = tf.tidy(() => tf.tensor1d([1, 2, 3]).square().sum().dataSync());
  console.log(process.versions.node.split('.')[0], tf.getBackend(), sum, new DataFrame({ x: [1, 2] }).add(1).values.flat().join());`;

describe('on Node', () => {
  for (const release of [20, 22, 24, 26]) {
    it(`${release} TensorFlow and Danfo compute, without a warning`, async () => {
      assert.equal(await onNode(release, [], sumOfSquares), `${release} tensorflow 14 2,3`);
    });

    it(`${release} every part loads by require and by import, the same copy`, async () => {
      const code = `
        const same = await Promise.all(${JSON.stringify(subpaths)}.map(async (name) => {
          const imported = await import(name);
          const required = (await import('node:module')).createRequire(process.cwd() + '/x.js')(name);
          return Object.keys(required).every((key) => imported[key] === required[key]);
        }));
        console.log(same.join());`;
      assert.equal(await onNode(release, ['--input-type=module'], code), subpaths.map(() => 'true').join());
    });
  }

  it('without the two withdrawn functions TensorFlow does not compute: the check above can fail', async () => {
    const code = "const tf = require('@tensorflow/tfjs-node'); tf.tensor1d([1, 2]).square().dataSync();";
    await assert.rejects(onNode(26, [], code), /isNullOrUndefined\) is not a function/);
  });
});
