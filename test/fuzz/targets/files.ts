import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { readSafetensors, type StateDict, TinyRecursiveModel, writeSafetensors } from 'polezero/models';
import { type Result, readResult, readStepTimes, readStudy, resolveRun, type StepTimes, tables } from 'polezero/study';
import { generateMaze, generateSudoku, readPuzzleCsv } from 'polezero/tasks';
import { loadModel, readRunFile, TrainingRun } from 'polezero/training';
import { small } from '../../training/small';
import type { Target } from '../Target';
import { anyBytes, anyChange, changedJson, damaged, damagedJson } from './damage';
import { Lines, project } from './Lines';
import { setupLockReader } from './setupLock';

const internal = (path: string) => require(join(project, 'dist', path));
const { Lock, lockOwner } = internal('files/lock.js');
const { readConnection } = internal('kernel/connection.js');
const { parse } = internal('kernel/wire.js');
const { readSeconds } = internal('study/runCell.js');
const { headline, keyFigure, readNotebook } = internal('cli/report/notebook.js');

/** A reader of files that come from elsewhere: it returns what is in one, or refuses it. */
export interface Reader {
  /** Where the file is, in the folder of the target. */
  file: string;
  /** What a refusal must name; default the file. */
  names?: string;
  /** Files as they may be found. */
  files: fc.Arbitrary<Uint8Array>;
  /** Reads the file, and whatever is read of it only later. */
  read(path: string): unknown;
  /** What must hold of a file that was read; default nothing. */
  accepted?(read: unknown, path: string): unknown;
  /** What must hold of a file that was refused; default nothing. */
  refused?(error: Error, path: string): unknown;
}

// ---- .safetensors

const types: Record<string, number> = { F64: 8, F32: 4, F16: 2, BF16: 2 };

function safetensors(header: unknown, body: Uint8Array): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, body]);
}

/** A file of some tensors of random bytes, with changes in its header. */
const anySafetensors: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.array(
      fc.record({
        name: fc.oneof(
          fc.constantFrom('a', 'b', '__proto__', 'constructor', 'L_level.layers.0.mlp.weight'),
          fc.string({ unit: 'grapheme', maxLength: 6 }),
        ),
        dtype: fc.constantFrom(...Object.keys(types)),
        shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
      }),
      { maxLength: 4 },
    ),
    fc.noShrink(fc.uint8Array({ minLength: 512, maxLength: 512 })),
    fc.option(fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 })), { nil: undefined }),
    fc.array(anyChange, { maxLength: 2 }),
  )
  .map(([tensors, numbers, metadata, changes]) => {
    let end = 0;
    const entries = tensors.map(({ name, dtype, shape }) => {
      const begin = end;
      end += shape.reduce((product, n) => product * n, types[dtype]);
      return [name, { dtype, shape, data_offsets: [begin, end] }];
    });
    const header = Object.fromEntries([...(metadata ? [['__metadata__', metadata]] : []), ...entries]);
    const body = Buffer.alloc(end, numbers);
    return safetensors(changedJson(header, changes), body);
  });

type PythonTensors = { tensors?: [name: string, dtype: string, shape: number[], hex: string][]; error?: string };

/** A number in as many bytes, written out for itself: sign, exponent, fraction. */
function decoded(bytes: Buffer, at: number, dtype: string): number {
  if (dtype === 'F64') return Math.fround(bytes.readDoubleLE(at));
  if (dtype === 'F32') return bytes.readFloatLE(at);
  const bits = bytes.readUInt16LE(at);
  const wide = dtype === 'BF16' ? 7 : 10;
  const exponents = 2 ** (15 - wide) - 1;
  const [exponent, fraction] = [(bits >> wide) & exponents, (bits & (2 ** wide - 1)) / 2 ** wide];
  const bias = (exponents - 1) / 2;
  const sign = bits >= 0x8000 ? -1 : 1;
  if (exponent === exponents) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias));
}

