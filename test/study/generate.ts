// Writes what the tests compare with, after the study or what is measured has changed: node build/test/study/generate.js
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect, readStudy, resultPath, runCell } from 'polezero/study';
import { cells, type Reference, reduced, train } from './reduced';
import { goldenRuns, project, tinyStudy } from './tiny';

const golden = join(project, 'test', 'study', 'golden');

async function main(): Promise<void> {
  const references: Record<string, Reference> = {};
  for (const cell of cells) references[cell] = await train(reduced(cell));
  writeFileSync(join(golden, 'reduced.json'), `${JSON.stringify(references, null, 2)}\n`);

  const study = readStudy(tinyStudy);
  const work = mkdtempSync(join(tmpdir(), 'golden-'));
  for (const file of readdirSync(golden).filter((name) => name.startsWith('tiny')))
    rmSync(join(golden, file), { recursive: true });
  for (const [cell, seed] of goldenRuns)
    await runCell(study, cell, seed, { work, result: resultPath(golden, study, cell, seed) });
  collect(study, golden);
  rmSync(work, { recursive: true });
}

main();
