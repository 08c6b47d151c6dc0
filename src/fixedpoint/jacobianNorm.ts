import { tf } from '../nn';
import { checkInteger, checkNumber, checkOptions } from '../numeric/check';
import { random } from '../numeric/random';
import { checkState, checkValue, type StateMap } from './fixedPoint';
import { offTape, pullback } from './tape';

export interface JacobianNormOptions {
  /** k: the norm of Jᵏ; default 1. */
  power?: number;
  /** Stops when the norm grows by less than this share; default 10⁻⁴. */
  tol?: number;
  /** Turns before giving up; default 200. */
  maxIter?: number;
  /** Of the first vector; default 0. */
  seed?: number;
}

/** One entry per sample. */
export interface JacobianNorm {
  /** ‖Jᵏ‖₂, from below. */
  norm: number[];
  converged: boolean[];
  iterations: number;
}

/**
 * The norm ‖Jᵏ‖₂ of the Jacobian J = ∂f/∂z at z, or of a power of it, by power iteration on JᵏᵀJᵏ. Below 1, f contracts there, whatever
 * its eigenvalues; a ‖Jᵏ‖ that rises with k before it falls is what makes iteration fail on maps that are far from normal.
 *
 * Products Jv are central differences of f, products vᵀJ exact, and the norm is read off the latter.
 *
 * @throws RangeError or TypeError for a bad argument
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., section 8.2; L. N. Trefethen and M. Embree, Spectra and
 * Pseudospectra, 2005, chapter 14 (transient growth).
 */
export function jacobianNorm(f: StateMap, z: tf.Tensor, options: JacobianNormOptions = {}): JacobianNorm {
  checkOptions(options, ['power', 'tol', 'maxIter', 'seed']);
  checkState('z', z);
  const { power = 1, tol = 1e-4, maxIter = 200, seed = 0 } = options;
  checkInteger('power', power, 1);
  checkNumber('tol', tol, (value) => value > 0, 'positive');
  checkInteger('maxIter', maxIter, 1);
  const { value, apply, dispose } = pullback(f, z);
  try {
    checkValue(value, z.shape);
    return offTape(() => powerIteration(f, z, value, apply, { power, tol, maxIter, seed }));
  } finally {
    dispose();
  }
}

function powerIteration(
  f: StateMap,
  z: tf.Tensor,
  value: tf.Tensor,
  apply: (v: tf.Tensor) => tf.Tensor,
  { power, tol, maxIter, seed }: Required<JacobianNormOptions>,
): JacobianNorm {
  const [batch] = z.shape;
  let norm: Float32Array = new Float32Array(batch);
  let converged: boolean[] = [];
  let v = tf.tidy(() => unit(sameStart(z, seed)).vector);
  let iterations = 0;
  while (iterations < maxIter && !(converged.length && converged.every(Boolean))) {
    iterations++;
    const { vector, length } = tf.tidy(() => {
      let u = v;
      for (let k = 0; k < power; k++) u = differenceQuotient(f, z, value, u);
      let w = unit(u).vector;
      for (let k = 0; k < power; k++) w = apply(w);
      return unit(w);
    });
    v.dispose();
    v = vector;
    const now = length.dataSync() as Float32Array;
    length.dispose();
    converged = Array.from(now, (s, b) => s === 0 || Math.abs(s - norm[b]) <= tol * s);
    norm = now;
  }
  v.dispose();
  return { norm: [...norm], converged, iterations };
}

/** Every sample the same start, whatever its place in the batch. */
function sameStart(z: tf.Tensor, seed: number): tf.Tensor {
  const { normal } = random(seed);
  const one = Float32Array.from({ length: z.size / z.shape[0] }, normal);
  return tf.tensor(one, [1, ...z.shape.slice(1)]).tile([z.shape[0], ...z.shape.slice(1).map(() => 1)]);
}

/** ‖v‖ of each sample, [batch, 1, …]. */
function lengths(v: tf.Tensor): tf.Tensor {
  const axes = v.shape.slice(1).map((_, i) => i + 1);
  return axes.length > 0 ? v.square().sum(axes, true).sqrt() : v.abs();
}

/** v/‖v‖ and ‖v‖ of each sample; 0 stays 0. */
function unit(v: tf.Tensor): { vector: tf.Tensor; length: tf.Tensor } {
  // First by the largest number: squares of small ones would vanish in float32.
  const axes = v.shape.slice(1).map((_, i) => i + 1);
  const largest = (axes.length > 0 ? v.abs().max(axes, true) : v.abs()).maximum(1e-37);
  const scaled = v.div(largest);
  const length = lengths(scaled);
  return { vector: scaled.div(length.maximum(1e-37)), length: length.mul(largest).reshape([v.shape[0]]) };
}

/** Jv ≈ (f(z + hv) − f(z − hv))/2h, with h where the errors of rounding and of curvature are alike. */
function differenceQuotient(f: StateMap, z: tf.Tensor, value: tf.Tensor, v: tf.Tensor): tf.Tensor {
  const size = lengths(z).maximum(lengths(value));
  const reach = tf.where(size.greater(0), size, tf.onesLike(size)).mul(2 ** (-23 / 3));
  const step = unit(v).vector.mul(reach);
  return f(z.add(step))
    .sub(f(z.sub(step)))
    .div(reach.mul(2))
    .mul(lengths(v));
}