/** What Python's library has read, as ours gives it; undefined if it is of types that ours refuses. */
function asStateDict(
  tensors: NonNullable<PythonTensors['tensors']>,
): [string, { shape: number[]; data: Float32Array }][] | undefined {
  if (tensors.some(([, dtype]) => !(dtype in types))) return undefined;
  return tensors.map(([name, dtype, shape, hex]) => {
    const bytes = Buffer.from(hex, 'hex');
    const data = Float32Array.from({ length: bytes.length / types[dtype] }, (_, i) =>
      decoded(bytes, i * types[dtype], dtype),
    );
    return [name, { shape, data }];
  });
}

function safetensorsReader(python: Lines<string, PythonTensors>): Reader {
  return {
    file: 'any.safetensors',
    files: damaged(anySafetensors),
    read: readSafetensors,
    async accepted(read, path) {
      const { tensors, error } = await python.ask(path);
      assert(tensors, `read, but Python's library says ${error}`);
      const expected = asStateDict(tensors);
      assert(expected, 'read, but of a type that is not to be read');
      // As lists of numbers: of NaN there are many kinds.
      const listed = (entries: typeof expected) =>
        entries
          .map(([name, { shape, data }]) => [name, shape, [...data]] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1));
      const { tensors: ours, metadata } = read as { tensors: StateDict; metadata: object };
      assert.deepEqual(listed(Object.entries(ours)), listed(expected));
      assert(Object.values(metadata).every((value) => typeof value === 'string'));
    },
    async refused(_, path) {
      const { tensors } = await python.ask(path);
      assert(tensors === undefined || asStateDict(tensors) === undefined, "refused, but Python's library reads it");
    },
  };
}

// ---- puzzles

const line = ({ puzzle, solution, difficulty }: { puzzle: string; solution: string; difficulty: number }) =>
  `ours,${puzzle},${solution},${difficulty}`;

function puzzleReader(kind: 'sudoku' | 'maze'): Reader {
  const lines = Array.from({ length: 12 }, (_, seed) =>
    line(kind === 'sudoku' ? generateSudoku({ size: 4, seed }) : generateMaze({ size: 5, seed })),
  );
  const end = fc.constantFrom('\n', '\r\n', '\n\n');
  const files = fc
    .tuple(fc.array(fc.constantFrom(...lines), { maxLength: 5 }), end, fc.constantFrom('', '\ufeff'))
    .map(([some, newline, mark]) => Buffer.from(mark + ['source,question,answer,rating', ...some, ''].join(newline)));
  return {
    file: `${kind}.csv`,
    files: damaged(files),
    async read(path) {
      const rows = [];
      for await (const row of readPuzzleCsv(path, { kind })) rows.push(row);
      return rows;
    },
    accepted(rows) {
      for (const { question, answer, rating } of rows as { question: string; answer: string; rating: number }[]) {
        assert(Number.isFinite(rating) && rating >= 0);
        assert.equal(question.length, answer.length);
        if (kind === 'maze') assert.equal(answer.replaceAll('o', ' '), question);
        else assertSudoku(question, answer);
      }
    },
  };
}

function assertSudoku(question: string, answer: string): void {
  const size = Math.sqrt(answer.length);
  const [tall, wide] = { 4: [2, 2], 6: [2, 3], 9: [3, 3] }[size]!;
  const units = Array.from({ length: 3 * size }, () => new Set<string>());
  [...answer].forEach((digit, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    units[row].add(digit);
    units[size + column].add(digit);
    units[2 * size + tall * Math.floor(row / tall) + Math.floor(column / wide)].add(digit);
    assert('.0'.includes(question[i]) || question[i] === digit);
  });
  assert(units.every((unit) => unit.size === size));
}

// ---- runs, studies, their results, models

const runFile = { ...small, steps: 3, evaluateEvery: 2, checkpointEvery: 2 };
const runReader: Reader = {
  file: 'run.json',
  files: damaged(damagedJson(runFile)),
  read: (path) => readRunFile(join(path, '..')),
};

const tinyStudy = JSON.parse(readFileSync(join(project, 'test', 'study', 'tiny.json'), 'utf8'));
const unrolling = JSON.parse(readFileSync(join(project, 'studies', 'unrolling.json'), 'utf8'));
const studyReader: Reader = {
  file: 'study.json',
  files: damaged(damagedJson(tinyStudy, tinyStudy, unrolling)),
  read: readStudy,
  accepted(read) {
    const study = read as ReturnType<typeof readStudy>;
    for (const { name } of study.cells) for (const seed of study.seeds) resolveRun(study, name, seed);
  },
};

