import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type FixedPointOptions,
  type FixedPointResult,
  fixedPoint,
  type SolverName,
  type StateMap,
} from 'polezero/fixedpoint';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { norm, withoutLeak } from '../../fixedpoint/support';
import type { Target } from '../Target';
import { anyMap, evenly, type MapSpec, type NumericMap, numericMap, sizeAt, valueAt } from './maps';

const epsilon = 2 ** -23;

interface Solve {
  size: number;
  /** One map for each sample. */
  maps: MapSpec[];
  /** Where each sample begins, in units of its scale. */
  start: 'zero' | 'near' | 'far' | 'NaN';
  /** Whether the maps are evaluated in float64 and rounded once, the same for a sample in any company, or by TensorFlow in float32. */
  by: 'float64' | 'TensorFlow';
  options: FixedPointOptions;
}

const optional = <T>(record: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(record, { requiredKeys: [] });
const common = {
  tol: fc.constantFrom(1e-3, 1e-5, 1e-6, 1e-9, 0),
  stop: fc.constantFrom<('rel' | 'abs')[]>('rel', 'abs'),
  maxIter: fc.constantFrom(0, 1, 7, 50, 300),
  patience: fc.constantFrom(1, 5, 30),
  divergence: fc.constantFrom(2, 1e6, Number.POSITIVE_INFINITY),
};
const damping = fc.oneof(fc.constant(1), evenly(0.05, 1.95));
const memory = fc.integer({ min: 1, max: 25 });
const anyOptions: Record<SolverName, fc.Arbitrary<FixedPointOptions>> = {
  picard: optional<FixedPointOptions>({ ...common, damping }),
  anderson: optional<FixedPointOptions>({ ...common, damping, memory, ridge: fc.constantFrom(0, 1e-8, 1e-2) }),
  broyden: optional<FixedPointOptions>({ ...common, damping, memory, lineSearch: fc.boolean() }),
  newtonKrylov: optional<FixedPointOptions>({
    ...common,
    damping,
    memory,
    lineSearch: fc.boolean(),
    affine: fc.boolean(),
    products: fc.constantFrom<('exact' | 'difference')[]>('exact', 'difference'),
    differenceStep: fc.constantFrom(2 ** -11.5, 1e-2, 1e-6),
  }),
};

const anySolve: fc.Arbitrary<Solve> = fc
  .tuple(
    fc.constantFrom<SolverName[]>('picard', 'anderson', 'broyden', 'newtonKrylov'),
    fc.integer({ min: 1, max: 9 }),
    fc.array(anyMap, { minLength: 1, maxLength: 5 }),
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom<Solve['start'][]>('zero', 'near', 'near', 'far') },
      { weight: 1, arbitrary: fc.constant<Solve['start']>('NaN') },
    ),
    fc.constantFrom<Solve['by'][]>('float64', 'float64', 'TensorFlow'),
  )
  .chain(([solver, size, maps, start, by]) =>
    anyOptions[solver].map((options) => {
      const { products, ...others } = options;
      if (by === 'TensorFlow') {
        const [{ kind, trap }] = maps;
        // All samples by the same operations; TensorFlow takes numbers below 2⁻¹²⁶ for 0.
        const scale = Math.max(maps[0].scale, 1e-30);
        const alike = maps.map((map) => ({
          ...map,
          kind: kind === 'quadratic' ? 'affine' : kind,
          scale,
          trap,
        })) as MapSpec[];
        return { size, maps: alike, start, by, options: { solver, ...options } };
      }
      // Numbers that TensorFlow has not computed have no gradient.
      return { size, maps, start, by, options: { solver, ...others, ...(products === 'difference' && { products }) } };
    }),
  );

