import { types } from 'node:util';

// What comes from another context has an Object.prototype of its own: so not `=== Object.prototype`.
function isRecord(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * A copy that is the same after JSON: typed arrays become arrays, dates ISO strings, NaN, ±∞ and invalid dates null (a gap in a line).
 * @param path names the value in the error
 * @throws {TypeError} for what Plotly cannot draw: tensors, data frames, functions
 */
export function plain(value: unknown, path: string): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) {
    if (typeof value !== 'function' && typeof value !== 'symbol') return value;
    throw new TypeError(
      `${path} is a ${typeof value}; a figure takes numbers, texts, booleans, dates and arrays of them`,
    );
  }
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (types.isTypedArray(value)) return Array.from(value as Float64Array, (item) => plain(item, path));
  if (Array.isArray(value))
    return Array.from(value, (item, index) => (item === undefined ? null : plain(item, `${path}[${index}]`)));
  if (!isRecord(value)) {
    throw new TypeError(
      `${path} is a ${value.constructor?.name ?? 'foreign object'}; give its numbers (a tensor's dataSync(), a column's values)`,
    );
  }
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) copy[key] = plain(item, `${path}.${key}`);
  return copy;
}