const golden = (name: string) =>
  JSON.parse(readFileSync(join(project, 'test', 'study', 'golden', 'tiny', 'runs', name), 'utf8'));
const goldens = [golden('trm-1.json'), golden('tied-2-1.json')];
const resultReader: Reader = {
  file: 'trm-1.json',
  files: damaged(damagedJson(...goldens)),
  read: readResult,
  accepted(read) {
    const result = read as Result;
    // Tables are made of results of runs that the study has.
    if (!goldens.some(({ run }) => isDeepStrictEqual(run, result.run))) return;
    for (const rowsOf of Object.values(tables)) {
      for (const row of rowsOf(result))
        for (const [column, value] of Object.entries(row))
          assert(
            value === null || ['string', 'number', 'boolean'].includes(typeof value),
            `${column} is ${JSON.stringify(value)}`,
          );
    }
  },
};

const timedStudy = readStudy(join(project, 'test', 'study', 'tiny.json'));
const timed = (name: string, seconds: number) => {
  const run = JSON.parse(JSON.stringify(resolveRun(timedStudy, name, timedStudy.seeds[0])));
  return { seconds, low: 0.9 * seconds, high: 1.2 * seconds, run };
};
const { versions, machine, commit, finished } = goldens[0];
const stepTimes = {
  ...{ study: 'tiny', versions, machine, commit, finished, rounds: 3 },
  cells: { trm: timed('trm', 0.01), 'tied-2': timed('tied-2', 0.002) },
};
const stepTimesReader: Reader = {
  file: join('tiny', 'times.json'),
  files: damaged(damagedJson(stepTimes)),
  read: (path) => readStepTimes(timedStudy, dirname(dirname(path))),
  accepted(read) {
    const { cells } = read as StepTimes;
    for (const [name, { run, ...times }] of Object.entries(cells)) {
      assert.deepEqual(run, resolveRun(timedStudy, name, timedStudy.seeds[0]));
      for (const key of ['seconds', 'low', 'high'] as const) assert(times[key] >= 0 && Number.isFinite(times[key]));
    }
    for (const result of goldens)
      for (const rowsOf of Object.values(tables))
        for (const row of rowsOf(result, read as StepTimes))
          for (const value of Object.values(row)) assert(value === null || typeof value !== 'object');
  },
};

const secondsReader: Reader = {
  file: 'seconds.json',
  files: damaged(damagedJson({ training: 12.5 })),
  read: (path) => readSeconds(dirname(path)),
  accepted: (seconds) => assert(Number.isFinite(seconds) && (seconds as number) >= 0, `${seconds} s`),
};

/** The files that a small run leaves. */
async function runLeaves(folder: string): Promise<{ checkpoint: Buffer; model: Buffer }> {
  const run = await TrainingRun.start(small);
  await run.train(12);
  run.save(join(folder, 'checkpoint'));
  const { config } = run.model;
  writeSafetensors(join(folder, 'model'), run.averaged(), { config: JSON.stringify(config) });
  run.dispose();
  return { checkpoint: readFileSync(join(folder, 'checkpoint')), model: readFileSync(join(folder, 'model')) };
}

/** Such a file with changes in its header, and in what its metadata say in JSON. */
function damagedRun(file: Buffer): fc.Arbitrary<Uint8Array> {
  const length = Number(file.readBigUInt64LE());
  const header = JSON.parse(file.toString('utf8', 8, 8 + length));
  // Without the digest, which would find all of it first.
  const { sha256: _, ...texts } = header.__metadata__;
  const body = file.subarray(8 + length);
  const anyChanges = fc.array(anyChange, { maxLength: 3 });
  return fc
    .tuple(
      fc.constantFrom(...Object.keys(texts)),
      anyChanges,
      fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, anyChanges),
    )
    .map(([key, inside, outside]) => {
      const metadata = { ...texts };
      if (key !== 'format') metadata[key] = JSON.stringify(changedJson(JSON.parse(metadata[key]), inside));
      return safetensors(changedJson({ ...header, __metadata__: metadata }, outside), body);
    });
}

