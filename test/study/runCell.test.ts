import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readStudy, runCell, workFolder } from 'polezero/study';
import { tinyStudy } from './tiny';

const tiny = JSON.parse(readFileSync(tinyStudy, 'utf8'));

describe('runCell where its folder is damaged', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'cell-'));
    writeFileSync(
      join(folder, 'tiny.json'),
      JSON.stringify({ ...tiny, base: { ...tiny.base, steps: 10 }, cells: [{ ...tiny.cells[1], steps: 10 }] }),
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const lasting = (path: string): object => {
    const { seconds: _, finished: __, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
    return rest;
  };

  it('mends what can be made anew, and names what cannot', async () => {
    const study = readStudy(join(folder, 'tiny.json'));
    const [cell, seed, work, result] = [
      study.cells[0].name,
      study.seeds[0],
      join(folder, 'work'),
      join(folder, 'result.json'),
    ];
    const own = workFolder(work, study, cell, seed);
    const said: string[] = [];
    const run = () => runCell(study, cell, seed, { work, result, say: (text) => said.push(text) });
    assert.equal(await run(), true);
    const good = lasting(result);
    const file = (name: string) => join(own, name);
    copyFileSync(file('seconds.json'), join(folder, 'seconds.json'));

    rmSync(result);
    truncateSync(file('model.safetensors'), 1000);
    assert.equal(await run(), true);
    assert.match(said.join('\n'), /model\.safetensors is no valid .*It is made anew\./);
    assert.deepEqual(lasting(result), good);

    rmSync(result);
    const bytes = readFileSync(file('model.safetensors'));
    bytes[bytes.length - 9] ^= 1;
    writeFileSync(file('model.safetensors'), bytes);
    assert.equal(await run(), true);
    assert.match(said.join('\n'), /model\.safetensors is damaged: .*It is made anew\./);
    assert.deepEqual(lasting(result), good);

    rmSync(result);
    writeFileSync(file('seconds.json'), '{"train');
    await assert.rejects(run(), /seconds\.json is no JSON: .*; remove it, and the time so far is not counted\./);
    copyFileSync(join(folder, 'seconds.json'), file('seconds.json'));

    truncateSync(file('checkpoint.safetensors'), 1000);
    await assert.rejects(run(), /checkpoint\.safetensors .* Remove it, and the run begins anew\./);
    rmSync(file('checkpoint.safetensors'));
    assert.equal(await run(), true);
    assert.deepEqual(lasting(result), good);

    writeFileSync(file('lock.json'), '{');
    assert.equal(await run(), true);
  });
});