/** The maps on a batch, as operations of TensorFlow on constants that the caller disposes. */
function tensorMap(maps: readonly NumericMap[]): { f: StateMap; dispose: () => void } {
  const { kind, scale, trap } = maps[0].spec;
  const matrix = tf.tensor3d(maps.map((map) => map.matrix));
  const offset = tf.tensor2d(maps.map((map) => map.offset));
  const affine = (z: tf.Tensor) =>
    tf.add(tf.squeeze(tf.matMul(tf.expandDims(z, 1) as tf.Tensor3D, matrix), [1]), offset);
  const values: Record<string, StateMap> = {
    affine,
    tanh: (z) => tf.tanh(affine(z).div(scale)).mul(scale),
    constant: (z) => offset.add(z.mul(0)),
    identity: (z) => z.clone(),
    shift: (z) => z.add(scale),
  };
  const f: StateMap = (z) => {
    const value = values[kind](z);
    if (trap === undefined) return value;
    const first = z.slice([0, 0], [maps.length, 1]).greater(trap.beyond * scale);
    return tf.where(first.broadcastTo(value.shape), tf.fill(value.shape, Number(trap.gives)), value);
  };
  return { f, dispose: () => tf.dispose([matrix, offset]) };
}

/** What a batch of maps comes to, and what f gave on the way. */
interface Watched extends Omit<FixedPointResult, 'z'> {
  z: Float32Array[];
  calls: number;
  /** Of each sample, whether f gave something not finite at a finite state, or the next step may have led beyond the end of float32. */
  wentTooFar: boolean[];
}

function solve(
  maps: readonly NumericMap[],
  starts: readonly Float32Array[],
  by: Solve['by'],
  options: FixedPointOptions,
): Watched {
  const size = starts[0].length;
  const rows = (values: Float32Array) => maps.map((_, b) => values.slice(b * size, (b + 1) * size));
  const wentTooFar = maps.map(() => false);
  let calls = 0;
  const exactly: StateMap = (z) => {
    const values = rows(z.dataSync() as Float32Array).map((row, b) => Float32Array.from(valueAt(maps[b], row)));
    return tf.tensor2d(
      values.map((row) => Array.from(row)),
      [maps.length, size],
    );
  };
  const tensors = by === 'TensorFlow' ? tensorMap(maps) : { f: exactly, dispose: () => {} };
  const f: StateMap = (z) => {
    calls++;
    const value = tensors.f(z);
    const [before, after] = [z, value].map((each) => rows(each.dataSync() as Float32Array));
    after.forEach((row, b) => {
      const isAtEnd = before[b].some((x) => Number.isFinite(x) && Math.abs(x) > 1e20);
      if (isAtEnd || (!row.every(Number.isFinite) && before[b].every(Number.isFinite))) wentTooFar[b] = true;
    });
    return value;
  };
  const start = tf.tensor2d(
    starts.map((row) => Array.from(row)),
    [maps.length, size],
  );
  try {
    return withoutLeak(() => {
      const { z, ...result } = fixedPoint(f, start, options);
      const values = rows(z.dataSync() as Float32Array);
      z.dispose();
      return { ...result, z: values, calls, wentTooFar };
    });
  } finally {
    start.dispose();
    tensors.dispose();
  }
}

/** How many evaluations one iteration may take: its own, a line search's, the products of GMRES. */
function mostPerIteration({ solver, memory, lineSearch }: FixedPointOptions): number {
  const searched = 9; // from a share below 2 at least halved each time, until it is no more than a hundredth
  if (solver === 'broyden') return lineSearch ? searched : 1;
  if (solver === 'newtonKrylov') return (memory ?? 20) + (lineSearch === false ? 1 : searched);
  return 1;
}

function checkBatch(result: Watched, { options, maps }: Solve): void {
  const { maxIter = 100, products } = options;
  // A row that wants a value waits for those that want products.
  const waiting = products === 'exact' ? maps.length : 1;
  const most = 1 + waiting * maxIter * mostPerIteration(options);
  assert(
    result.evaluations <= most + mostPerIteration(options),
    `${result.evaluations} evaluations for ${maxIter} iterations`,
  );
  if (products !== 'exact') assert.equal(result.evaluations, result.calls);
}

