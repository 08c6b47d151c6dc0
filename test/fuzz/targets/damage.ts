import fc from 'fast-check';

// What becomes of a file: other bytes, fewer, more; of one in JSON also other values and keys.

/** One thing that is wrong with the bytes of a file; places are shares of its length. */
type Damage =
  | { kind: 'other' | 'more'; at: number; bytes: Uint8Array }
  | { kind: 'less'; at: number; count: number }
  | { kind: 'again'; at: number; count: number; times: number }
  | { kind: 'end'; at: number };

const place = fc.nat(10_000).map((part) => part / 10_000);
const bytes = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 12 }),
  fc
    .constantFrom('\0', '\n', '"', ',', '{', '[]', '1e999', '99999999999999999999', '\ufeff', '😀', 'null')
    .map((text) => Buffer.from(text)),
);

const anyDamage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constantFrom<('other' | 'more')[]>('other', 'more'), at: place, bytes }),
  fc.record({ kind: fc.constant<'less'>('less'), at: place, count: fc.integer({ min: 1, max: 40 }) }),
  fc.record({
    kind: fc.constant<'again'>('again'),
    at: place,
    count: fc.integer({ min: 1, max: 200 }),
    times: fc.constantFrom(1, 2, 500),
  }),
  fc.record({ kind: fc.constant<'end'>('end'), at: place }),
);

export function damagedBytes(file: Uint8Array, damage: Damage): Uint8Array {
  const at = Math.floor(damage.at * file.length);
  const [before, after] = [file.subarray(0, at), file.subarray(at)];
  if (damage.kind === 'end') return before;
  if (damage.kind === 'less') return Buffer.concat([before, after.subarray(damage.count)]);
  if (damage.kind === 'again') {
    const part = after.subarray(0, damage.count);
    return Buffer.concat([before, ...Array.from({ length: damage.times }, () => part), after]);
  }
  return Buffer.concat([before, damage.bytes, damage.kind === 'more' ? after : after.subarray(damage.bytes.length)]);
}

/** One thing that is wrong in a value of JSON: what is done to one of its parts. */
interface Change {
  at: number;
  action: 'other' | 'less' | 'renamed' | 'again';
  value: unknown;
  key: string;
}

const hostileKeys = ['__proto__', 'constructor', 'toString', 'length', '__metadata__', '', 'x'];
/** Numbers are small or absurd: one in between may well be a task that takes hours, which nobody has to refuse. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown[]>(
      null,
      true,
      false,
      0,
      -1,
      1,
      2,
      3,
      0.5,
      1e-9,
      2 ** 53,
      2 ** 53 - 1,
      1e300,
      -0,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown[]>(
      '',
      'x',
      '3',
      '1e3',
      [],
      {},
      [[]],
      [null],
      [1, 2],
      '\u0000',
      '\ud800',
      '../x',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...hostileKeys).map((key) => JSON.parse(`{${JSON.stringify(key)}:1}`)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);

export const anyChange: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(100_000),
  action: fc.constantFrom<Change['action'][]>('other', 'other', 'other', 'less', 'renamed', 'again'),
  value: anyJson,
  key: fc.constantFrom(...hostileKeys),
});

type Place = { parent: Record<string, unknown> | unknown[]; key: string };

function places(parent: object): Place[] {
  return Object.entries(parent).flatMap(([key, value]) => [
    { parent: parent as Place['parent'], key },
    ...(typeof value === 'object' && value !== null ? places(value) : []),
  ]);
}

const put = (parent: object, key: string, value: unknown) =>
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });

/** The value with parts of it changed; the value itself stays. */
export function changedJson(value: unknown, changes: readonly Change[]): unknown {
  const root = { value: structuredClone(value) };
  for (const { at, action, value: other, key } of changes) {
    const all = places(root);
    if (all.length === 0) break; // there is nothing left
    const { parent, key: old } = all[at % all.length];
    const now = (parent as Record<string, unknown>)[old];
    if (action === 'other') put(parent, old, structuredClone(other));
    else if (Array.isArray(parent))
      parent.splice(Number(old), action === 'less' ? 1 : 0, ...(action === 'less' ? [] : [structuredClone(now)]));
    else if (parent === root) put(parent, old, structuredClone(other));
    else {
      if (action !== 'again') delete parent[old];
      if (action !== 'less') put(parent, key, structuredClone(now));
    }
  }
  return root.value;
}

/** Texts of JSON: what some files hold, with parts of it changed. */
export const damagedJson = (...valid: unknown[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...valid), fc.array(anyChange, { maxLength: 4 }))
    .map(([value, changes]) => JSON.stringify(changedJson(value, changes)) ?? 'undefined');

/** Files with some bytes other than they were. */
export const damaged = (file: fc.Arbitrary<Uint8Array | string>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      file,
      fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 3, arbitrary: fc.array(anyDamage, { minLength: 1, maxLength: 3 }) },
      ),
    )
    .map(([whole, damages]) => damages.reduce<Uint8Array>(damagedBytes, Buffer.from(whole as Uint8Array)));

/** Bytes that were never a file of any kind. */
export const anyBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.string({ unit: 'binary', maxLength: 64 }).map((text) => Buffer.from(text)),
  anyJson.map((value) => Buffer.from(JSON.stringify(value))),
);
