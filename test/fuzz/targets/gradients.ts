import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inverse, Matrix, SVD } from 'ml-matrix';
import { implicitFixedPoint, type SolverName } from 'polezero/fixedpoint';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { norm, type Rows, withoutLeak } from '../../fixedpoint/support';
import type { Target } from '../Target';
import { evenly, type MapSpec, numericMap, valueAt } from './maps';

/** A layer z = tanh(zA + b), or without the tanh, that contracts, and a loss Σ c·z* of its equilibrium. */
interface Layer {
  size: number;
  map: MapSpec;
  batch: number;
  solver: SolverName;
  backward: SolverName;
  gradient: 'implicit' | 'unrolled';
}

const anyLayer: fc.Arbitrary<Layer> = fc.record({
  size: fc.integer({ min: 1, max: 8 }),
  map: fc.record({
    kind: fc.constantFrom<MapSpec['kind'][]>('affine', 'tanh'),
    radius: evenly(0, 0.9),
    angle: evenly(0, Math.PI),
    skew: fc.oneof(fc.constant(0), evenly(0, 0.6)),
    scale: fc.constantFrom(1, 1, 1e-3, 1e3),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
  }),
  batch: fc.integer({ min: 1, max: 4 }),
  solver: fc.constantFrom<SolverName[]>('anderson', 'broyden', 'newtonKrylov'),
  backward: fc.constantFrom<SolverName[]>('newtonKrylov', 'newtonKrylov', 'anderson'),
  gradient: fc.constantFrom<Layer['gradient'][]>('implicit', 'implicit', 'implicit', 'unrolled'),
});

/** Turns of the unrolled layer. */
const turns = 12;

interface Numbers {
  matrix: Rows;
  /** One offset for each sample. */
  offsets: Rows;
}

/** The states that a layer comes to, in float64: its equilibria, or where it is after its turns from 0; none if it has not come to rest. */
function states({ map, gradient }: Layer, { matrix, offsets }: Numbers): Rows | undefined {
  const found: Rows = [];
  for (const offset of offsets) {
    const numbers = { matrix, offset, spec: map };
    let z = offset.map(() => 0);
    let moved = Number.POSITIVE_INFINITY;
    const most = gradient === 'unrolled' ? turns : 5000;
    for (let k = 0; k < most && moved > 1e-15 * norm(z); k++) {
      const next = valueAt(numbers, z);
      moved = norm(next.map((x, i) => x - z[i]));
      z = next;
    }
    if (gradient === 'implicit' && !(moved <= 1e-13 * norm(z))) return undefined;
    found.push(z);
  }
  return found;
}

const inner = (a: Rows, b: Rows): number =>
  a.reduce((sum, row, i) => sum + row.reduce((s, x, j) => s + x * b[i][j], 0), 0);
const plus = (a: Rows, factor: number, b: Rows): Rows => a.map((row, i) => row.map((x, j) => x + factor * b[i][j]));
const drawn = (like: Rows, scale: number, draw: () => number): Rows => like.map((row) => row.map(() => scale * draw()));

/** By how much (I − J)⁻¹ enlarges what it is given, the worst of the samples. */
function amplification({ map }: Layer, { matrix, offsets }: Numbers, found: Rows): number {
  const size = matrix.length;
  return Math.max(
    ...found.map((z, b) => {
      const slopes = valueAt({ matrix, offset: offsets[b], spec: map }, z).map((x) =>
        map.kind === 'tanh' ? 1 - (x / map.scale) ** 2 : 1,
      );
      const jacobian = new Matrix(matrix.map((row) => row.map((x, j) => x * slopes[j])));
      return new SVD(inverse(Matrix.eye(size).sub(jacobian))).norm2;
    }),
  );
}

/** Compares the derivative along a random direction of all parameters with the quotient of differences in float64. */
function check(layer: Layer): 'compared' | 'left' {
  const { size, map, batch, solver, backward, gradient } = layer;
  const { normal } = random(map.seed + 3);
  const { matrix } = numericMap(map, size);
  const numbers: Numbers = {
    matrix,
    offsets: Array.from({ length: batch }, () => Array.from({ length: size }, () => Math.fround(map.scale * normal()))),
  };
  const found = states(layer, numbers);
  if (found === undefined) return 'left';
  const grows =
    gradient === 'implicit'
      ? amplification(layer, numbers, found)
      : turns * Math.max(1, new SVD(new Matrix(matrix)).norm2 ** turns);
  if (grows > 300) return 'left'; // the equation leaves too few digits of float32
  const c = drawn(found, 1, normal).map((row) => row.map(Math.fround));
  const [alongMatrix, alongOffsets] = [drawn(matrix, 1, normal), drawn(numbers.offsets, map.scale, normal)];
  const step = 1e-6;
  const loss = (share: number) => {
    const moved = states(layer, {
      matrix: plus(matrix, share, alongMatrix),
      offsets: plus(numbers.offsets, share, alongOffsets),
    });
    return moved && inner(c, moved);
  };
  const [after, before] = [loss(step), loss(-step)];
  if (after === undefined || before === undefined) return 'left';
  const expected = (after - before) / (2 * step);

  const [inMatrix, inOffsets] = withoutLeak(() =>
    tf.tidy(() => {
      const gradients = tf.grads((a: tf.Tensor, b: tf.Tensor) => {
        const affine = (z: tf.Tensor) => tf.matMul(z as tf.Tensor2D, a as tf.Tensor2D).add(b);
        const f = (z: tf.Tensor) =>
          map.kind === 'tanh' ? tf.tanh(affine(z).div(map.scale)).mul(map.scale) : affine(z);
        const options =
          gradient === 'unrolled'
            ? ({ gradient, steps: turns } as const)
            : { forward: { solver, tol: 1e-6, maxIter: 500 }, backward: { solver: backward, tol: 1e-6, maxIter: 500 } };
        return implicitFixedPoint(f, tf.zeros([batch, size]), options)
          .mul(tf.tensor2d(c, [batch, size]))
          .sum();
      })([tf.tensor2d(matrix, [size, size]), tf.tensor2d(numbers.offsets, [batch, size])]);
      return gradients.map((each) => each.arraySync() as Rows);
    }),
  );
  const actual = inner(inMatrix, alongMatrix) + inner(inOffsets, alongOffsets);
  // Each part of the sum is off by what its equation makes of the rounding of float32, and of the tolerances.
  const parts = norm(inMatrix.flat()) * norm(alongMatrix.flat()) + norm(inOffsets.flat()) * norm(alongOffsets.flat());
  const allowed = 2e-5 * (grows + 5) * parts + 1e-7 * Math.abs(expected);
  assert(
    Math.abs(actual - expected) <= allowed,
    `the slope is ${actual}; by differences ${expected}, within ${allowed}`,
  );
  return 'compared';
}

/** Gradients of equilibria. */
export function open(): Target {
  const made = { compared: 0, left: 0 };
  return {
    about: 'gradients through implicitFixedPoint against differences in float64',
    property: fc.property(anyLayer, (layer) => {
      made[check(layer)]++;
    }),
    share: 60,
    summary: () => `${made.compared} compared, ${made.left} left since their equations leave too few digits`,
  };
}