/** What a result says of a sample, held against the map itself. */
function checkSample(result: Watched, b: number, map: NumericMap, start: Float32Array, { by, options }: Solve): void {
  const { tol = 1e-5, stop = 'rel', maxIter = 100 } = options;
  const [z, residual, reason, trace] = [result.z[b], result.residual[b], result.reason[b], result.trace[b]];
  const about = `sample ${b}, ${reason}, residual ${residual}`;
  assert.equal(result.converged[b], reason === 'converged', about);
  assert.equal(residual <= tol, reason === 'converged', `${about} for a tolerance of ${tol}`);
  assert(result.iterations[b] <= maxIter, about);
  assert.equal(trace.length, result.iterations[b] + 1, about);
  if (reason === 'maxIter') assert.equal(result.iterations[b], maxIter, about);
  if (reason === 'nonFinite')
    assert(result.wentTooFar[b] || !start.every(Number.isFinite), `${about}, but f was finite`);
  if (reason === 'breakdown') assert(options.solver === 'broyden' || options.solver === 'newtonKrylov', about);
  const best = Math.min(...trace.filter((each) => !Number.isNaN(each)), Number.POSITIVE_INFINITY);
  assert(residual <= best, `${about}, but the trace has ${best}`);
  if (!Number.isFinite(residual)) {
    assert.deepEqual(z, start, `${about}: not where it began`);
    return;
  }
  assert(z.every(Number.isFinite), about);
  const value = by === 'TensorFlow' ? valueAt(map, z) : valueAt(map, z).map(Math.fround);
  const distance = norm(value.map((x, i) => x - z[i]));
  const said = stop === 'abs' ? residual : residual === 0 ? 0 : residual * norm(value);
  // Of TensorFlow's sums each is rounded as often as it has terms, and its tanh is good to some 10 roundings; below 2⁻¹²⁶ it may give 0.
  const roundings =
    by === 'TensorFlow'
      ? norm(sizeAt(map, z).map((s) => (z.length + 20) * epsilon * s)) + z.length * 2 ** -126
      : 1e-12 * distance;
  const ownSize = by === 'TensorFlow' ? said * (z.length + 20) * epsilon : 0;
  assert(
    Math.abs(said - distance) <= roundings + ownSize,
    `${about}, which is ‖f(z) − z‖ = ${said}; in float64 it is ${distance}`,
  );
  if (reason === 'roundoff')
    assert(distance <= 130 * epsilon * norm(value) + roundings, `${about}: ${distance} is no rounding`);
}

const bits = ({ z, residual, reason, iterations, trace, converged }: Watched, b: number) => ({
  z: z[b],
  residual: residual[b],
  reason: reason[b],
  iterations: iterations[b],
  trace: trace[b],
  converged: converged[b],
});

/** A map that surely contracts, from a start of its own size. */
const isTame = ({ kind, radius, skew, trap, scale }: MapSpec) =>
  (kind === 'affine' || kind === 'tanh' || kind === 'constant') &&
  radius <= 0.9 &&
  skew === 0 &&
  !trap &&
  Math.abs(Math.log10(scale)) <= 30;

function check(given: Solve): Watched {
  const { size, by, options } = given;
  const maps = given.maps.map((spec) => numericMap(spec, size));
  const unit = { zero: 0, near: 1, far: 1e3, NaN: Number.NaN }[given.start];
  const starts = maps.map(({ spec }, b) => {
    const { normal } = random(spec.seed + 2 + b);
    return Float32Array.from({ length: size }, () => (unit === 0 ? 0 : unit * spec.scale * normal()));
  });
  const result = solve(maps, starts, by, options);
  checkBatch(result, given);
  maps.forEach((map, b) => {
    checkSample(result, b, map, starts[b], given);
    const alone = solve([map], [starts[b]], by, options);
    assert.deepEqual(bits(result, b), bits(alone, 0), `sample ${b} of the batch, and alone`);
    const isPatient = (options.maxIter ?? 100) >= 300 && (options.patience ?? 30) >= 30 && (options.damping ?? 1) === 1;
    if (
      isTame(map.spec) &&
      isPatient &&
      given.start !== 'NaN' &&
      (options.tol ?? 1e-5) >= 1e-5 &&
      options.stop !== 'abs' &&
      ['picard', 'anderson'].includes(options.solver as string)
    )
      assert(result.converged[b], `sample ${b} contracts by ${map.spec.radius}, but ${result.reason[b]}`);
  });
  return result;
}

/** Every solver on random maps. */
export function open(): Target {
  const reasons = new Map<string, number>();
  return {
    about:
      'every solver on batches of random maps: what it says of a sample holds in float64, and is what it says of it alone',
    property: fc.property(anySolve, (solve) => {
      for (const reason of check(solve).reason) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }),
    share: 150,
    summary: () => `samples: ${[...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ')}`,
  };
}
