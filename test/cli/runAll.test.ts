import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { pathToFileURL } from 'node:url';

// The set-up's steps, run by a copy of its code, since stamps are kept beside it.

const project = join(__dirname, '..', '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'steps-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
cpSync(join(project, 'src', 'cli', 'setup'), join(scratch, 'src', 'cli', 'setup'), { recursive: true });
cpSync(join(project, 'src', 'files'), join(scratch, 'src', 'files'), { recursive: true });
mkdirSync(join(scratch, '.setup', 'stamps'), { recursive: true });

const runAll = JSON.stringify(pathToFileURL(join(scratch, 'src', 'cli', 'setup', 'run.mjs')).href);

/** What the steps print that are given by name, needs, whether they fail, and how long they take. */
function run(...steps: [string, string[], boolean?, number?][]): string {
  const script = `
    import { runAll } from ${runAll};
    import { mock } from 'node:test';
    import { setTimeout } from 'node:timers/promises';
    mock.timers.enable({ apis: ['setInterval'] });
    const steps = ${JSON.stringify(steps)}.map(([name, needs, fails, minutes]) => ({
      name, title: name, needs, inputs: () => String(Math.random()), outputs: () => [],
      async run() { mock.timers.tick(60_000 * (minutes ?? 0)); await setTimeout(20); if (fails) throw new Error(name + ' failed'); },
    }));
    runAll(steps).catch((error) => console.log(error.message));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`.replace(/: \d.*s$/gm, ' done').replace(/ +/g, ' ');
}

it('a step waits for those that it needs, also where they stand behind it', () => {
  assert.equal(
    run(['library', ['packages']], ['packages', []]),
    ' packages …\n packages done\n library …\n library done\n',
  );
});

it('a step that needs a failed one does not run, and what is reported is the failure', () => {
  assert.equal(run(['tensorflow', ['library']], ['library', [], true]), ' library …\nlibrary failed\n');
});

it('a step that was killed midway runs again, though all that it makes is there and nothing has changed', () => {
  const made = join(scratch, 'made');
  const step = (end: string): string => {
    const script = `
      import { runAll } from ${runAll};
      import { writeFileSync } from 'node:fs';
      const made = ${JSON.stringify(made)};
      await runAll([{
        name: 'half', title: 'half', needs: [], inputs: () => 'as ever', outputs: () => [made],
        async run() { writeFileSync(made, ''); ${end} },
      }]);`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stdout;
  };
  assert.match(step(''), /half: /);
  assert.equal(step(''), '');
  rmSync(made);
  assert.doesNotMatch(step("process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});"), /half: /);
  assert.match(step(''), /half: /);
  assert.equal(step(''), '');
});

it('a long step gives a sign of life every minute', () => {
  assert.match(
    run(['packages', [], false, 2]),
    /packages …\n packages: still at work after 1 min; .*\n packages: still at work after 2 min; .*logs\n packages done/,
  );
});