const checkpointReader = (file: Buffer): Reader => ({
  file: 'checkpoint.safetensors',
  files: damaged(damagedRun(file)),
  async read(path) {
    const run = await TrainingRun.resume(path);
    try {
      await run.train(run.step + 1);
      return run.curves;
    } finally {
      run.dispose();
    }
  },
});

const modelReader = (file: Buffer): Reader => ({
  file: 'model.safetensors',
  files: damaged(damagedRun(file)),
  read(path) {
    const model = loadModel(path);
    assert(model instanceof TinyRecursiveModel);
    model.dispose();
  },
});

// ---- notebooks, locks

const notebook = {
  cells: [
    { cell_type: 'markdown', id: 'a', metadata: {}, source: ['# A title\n', '> **Question.** Does it hold?'] },
    {
      cell_type: 'code',
      id: 'b',
      metadata: { tags: ['key-figure'] },
      source: '1',
      execution_count: 1,
      outputs: [
        {
          output_type: 'display_data',
          metadata: {},
          data: { 'image/svg+xml': ['<svg>', '</svg>'], 'text/plain': 'a figure' },
        },
      ],
    },
  ],
  metadata: {
    kernelspec: { name: 'tslab' },
    papermill: { duration: 1.5, end_time: '2026-01-01T00:00:00', parameters: { numTaps: 3 } },
  },
  nbformat: 4,
  nbformat_minor: 5,
};
const notebookReader: Reader = {
  file: '01-any.ipynb',
  files: damaged(damagedJson(notebook)),
  read(path) {
    const found = readNotebook(path);
    return { headline: headline(found, 'any'), figure: keyFigure(found) };
  },
  accepted(read) {
    const { headline: head, figure } = read as {
      headline: { title: string; question: string };
      figure?: { svg: string; words: string };
    };
    for (const text of [head.title, head.question, figure?.svg ?? '', figure?.words ?? ''])
      assert.equal(typeof text, 'string');
  },
};

const owner = { host: 'elsewhere', processes: [{ pid: process.pid, started: '1' }] };
const lockReader: Reader = {
  file: 'lock.json',
  files: damaged(damagedJson(owner, { ...owner, host: require('node:os').hostname() })),
  read: lockOwner,
  accepted(read, path) {
    if (read !== undefined) {
      const { host, processes } = read as typeof owner;
      assert.equal(typeof host, 'string');
      assert(processes.length > 0 && processes.every(({ pid }) => Number.isInteger(pid)));
      return;
    }
    const lock = Lock.take(path); // nobody's: it can be had
    assert(lock instanceof Lock);
    lock.release();
  },
};

// ---- what comes to the kernel

const connection = {
  transport: 'tcp',
  ip: '127.0.0.1',
  key: 'a-key',
  signature_scheme: 'hmac-sha256',
  ...{ shell_port: 1001, control_port: 1002, stdin_port: 1003, iopub_port: 1004, hb_port: 1005 },
  kernel_name: 'tslab',
};
const connectionReader: Reader = {
  file: 'kernel.json',
  files: damaged(damagedJson(connection)),
  read: readConnection,
  accepted(read) {
    const { key, transport, ip, ...rest } = read as Record<string, unknown>;
    for (const value of [key, transport, ip]) assert.equal(typeof value, 'string');
    for (const name of ['shell_port', 'control_port', 'stdin_port', 'iopub_port', 'hb_port'])
      assert(Number.isInteger(rest[name]));
  },
};

const requests = [
  [
    { msg_id: '1', msg_type: 'execute_request', session: 's', username: 'u', date: '', version: '5.3' },
    {},
    {},
    { code: '1', silent: false },
  ],
  [
    { msg_id: '2', msg_type: 'shutdown_request', session: 's', username: 'u', date: '', version: '5.3' },
    {},
    {},
    { restart: false },
  ],
];
/** Messages, a frame a line; unsigned ones, which nothing but their content can be told by. */
const messageReader: Reader = {
  file: 'frames',
  names: 'message',
  files: damaged(
    damagedJson(...requests).map((text) => {
      const parts: unknown = JSON.parse(text);
      const lines = (Array.isArray(parts) ? parts : [parts]).map((part) => JSON.stringify(part));
      return ['identity', '<IDS|MSG>', '', ...lines].join('\n');
    }),
  ),
  read(path) {
    const text = readFileSync(path).toString('latin1');
    return parse(
      text.split('\n').map((line) => Buffer.from(line, 'latin1')),
      '',
    );
  },
  accepted(read) {
    const { header, content, metadata } = read as {
      header: Record<string, unknown>;
      content: object;
      metadata: object;
    };
    assert(typeof header.msg_type === 'string' && typeof header.msg_id === 'string');
    for (const part of [header, content, metadata])
      assert(typeof part === 'object' && part !== null && !Array.isArray(part));
  },
};

