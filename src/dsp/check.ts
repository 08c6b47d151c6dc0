// What every function here asks of its arguments. The messages name the argument, its value and what is valid.

const show = (value: unknown): string =>
  typeof value === 'string'
    ? `'${value}'`
    : value instanceof Float64Array
      ? `[${value.join(', ')}]`
      : (JSON.stringify(value) ?? String(value));

/** The value as a message shows it; JSON has no NaN or infinity. */
export const shown = (value: unknown): string => (typeof value === 'number' ? String(value) : show(value));

/** Throws unless `value` is an integer of at least `least`. */
export function checkInteger(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(`${name} is ${shown(value)}; it must be an integer of at least ${least}.`);
}

/** Throws unless `value` is a finite number for which `holds`; `valid` says which those are. */
export function checkNumber(name: string, value: number, holds: (value: number) => boolean, valid: string): void {
  if (typeof value !== 'number') throw new TypeError(`${name} is ${shown(value)}; it must be a number.`);
  if (!Number.isFinite(value) || !holds(value)) throw new RangeError(`${name} is ${value}; it must be ${valid}.`);
}

/** Throws unless `values` is a non-empty array of finite numbers. */
export function checkSamples(name: string, values: ArrayLike<number>): void {
  if (values === null || typeof values !== 'object' || typeof values.length !== 'number')
    throw new TypeError(`${name} is ${shown(values)}; it must be an array of numbers.`);
  if (values.length === 0) throw new RangeError(`${name} is empty; it needs at least one number.`);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]))
      throw new RangeError(`${name}[${i}] is ${shown(values[i])}; it must be a finite number.`);
  }
}

/** Throws unless `value` is one of `valid`. */
export function checkChoice(name: string, value: unknown, valid: readonly unknown[]): void {
  if (!valid.includes(value))
    throw new RangeError(`${name} is ${shown(value)}; it must be one of ${valid.map(shown).join(', ')}.`);
}

/** Throws if `options` has a key that is not in `known`: a misspelt option must not silently do nothing. */
export function checkOptions(options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new TypeError(`Unknown option '${key}'; valid: ${known.join(', ')}.`);
  }
}
