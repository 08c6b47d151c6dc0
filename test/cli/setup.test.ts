import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { changesLeft, fullDisk, killedAt, readOnly } from '../support/faults';
import { until } from '../support/until';
import { addProgram, findOnPath, installs, type Programs, runsOfNpm, scratch, setUp, stage, start } from './stage';

describe('set-up', () => {
  it('does nothing, and says nothing, when everything is there', async () => {
    const place = stage({ npm: installs });
    assert.match((await setUp(place, ['build'])).output, /Set up in/);
    assert.deepEqual(await setUp(place, ['build']), { code: 0, output: '' });
    assert.equal(runsOfNpm(place.folder), 1);
  });

  it('runs a step again when its input changed or its result is gone, and only that step', async () => {
    const place = stage({ npm: installs });
    await setUp(place, ['build']);
    writeFileSync(join(place.folder, 'src', 'new.ts'), 'export const one = 1;\n');
    assert.match((await setUp(place, ['build'])).output, /library/);
    rmSync(join(place.folder, 'dist'), { recursive: true });
    assert.match((await setUp(place, ['build'])).output, /library/);
    assert.equal(runsOfNpm(place.folder), 1);
    rmSync(join(place.folder, 'node_modules'), { recursive: true });
    await setUp(place, ['build']);
    assert.equal(runsOfNpm(place.folder), 2);
  });

  it('runs once when two start at once', async () => {
    const place = stage({ npm: `while [ ! -e go ]; do sleep 0.1; done\n${installs}` });
    const two = [1, 2].map(() => start(place.folder, place.bin, ['build']));
    await until('one waits', () => two.some(({ printed }) => printed().includes('Another set-up')));
    writeFileSync(join(place.folder, 'go'), '');
    const both = await Promise.all(two.map(({ ended }) => ended));
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
    );
    assert.match(both.map(({ output }) => output).join(), /Another set-up of this folder is running/);
    assert.equal(runsOfNpm(place.folder), 1);
  });

  it('goes on after kill -9, and ends what the killed one had started', async () => {
    const place = stage({ npm: 'echo $$ > npm-pid\nsleep 300\necho late >> npm-runs' });
    const { child, ended } = start(place.folder, place.bin, ['build']);
    const pidFile = join(place.folder, 'npm-pid');
    await until('the stand-in to start', () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'));
    child.kill('SIGKILL');
    await ended;
    const orphan = Number(readFileSync(pidFile, 'utf8'));
    assert(isAlive(orphan), 'the stand-in outlives its killed parent');
    addProgram(place.bin, 'npm', installs);
    assert.equal((await setUp(place, ['build'])).code, 0);
    await until('the orphan to end', () => !isAlive(orphan));
    assert.equal(runsOfNpm(place.folder), 1);
    assert(!existsSync(join(place.folder, '.setup', 'lock.json')));
  });

  it('starts nothing that it has not taken note of, should it be killed just then', async () => {
    const place = stage({ npm: 'echo $$ > npm-pid\nsleep 300' });
    const lock = join(place.folder, 'src/cli/setup/lock.mjs');
    const whole = readFileSync(lock, 'utf8');
    const slowly = "writeFileSync('noting', ''); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);";
    const slow = whole.replace(/^export function rememberChild\(pid\) \{$/m, `$&\n  ${slowly}`);
    assert.notEqual(slow, whole);
    writeFileSync(lock, slow);
    const { child, ended } = start(place.folder, place.bin, ['build']);
    await until('a program to be started', () => existsSync(join(place.folder, 'noting')));
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGKILL');
    await ended;
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert(!existsSync(join(place.folder, 'npm-pid')), 'a program runs that nobody knows of');
    writeFileSync(lock, whole);
    addProgram(place.bin, 'npm', installs);
    assert.equal((await setUp(place, ['build'])).code, 0);
  });

  it('goes on after a killed one whose end nobody took note of', async () => {
    const place = stage({ npm: 'echo $$ > npm-pid\nsleep 300' });
    // The shell becomes a program that never asks how its child ended: the child stays a zombie.
    const script = `"$0" "$1" build & echo $!; exec "${findOnPath('sleep')}" 300`;
    const parent = spawn('/bin/sh', ['-c', script, process.execPath, join(place.folder, 'src/cli/setup.mjs')], {
      cwd: place.folder,
      env: { PATH: place.bin, HOME: scratch },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [said] = await once(parent.stdout!, 'data');
      const pidFile = join(place.folder, 'npm-pid');
      await until('the stand-in to start', () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'));
      process.kill(Number(said), 'SIGKILL');
      await until('a zombie', () => isZombie(Number(said)));
      addProgram(place.bin, 'npm', installs);
      assert.equal((await setUp(place, ['build'])).code, 0);
      await until('the orphan to end', () => !isAlive(Number(readFileSync(pidFile, 'utf8'))));
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('ends what is left of a program of a killed one, when that program itself has ended', async () => {
    const place = stage({ npm: 'sleep 300 &\necho $! > npm-pid\nsleep 300' });
    const { child, ended } = start(place.folder, place.bin, ['build']);
    const pidFile = join(place.folder, 'npm-pid');
    await until('the stand-in to start', () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'));
    child.kill('SIGKILL');
    await ended;
    const [leader] = JSON.parse(readFileSync(join(place.folder, '.setup', 'lock.json'), 'utf8')).children;
    process.kill(leader.pid, 'SIGKILL');
    await until('the stand-in to end', () => !isAlive(leader.pid));
    const left = Number(readFileSync(pidFile, 'utf8'));
    assert(isAlive(left));
    addProgram(place.bin, 'npm', installs);
    assert.equal((await setUp(place, ['build'])).code, 0);
    await until('the rest to end', () => !isAlive(left));
  });

  for (const [what, content] of [
    ['empty', ''],
    ['cut short', '{"pid":1,"star'],
    ['of another kind', 'null'],
    ['an empty text', '""'],
    ['of a program whose number is none', '{"pid":4194303,"children":[{"pid":{"toString":1}}]}'],
    ['of no list of programs', '{"pid":4194303,"children":7}'],
    ['of a program that is none', '{"pid":4194303,"children":[null]}'],
    ['of a program whose number means a group', '{"pid":4194303,"children":[{"pid":0}]}'],
  ])
    it(`takes a lock that is ${what} as nobody's`, async () => {
      const { folder, bin } = stage({ npm: installs });
      mkdirSync(join(folder, '.setup'));
      writeFileSync(join(folder, '.setup', 'lock.json'), content);
      // In a group of its own: one that ended its own group would end these tests, too.
      const { code, output } = await start(folder, bin, ['build'], {}, { detached: true }).ended;
      assert.equal(code, 0, output);
      assert(!existsSync(join(folder, '.setup', 'lock.json')));
    });

  it('leaves nothing running after Ctrl-C, and no lock that keeps the next one out', async () => {
    const place = stage({ npm: 'echo $$ > npm-pid\nsleep 300' });
    const { child, ended } = start(place.folder, place.bin, ['build']);
    const pidFile = join(place.folder, 'npm-pid');
    await until('the stand-in to start', () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'));
    child.kill('SIGINT');
    assert.equal((await ended).code, 130);
    await until('the stand-in to end', () => !isAlive(Number(readFileSync(pidFile, 'utf8'))));
    addProgram(place.bin, 'npm', installs);
    assert.equal((await setUp(place, ['build'])).code, 0);
  });

  it('keeps the last good library when a build fails', async () => {
    const place = stage({ npm: installs });
    await setUp(place, ['build']);
    const compiler = join(place.folder, 'node_modules/typescript/bin/tsc');
    writeFileSync(compiler, "console.log('src/new.ts(1,1): error TS2322: no'); process.exit(2)");
    writeFileSync(join(place.folder, 'src', 'new.ts'), 'const one: string = 1;\n');
    const { code, output } = await setUp(place, ['build']);
    assert.equal(code, 1);
    assert.match(output, /error TS2322/);
    assert(existsSync(join(place.folder, 'dist', 'dsp', 'index.js')));
  });
});

describe('set-up on a bad day', () => {
  const built = (folder: string) => readFileSync(join(folder, 'dist', 'dsp', 'index.js'), 'utf8');

  it('killed at any change that it makes on the disk, goes on and loses nothing', async () => {
    const place = stage({ npm: installs });
    await setUp(place, ['build']);
    let change = 0;
    let faults: ReturnType<typeof killedAt>;
    do {
      writeFileSync(join(place.folder, 'src', 'new.ts'), `export const change = ${++change};\n`);
      faults = killedAt(place.folder, change);
      await setUp(place, ['build'], faults);
      const next = await setUp(place, ['build']);
      assert.equal(next.code, 0, `after a kill at change ${change}: ${next.output}`);
      assert.match(built(place.folder), new RegExp(`^export const change = ${change};`));
      assert.deepEqual(await setUp(place, ['build']), { code: 0, output: '' });
    } while (changesLeft(faults) <= 0); // the set-up or a program of its was killed
    assert(change > 30, `killed at ${change - 1} changes only`);
    assert.equal(runsOfNpm(place.folder), 1, 'npm ran again');
    assert.deepEqual(
      [...readdirSync(place.folder), ...readdirSync(join(place.folder, '.setup'))].filter((name) =>
        /^(dist|lock)/.test(name),
      ),
      ['dist'],
    );
  });

  it('on a disk that becomes full says so, keeps what it had, and goes on when there is room', async () => {
    const place = stage({ npm: installs });
    await setUp(place, ['build']);
    const before = built(place.folder);
    writeFileSync(join(place.folder, 'src', 'new.ts'), 'export const one = 1;\n');
    for (const bytes of [0, 100, 300]) {
      const { code, output } = await setUp(place, ['build'], fullDisk(place.folder, bytes));
      assert.equal(code, 1, output);
      assert.match(output, /the disk is full\.\n {2}Cure: Free some space/);
      assert.equal(built(place.folder), before);
    }
    assert.equal((await setUp(place, ['build'])).code, 0);
    assert.equal(runsOfNpm(place.folder), 1);
  });

  it('in a folder that cannot be written to does nothing where nothing is to do, and else says so', async () => {
    const place = stage({ npm: installs });
    const first = await setUp(place, ['build'], readOnly(place.folder));
    assert.equal(first.code, 1);
    assert.match(first.output, /a file could not be written\.\n {2}Cure: Make the project folder writable/);
    await setUp(place, ['build']);
    assert.deepEqual(await setUp(place, ['build'], readOnly(place.folder)), { code: 0, output: '' });
  });
});

describe('set-up says what to do', () => {
  const failures: [
    name: string,
    programs: Programs,
    args: string[],
    env: Record<string, string>,
    message: RegExp,
    cure: RegExp,
  ][] = [
    ['without npm', {}, ['build'], {}, /npm was not found/, /Install npm/],
    [
      'without a network',
      { npm: 'echo "npm error code ENOTFOUND" >&2; exit 1' },
      ['build'],
      {},
      /a package registry could not be reached/,
      /HTTPS_PROXY.*run the command again/,
    ],
    [
      'on a full disk',
      { npm: 'echo "npm error code ENOSPC" >&2; exit 1' },
      ['build'],
      {},
      /the disk is full/,
      /Free some space/,
    ],
    [
      'on an altered package',
      { npm: 'echo "npm error code EINTEGRITY" >&2; exit 1' },
      ['build'],
      {},
      /not the one that the lock file names/,
      /mirror/,
    ],
    [
      'on a package-lock.json that is cut short',
      {
        npm: `echo 'npm error The \`npm ci\` command can only install with an existing package-lock.json or' >&2; exit 1`,
      },
      ['build'],
      {},
      /Installing the npm packages: the lock file is damaged or missing/,
      /git checkout package-lock\.json/,
    ],
    [
      'without Python',
      { npm: installs },
      [],
      {},
      /No Python 3\.10 or newer was found/,
      /apt install python3 python3-venv/,
    ],
    [
      'with an old Python',
      { npm: installs, python3: 'echo 3 8 10; echo /old' },
      [],
      {},
      /No Python 3\.10 .*python3 is 3\.8\.10/,
      /POLEZERO_PYTHON/,
    ],
    [
      'where POLEZERO_PYTHON is wrong',
      { npm: installs },
      [],
      { POLEZERO_PYTHON: '/no/such/python' },
      /POLEZERO_PYTHON=\/no\/such\/python/,
      /name one/,
    ],
    [
      'where Python has no venv',
      {
        npm: installs,
        python3: 'case "$1" in -c) echo 3 11 2; echo python3;; *) echo "ensurepip is not available"; exit 1;; esac',
      },
      [],
      {},
      /has no venv module/,
      /apt install python3-venv/,
    ],
    [
      'where a peer of npm run bench cannot be fetched',
      {
        python3: `if [ "$1" = -c ]; then echo 3 11 2; echo python3; exit; fi
          mkdir -p "$3/bin"; echo '#!/bin/sh' > "$3/bin/python"
          echo 'echo "Temporary failure in name resolution"; exit 1' >> "$3/bin/python"
          "${findOnPath('chmod')}" +x "$3/bin/python"`,
      },
      ['peer-scipy'],
      {},
      /Installing SciPy: a package registry could not be reached/,
      /HTTPS_PROXY.*run the command again/,
    ],
    [
      'for an unknown goal',
      { npm: installs },
      ['tset'],
      {},
      /Unknown goal 'tset'/,
      /Valid: all, bench, build, .*study, test/,
    ],
  ];
  for (const [name, programs, args, env, message, cure] of failures) {
    it(name, async () => {
      const { code, output } = await setUp(stage(programs), args, env);
      assert.equal(code, 1, output);
      assert.match(output, message);
      assert.match(output, new RegExp(`Cure: .*${cure.source}`));
    });
  }

  it('without a C++ compiler, where the package has none prebuilt either', async () => {
    const place = stage({
      npm: `if [ "$1" = rebuild ]; then echo "no prebuilt binary" >&2; exit 1; fi\n${installs}`,
      python3: `if [ "$1" = -c ]; then echo 3 11 2; echo python3; exit; fi
        mkdir -p .venv/bin; echo '#!/bin/sh' > .venv/bin/python; cat .venv/bin/python > .venv/bin/jupyter
        "${findOnPath('chmod')}" +x .venv/bin/python`,
    });
    const { code, output } = await setUp(place, [], { CXX: 'no-such-compiler' });
    assert.equal(code, 1);
    assert.match(output, /no prebuilt binary/);
    assert.match(output, /Cure: Install a C\+\+ compiler/);
  });

  it('on a Node that is too old', async () => {
    const { folder, bin } = stage({ npm: installs });
    const old = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'18.19.1'})";
    const { code, output } = await start(folder, bin, ['build'], { NODE_OPTIONS: `--import "${old}"` }).ended;
    assert.equal(code, 1);
    assert.match(output, /needs Node 20\.19 or newer; this is Node 18\.19\.1/);
    assert.match(output, /Cure: install a current Node/);
  });
});

/** How a process is, as Linux says it in a letter; nothing if it is gone. */
function stateOf(pid: number): string | undefined {
  try {
    return /^\d+ \(.*\) (\w)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
const isZombie = (pid: number): boolean => stateOf(pid) === 'Z';
const isAlive = (pid: number): boolean => !['Z', undefined].includes(stateOf(pid));