// ---- all of them

/** What V8 and Node say when code meets what it did not expect, and readers should have refused. */
const faults =
  /Cannot read propert|is not a function|is not iterable|Cannot convert|Invalid (array|typed array|string) length|Maximum call stack|is not a constructor|Cannot (set|destructure|use)|Cannot mix|out of memory|ERR_|Reduce of empty|\[object /;

function checkRefusal(error: unknown, path: string, named: string): asserts error is Error {
  assert(error instanceof Error, `${error} was thrown`);
  const { name, message } = error;
  assert(['Error', 'RangeError', 'TypeError', 'PuzzleCsvError', 'UsageError'].includes(name), `${name}: ${message}`);
  assert(message.includes(named), `does not say what it refuses: ${name}: ${message}`);
  const reason = message.replaceAll(path, '').replace(/'[^']*'|is no JSON: .*/gs, '');
  assert(
    !faults.test(reason) &&
      !/is no JSON: (?!Unexpected|Expected|Bad|Unterminated|"|[^ ]+ is not valid|No number|Exponent)/.test(message),
    `a fault, no refusal: ${name}: ${message}`,
  );
}

const megabyte = 2 ** 20;

/** Readers of files on files that are damaged, or none at all. */
export async function open(): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'polezero-fuzz-'));
  const python = new Lines<string, PythonTensors>('deserialize.py');
  const { checkpoint, model } = await runLeaves(folder);
  const readers = [
    safetensorsReader(python),
    puzzleReader('sudoku'),
    puzzleReader('maze'),
    runReader,
    studyReader,
    resultReader,
    checkpointReader(checkpoint),
    modelReader(model),
    notebookReader,
    stepTimesReader,
    secondsReader,
    lockReader,
    await setupLockReader(folder),
    connectionReader,
    messageReader,
  ];
  for (const { file } of readers) mkdirSync(dirname(join(folder, file)), { recursive: true });
  const made = new Map(readers.map(({ file }) => [file, { read: 0, refused: 0 }]));
  const anyFile = fc.oneof(
    ...readers.map((reader) =>
      fc.oneof({ weight: 9, arbitrary: reader.files }, { weight: 1, arbitrary: anyBytes }).map((bytes) => ({
        reader,
        bytes,
        toString: () => `${reader.file}: ${JSON.stringify(Buffer.from(bytes).toString('latin1'))}`,
      })),
    ),
  );
  const property = fc.asyncProperty(anyFile, async ({ reader, bytes }) => {
    const path = join(folder, reader.file);
    writeFileSync(path, bytes);
    const before = process.memoryUsage();
    let read: unknown;
    try {
      read = await reader.read(path);
    } catch (error) {
      checkRefusal(error, path, reader.names ?? basename(path));
      await reader.refused?.(error, path);
      made.get(reader.file)!.refused++;
      return;
    } finally {
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      const taken = heapUsed - before.heapUsed + arrayBuffers - before.arrayBuffers;
      assert(
        taken < 100 * megabyte + 200 * bytes.length,
        `${(taken / megabyte).toFixed(0)} MB for ${bytes.length} bytes`,
      );
    }
    await reader.accepted?.(read, path);
    made.get(reader.file)!.read++;
  });
  return {
    about:
      'readers of files, on files that are damaged: what is in them, or a refusal that names the file and what is wrong',
    property,
    share: 200,
    summary: () => [...made].map(([file, { read, refused }]) => `${file} ${read} read, ${refused} refused`).join('; '),
    close: () => {
      python.close();
      rmSync(folder, { recursive: true });
    },
  };
}
