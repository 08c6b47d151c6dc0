// What every function here asks of its arguments. The messages name the argument, its value and what is valid.

/** The value as a message shows it: short, and with what JSON does not know, NaN, infinity, bigint and typed arrays. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (value instanceof Float64Array) return short(`[${value.join(', ')}]`);
  if (typeof value !== 'object') return String(value);
  const plain = (_: string, inner: unknown): unknown => {
    if (ArrayBuffer.isView(inner)) return Array.from(inner as Float64Array);
    return typeof inner === 'bigint' || (typeof inner === 'number' && !Number.isFinite(inner)) ? `${inner}` : inner;
  };
  return short(JSON.stringify(value, plain));
}

const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);

/** Throws unless `value` is an integer of at least `least`, and of at most `most` where that is given; beyond 2⁵³ a number counts nothing. */
export function checkInteger(name: string, value: number, least: number, most?: number): void {
  if (Number.isInteger(value) && value >= least && value <= (most ?? Number.MAX_SAFE_INTEGER)) return;
  const valid = most === undefined ? `an integer of at least ${least}` : `an integer in [${least}, ${most}]`;
  throw new RangeError(`${name} is ${shown(value)}; it must be ${valid}.`);
}

/** 8 GiB of doubles. */
const mostNumbers = 2 ** 30;

/** Throws unless an array of so many numbers can be made. */
export function checkCount(name: string, value: number, least: number): void {
  checkInteger(name, value, least);
  if (value > mostNumbers)
    throw new RangeError(`${name} is ${value}; it must be at most ${mostNumbers}: no array has more numbers.`);
}

/** Throws unless `value` is an integer in [0, 2³²). */
export function checkSeed(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32)
    throw new RangeError(`${name} is ${shown(value)}; it must be an integer in [0, 2³²).`);
}

/** Throws unless `value` is a finite number for which `holds`; `valid` says which those are. */
export function checkNumber(name: string, value: number, holds: (value: number) => boolean, valid: string): void {
  if (typeof value !== 'number') throw new TypeError(`${name} is ${shown(value)}; it must be a number.`);
  if (!Number.isFinite(value) || !holds(value)) throw new RangeError(`${name} is ${value}; it must be ${valid}.`);
}

/** The difference of a number to itself is 0, or NaN if it is not finite; in four sums, since each addition waits for the one before. */
function allFinite(values: Float64Array): boolean {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const fours = values.length - (values.length % 4);
  for (let i = 0; i < fours; i += 4) {
    s0 += values[i] - values[i];
    s1 += values[i + 1] - values[i + 1];
    s2 += values[i + 2] - values[i + 2];
    s3 += values[i + 3] - values[i + 3];
  }
  for (let i = fours; i < values.length; i++) s0 += values[i] - values[i];
  return s0 + s1 + s2 + s3 === 0;
}

/** Throws unless `values` is an array of at least `least` finite numbers. */
export function checkSamples(name: string, values: ArrayLike<number>, least: 0 | 1 = 1): void {
  if (values === null || typeof values !== 'object' || typeof values.length !== 'number')
    throw new TypeError(`${name} is ${shown(values)}; it must be an array of numbers.`);
  if (values.length < least) throw new RangeError(`${name} is empty; it needs at least one number.`);
  if (values instanceof Float64Array && allFinite(values)) return;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]))
      throw new RangeError(`${name}[${i}] is ${shown(values[i])}; it must be a finite number.`);
  }
}

/** Throws unless `rows` is a square matrix of finite numbers; of no rows it is one. */
export function checkSquare(name: string, rows: readonly ArrayLike<number>[]): void {
  if (!Array.isArray(rows)) throw new TypeError(`${name} is ${shown(rows)}; it must be an array of rows of numbers.`);
  rows.forEach((row, i) => {
    checkSamples(`${name}[${i}]`, row);
    if (row.length !== rows.length)
      throw new RangeError(
        `${name}[${i}] has ${row.length} numbers; it must have as many as there are rows, ${rows.length}.`,
      );
  });
}

/** Throws unless `value` is one of `valid`. */
export function checkChoice(name: string, value: unknown, valid: readonly unknown[]): void {
  if (!valid.includes(value))
    throw new RangeError(`${name} is ${shown(value)}; it must be one of ${valid.map(shown).join(', ')}.`);
}

/** Throws unless `value` is true or false: 'no' and 0 are not. */
export function checkFlag(name: string, value: boolean): void {
  if (typeof value !== 'boolean') throw new TypeError(`${name} is ${shown(value)}; it must be true or false.`);
}

/** Whether all numbers in a result, however deep, are finite. */
export function isFiniteThroughout(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value instanceof Float64Array) return allFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isFiniteThroughout);
}

/** The result, if it is finite; throws for arguments so extreme that it is not: never NaN. */
export function finite<Result>(result: Result, name: string, value: unknown): Result {
  if (isFiniteThroughout(result)) return result;
  throw new RangeError(
    `${name} is ${shown(value)}; it must be less extreme: the result would leave the range of doubles.`,
  );
}

/** Throws if `options` has a key that is not in `known`: a misspelt option must not silently do nothing. */
export function checkOptions(options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`The options are ${shown(options)}; they must be an object with any of ${known.join(', ')}.`);
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new TypeError(`Unknown option '${key}'; valid: ${known.join(', ')}.`);
  }
}
