import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { writeWhole } from '../files/writeWhole';
import { shown } from '../numeric/check';
import type { StateDict } from './StateDict';

// The format of the safetensors library: eight bytes with the length of a header, the header in JSON, the numbers. Everything is little-endian.

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [begin: number, end: number];
}

/** What a file may say of itself: strings by name. */
export type SafetensorsMetadata = Record<string, string>;

/** The library's own limit for a header. */
const longestHeader = 100_000_000;

const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

function bfloat16(view: DataView, count: number): Float32Array {
  const bits = Uint32Array.from({ length: count }, (_, i) => view.getUint16(2 * i, true) << 16);
  return new Float32Array(bits.buffer);
}

/** IEEE 754's half precision: a sign, 5 bits of exponent, 10 of fraction. */
function float16(view: DataView, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    const bits = view.getUint16(2 * i, true);
    const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
    const sign = bits & 0x8000 ? -1 : 1;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
  });
}

/** How to read the types that a state dict can hold. */
const readers: Record<string, { bytes: number; read(view: DataView, count: number): Float32Array }> = {
  F64: {
    bytes: 8,
    read: (view, count) => Float32Array.from({ length: count }, (_, i) => view.getFloat64(8 * i, true)),
  },
  F32: {
    bytes: 4,
    read: (view, count) => Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true)),
  },
  F16: { bytes: 2, read: float16 },
  BF16: { bytes: 2, read: bfloat16 },
};

/**
 * Reads a .safetensors file. Float64, float16 and bfloat16 become float32.
 *
 * @throws RangeError that names the file and what is wrong with it: cut short, damaged, or of a type other than those
 */
export function readSafetensors(path: string): { tensors: StateDict; metadata: SafetensorsMetadata } {
  const bytes = readFileSync(path);
  const refuse = (reason: string): never => {
    throw new RangeError(`${path} is no valid .safetensors file: ${reason}.`);
  };
  if (bytes.length < 8) refuse(`it has ${bytes.length} bytes, of which the header’s length alone takes 8`);
  const length = Number(bytes.readBigUInt64LE(0));
  if (length > longestHeader)
    refuse(`it announces a header of ${length} bytes, more than the ${longestHeader} allowed`);
  if (bytes.length < 8 + length)
    refuse(`its header should take ${length} bytes, but it ends after ${bytes.length - 8}`);
  const { __metadata__, ...entries } = parseHeader(bytes.subarray(8, 8 + length), refuse);
  const metadata = __metadata__ ?? {};
  checkMetadata(metadata, refuse);
  const body = bytes.subarray(8 + length);
  checkCoverage(entries as Record<string, Entry>, body.length, refuse);
  const tensors = Object.entries(entries as Record<string, Entry>).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [begin, end],
      },
    ]) => {
      const view = new DataView(body.buffer, body.byteOffset + begin, end - begin);
      return [name, { shape, data: readers[dtype].read(view, sizeOf(shape)) }];
    },
  );
  return { tensors: Object.fromEntries(tensors), metadata: metadata as SafetensorsMetadata };
}

type Refuse = (reason: string) => never;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Halves of characters, which JSON can write and the format's library does not read. */
const isBroken = (text: string) => /\p{Surrogate}/u.test(text);

function checkMetadata(metadata: unknown, refuse: Refuse): void {
  const isRecord = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata);
  if (!isRecord || !Object.values(metadata).every((value) => typeof value === 'string'))
    refuse(`its metadata are ${shown(metadata)}, which are not strings by name`);
  checkTexts(Object.entries(metadata as SafetensorsMetadata).flat(), refuse);
}

function checkTexts(texts: readonly string[], refuse: Refuse): void {
  const broken = texts.find(isBroken);
  if (broken !== undefined) refuse(`${JSON.stringify(broken)} has half a character`);
}

function parseHeader(bytes: Uint8Array, refuse: Refuse): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(utf8.decode(bytes));
  } catch (error) {
    refuse(`its header is not JSON (${(error as Error).message})`);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) refuse('its header is not an object');
  return header as Record<string, unknown>;
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

/** Every tensor must have as many bytes as its shape says, and together they must fill the file without a gap. */
function checkCoverage(entries: Record<string, Entry>, length: number, refuse: Refuse): void {
  checkTexts(Object.keys(entries), refuse);
  for (const [name, entry] of Object.entries(entries)) {
    const { dtype, shape, data_offsets: offsets } = entry ?? {};
    if (!Array.isArray(shape) || !shape.every(isCount)) refuse(`'${name}' has no valid shape`);
    if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
      refuse(`'${name}' has no valid offsets`);
    if (typeof dtype !== 'string' || !Object.hasOwn(readers, dtype))
      refuse(`'${name}' is of type ${shown(dtype)}; this reads ${Object.keys(readers).join(', ')}`);
    const wanted = sizeOf(shape) * readers[dtype].bytes;
    if (offsets[1] - offsets[0] !== wanted)
      refuse(`'${name}' of shape [${shape}] needs ${wanted} bytes, but has ${offsets[1] - offsets[0]}`);
  }
  let end = 0;
  const byPlace = ([, a]: [string, Entry], [, b]: [string, Entry]) =>
    a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1];
  for (const [name, { data_offsets: offsets }] of Object.entries(entries).sort(byPlace)) {
    if (offsets[0] !== end) refuse(`'${name}' begins at byte ${offsets[0]} of the numbers, not at ${end}`);
    end = offsets[1];
  }
  if (end > length) refuse(`its tensors need ${end} bytes, but it ends after ${length}: it was cut short`);
  if (end < length) refuse(`${length - end} bytes follow its last tensor`);
}

/** The numbers' bytes as the format wants them. */
function littleEndian(data: Float32Array): Buffer {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return endianness() === 'LE' ? bytes : Buffer.from(bytes).swap32();
}

/**
 * Writes a .safetensors file of float32. Whoever reads the path sees the old file or the whole new one, never a part, also after a crash.
 *
 * @param metadata - strings by name that the file says of itself
 * @throws RangeError if a tensor's shape is not that of its numbers; whatever the file system refuses
 */
export function writeSafetensors(path: string, tensors: StateDict, metadata: SafetensorsMetadata = {}): void {
  const header = Buffer.from(headerOf(tensors, metadata));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeWhole(path, length, header, ...Object.values(tensors).map(({ data }) => littleEndian(data)));
}

function headerOf(tensors: StateDict, metadata: SafetensorsMetadata): string {
  checkTexts([...Object.keys(tensors), ...Object.entries(metadata).flat()], (reason) => {
    throw new RangeError(`${reason}; names and metadata must be whole texts.`);
  });
  let begin = 0;
  const entries = Object.entries(tensors).map(([name, { shape, data }]) => {
    if (name === '__metadata__')
      throw new RangeError(`A tensor cannot be named '__metadata__'; the format keeps that name.`);
    if (sizeOf(shape) !== data.length)
      throw new RangeError(`'${name}' has shape [${shape}] but ${data.length} numbers.`);
    const end = begin + data.byteLength;
    const entry: Entry = { dtype: 'F32', shape, data_offsets: [begin, end] };
    begin = end;
    return [name, entry];
  });
  const text = JSON.stringify({
    ...(Object.keys(metadata).length > 0 && { __metadata__: metadata }),
    ...Object.fromEntries(entries),
  });
  return text.padEnd(text.length + ((8 - (Buffer.byteLength(text) % 8)) % 8), ' '); // the numbers begin at a multiple of 8
}
