import { shown } from '../numeric/check';

// What a file must hold that comes from elsewhere, part by part, so that nothing in it is found wrong where it is used.

/** Throws a RangeError that names the place unless the value there is of this shape. */
export type Shape = (value: unknown, place: string) => void;

function refuse(value: unknown, place: string, valid: string): never {
  throw new RangeError(`${place || 'the content'} is ${shown(value)}; it must be ${valid}.`);
}

const shapeOf =
  (holds: (value: unknown) => boolean, valid: string): Shape =>
  (value, place) => {
    if (!holds(value)) refuse(value, place, valid);
  };

export const text = shapeOf((value) => typeof value === 'string', 'a string');
export const flag = shapeOf((value) => typeof value === 'boolean', 'true or false');
export const number = shapeOf((value) => Number.isFinite(value), 'a number');
export const duration = shapeOf(
  (value) => Number.isFinite(value) && (value as number) >= 0,
  'a number of seconds, at least 0',
);
export const integer = (least: number, most = Number.MAX_SAFE_INTEGER): Shape =>
  shapeOf(
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    most === Number.MAX_SAFE_INTEGER ? `an integer of at least ${least}` : `an integer in [${least}, ${most}]`,
  );

export const orNull =
  (shape: Shape): Shape =>
  (value, place) => {
    if (value !== null) shape(value, place);
  };

// What is no number is null in JSON: the mean of nothing, say.
export const numberOrNull = orNull(number);

export const anything: Shape = () => {};

/** For a field that may be missing. */
export const optional =
  (shape: Shape): Shape =>
  (value, place) => {
    if (value !== undefined) shape(value, place);
  };

/** @param length - how many items; default any number */
export const listOf =
  (item: Shape, length?: number): Shape =>
  (value, place) => {
    if (!Array.isArray(value) || (length !== undefined && value.length !== length))
      refuse(value, place, length === undefined ? 'a list' : `a list of ${length}`);
    value.forEach((each, i) => item(each, `${place}[${i}]`));
  };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const within = (place: string, key: string): string => (place ? `${place}.${key}` : key);

/** An object whose values, under whatever names, are of one shape. */
export const recordOf =
  (item: Shape): Shape =>
  (value, place) => {
    if (!isObject(value)) refuse(value, place, 'an object');
    for (const [key, each] of Object.entries(value)) item(each, within(place, key));
  };

/** An object with these fields; it may have others. */
export const fields =
  (shapes: Record<string, Shape>): Shape =>
  (value, place) => {
    if (!isObject(value)) refuse(value, place, `an object with ${Object.keys(shapes).join(', ')}`);
    for (const [key, shape] of Object.entries(shapes))
      shape(Object.hasOwn(value, key) ? value[key] : undefined, within(place, key));
  };
