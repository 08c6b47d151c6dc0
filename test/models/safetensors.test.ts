import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { readSafetensors, type StateDict, TinyRecursiveModel, writeSafetensors } from 'polezero/models';

const project = join(__dirname, '..', '..', '..');
const python = join(project, '.venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const folder = mkdtempSync(join(tmpdir(), 'polezero-safetensors-'));
after(() => rmSync(folder, { recursive: true }));

const runPython = (code: string, ...args: string[]) =>
  execFileSync(python, ['-c', code, ...args], { encoding: 'utf8' });

/** A file with the given header and as many bytes of numbers. */
function fileWith(header: unknown, bytes: number): string {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const path = join(folder, 'made.safetensors');
  writeFileSync(path, Buffer.concat([length, text, Buffer.alloc(bytes)]));
  return path;
}

describe('safetensors', () => {
  const config = { vocabSize: 6, seqLen: 4, hiddenSize: 8, numHeads: 2, ffMultiple: 8, puzzleEmbNdim: 8 };

  it('carries a model to Python’s library and back, bit for bit', () => {
    const model = new TinyRecursiveModel(config, 5);
    const own = model.stateDict();
    const [ours, theirs] = [join(folder, 'ours.safetensors'), join(folder, 'theirs.safetensors')];
    writeSafetensors(ours, own, { recipe: 'né à 4×4' });
    const shapes = runPython(
      `
import json, sys
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
tensors = load_file(sys.argv[1])
with safe_open(sys.argv[1], 'numpy') as file:
    metadata = file.metadata()
save_file(dict(reversed(tensors.items())), sys.argv[2], metadata)
print(json.dumps({name: [str(t.dtype), list(t.shape)] for name, t in tensors.items()}))`,
      ours,
      theirs,
    );
    const expected = Object.entries(own).map(([name, { shape }]) => [name, ['float32', shape]]);
    assert.deepEqual(JSON.parse(shapes), Object.fromEntries(expected));
    const { tensors, metadata } = readSafetensors(theirs);
    assert.deepEqual(tensors, own);
    assert.deepEqual(metadata, { recipe: 'né à 4×4' });
    const again = TinyRecursiveModel.fromStateDict(config, tensors);
    assert.deepEqual(again.stateDict(), own);
    again.dispose();
    model.dispose();
  });

  it('reads what Python wrote in half and double precision', () => {
    const path = join(folder, 'types.safetensors');
    const text = runPython(
      `
import json, sys
import numpy as np
from safetensors.numpy import save_file
x = np.array([0.0, -0.0, 1.5, -2.25, 65504, 6e-8, 1e-5, np.inf, -np.inf, 3.1], np.float64)
save_file({'half': x.astype(np.float16), 'double': x, 'empty': np.zeros((0, 3), np.float32)}, sys.argv[1])
print(json.dumps([repr(float(v)) for v in x.astype(np.float16)]))`,
      path,
    );
    const { tensors } = readSafetensors(path);
    const half = JSON.parse(text).map((value: string) => Number(value.replace('inf', 'Infinity')));
    assert.deepEqual(Array.from(tensors.half.data), half);
    assert.deepEqual(
      tensors.double.data,
      Float32Array.from([0, -0, 1.5, -2.25, 65504, 6e-8, 1e-5, Infinity, -Infinity, 3.1]),
    );
    assert.deepEqual(tensors.empty, { shape: [0, 3], data: new Float32Array(0) });
  });

  it('reads bfloat16: the upper half of a float32', () => {
    const path = fileWith({ x: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } }, 0);
    writeFileSync(path, Buffer.from([0xc0, 0x3f, 0x49, 0xc0]), { flag: 'a' });
    assert.deepEqual(readSafetensors(path).tensors.x.data, Float32Array.from([1.5, -3.140625]));
  });

  it('returns what it wrote, whatever the names, shapes and numbers', () => {
    const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 });
    const tensor = shape.chain((shape) => {
      const length = shape.reduce((product, n) => product * n, 1);
      return fc
        .array(fc.float(), { minLength: length, maxLength: length })
        .map((values) => ({ shape, data: Float32Array.from(values) }));
    });
    const name = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => text !== '__metadata__' && text !== '__proto__');
    const path = join(folder, 'any.safetensors');
    fc.assert(
      fc.property(fc.dictionary(name, tensor), (tensors: StateDict) => {
        writeSafetensors(path, tensors);
        assert.deepEqual(readSafetensors(path).tensors, Object.fromEntries(Object.entries(tensors)));
      }),
      { numRuns: 50 },
    );
  });

  it('names a file that is cut short at any byte, and says so', () => {
    const path = join(folder, 'short.safetensors');
    const tensors = { a: { shape: [2], data: Float32Array.of(1, 2) } };
    writeSafetensors(path, tensors);
    const { length } = readFileSync(path);
    for (let bytes = length - 1; bytes >= 0; bytes--) {
      truncateSync(path, bytes);
      assert.throws(
        () => readSafetensors(path),
        ({ name, message }: Error) =>
          name === 'RangeError' && message.startsWith(`${path} is no valid .safetensors file: it`),
      );
    }
  });

  it('names a damaged file, and says what is wrong', () => {
    const a = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
    const wrong: [unknown, number, RegExp][] = [
      ['{"a":', 0, /its header is not JSON/],
      ['[]', 0, /its header is not an object/],
      [{ a: { ...a, shape: [3] } }, 8, /'a' of shape \[3\] needs 12 bytes, but has 8/],
      [{ a: { ...a, shape: [-2] } }, 8, /'a' has no valid shape/],
      [{ a: { ...a, data_offsets: [0, 8.5] } }, 8, /'a' has no valid offsets/],
      [{ a: { ...a, dtype: 'I64' } }, 8, /'a' is of type 'I64'; this reads F64, F32, F16, BF16/],
      [{ a: { ...a, dtype: ['F32'] } }, 8, /'a' is of type \["F32"\]; this reads/],
      [{ a: { ...a, dtype: 'constructor' } }, 8, /'a' is of type 'constructor'; this reads/],
      [{ __metadata__: { config: 3 }, a }, 8, /its metadata are \{"config":3\}, which are not strings by name/],
      [{ __metadata__: [], a }, 8, /its metadata are \[\]/],
      [{ __metadata__: { x: '\ud800' }, a }, 8, /"\\ud800" has half a character/],
      ['{"\\udc00":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', 8, /"\\udc00" has half a character/],
      [{ a: null }, 8, /'a' has no valid shape/],
      [{ a, b: { ...a, data_offsets: [4, 12] } }, 12, /'b' begins at byte 4 of the numbers, not at 8/],
      [{ a }, 4, /its tensors need 8 bytes, but it ends after 4: it was cut short/],
      [{ a }, 12, /4 bytes follow its last tensor/],
    ];
    for (const [header, bytes, message] of wrong)
      assert.throws(() => readSafetensors(fileWith(header, bytes)), message);
    const notText = fileWith('{"x":{}}', 0);
    const bytes = readFileSync(notText);
    bytes[10] = 0xff;
    writeFileSync(notText, bytes);
    assert.throws(() => readSafetensors(notText), /its header is not JSON \(.*utf-8/);
    const path = fileWith('{}', 0);
    writeFileSync(path, Buffer.from([255, 255, 255, 255, 255, 0, 0, 0]));
    assert.throws(() => readSafetensors(path), /it announces a header of 1099511627775 bytes/);
    assert.throws(() => readSafetensors(join(folder, 'none')), /ENOENT/);
  });

  it('leaves the old file, and no other, when it cannot write the new one', () => {
    const path = join(folder, 'kept.safetensors');
    const old = { a: { shape: [1], data: Float32Array.of(1) } };
    writeSafetensors(path, old);
    const files = readdirSync(folder);
    const wrong = { a: { shape: [2], data: Float32Array.of(1) } };
    assert.throws(() => writeSafetensors(path, wrong), /RangeError: 'a' has shape \[2\] but 1 numbers/);
    assert.throws(() => writeSafetensors(path, { '\ud800': old.a }), /RangeError: "\\ud800" has half a character/);
    assert.throws(() => writeSafetensors(path, old, { '\ud800': '' }), /has half a character/);
    assert.throws(() => writeSafetensors(folder, old)); // a folder cannot be replaced by a file
    assert.deepEqual(readdirSync(folder), files);
    assert.deepEqual(readSafetensors(path).tensors, old);
  });
});
