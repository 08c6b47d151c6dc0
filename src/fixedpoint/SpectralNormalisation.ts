import { tf } from '../nn';
import { checkFlag, checkInteger, checkNumber, checkOptions, checkSeed } from '../numeric/check';
import { random } from '../numeric/random';
import { offTape } from './tape';
import { withoutZeros } from './withoutZeros';

export interface SpectralNormalisationOptions {
  /** The norm that the weight is brought to, positive; default 1. */
  target?: number;
  /** Only brings down what is above the target; default false. */
  clip?: boolean;
  /** Power iterations at each call; default 1: over a training they add up. */
  steps?: number;
  /** Of the first vector; default 0. */
  seed?: number;
}

/**
 * Keeps a weight matrix at a spectral norm: W·target/σ(W), σ = uᵀWv with singular vectors that power iterations follow from call to call.
 * Gradients go through σ, with u and v held. With target < 1 and a nonlinearity of slope at most 1, z ↦ φ(zW + x) contracts.
 *
 * Source: T. Miyato et al., Spectral Normalization for Generative Adversarial Networks, ICLR 2018, algorithm 1.
 */
export class SpectralNormalisation {
  readonly #options: Required<SpectralNormalisationOptions>;
  /** Where the iterations begin, and begin anew where they come to nothing. */
  #start: tf.Tensor2D | undefined;
  #u: tf.Tensor2D | undefined;

  constructor(options: SpectralNormalisationOptions = {}) {
    checkOptions(options, ['target', 'clip', 'steps', 'seed']);
    const { target = 1, clip = false, steps = 1, seed = 0 } = options;
    checkNumber('target', target, (norm) => norm > 0, 'positive');
    checkFlag('clip', clip);
    checkInteger('steps', steps, 1);
    checkSeed('seed', seed);
    this.#options = { target, clip, steps, seed };
  }

  /**
   * The weight at its norm, in w's shape: axes before the last are taken together; a weight of zeros stays one. Call it once before each
   * solve. The caller disposes the result.
   *
   * @throws RangeError if w is no matrix, or not of the shape it had before
   */
  apply(w: tf.Tensor): tf.Tensor {
    if (w.rank < 2) throw new RangeError(`w has shape [${w.shape}]; it must have at least two axes.`);
    const { target, clip } = this.#options;
    return tf.tidy(() => {
      const matrix = w.reshape([-1, w.shape[w.rank - 1]]) as tf.Tensor2D;
      const { u, v } = this.#follow(matrix);
      const sigma = tf.matMul(tf.matMul(u, matrix), v).reshape([]);
      const factor = tf.div(target, withoutZeros(sigma, target));
      return w.mul(clip ? tf.minimum(factor, 1) : factor);
    });
  }

  /** The singular vectors, some power iterations further: u is [1, rows], v is [columns, 1]. */
  #follow(matrix: tf.Tensor2D): { u: tf.Tensor2D; v: tf.Tensor2D } {
    const [rows, columns] = matrix.shape;
    const { steps, seed } = this.#options;
    if (this.#start && this.#start.shape[1] !== rows)
      throw new RangeError(
        `w has ${rows} rows, and had ${this.#start.shape[1]} before; give each weight its own object.`,
      );
    return offTape(() => {
      this.#start ??= tf.keep(tf.tensor2d(Float32Array.from({ length: rows }, random(seed).normal), [1, rows]));
      let u = this.#u ?? this.#start;
      let v = tf.zeros([columns, 1]) as tf.Tensor2D;
      for (let k = 0; k < steps; k++) {
        v = unit(tf.matMul(matrix, u, true, true));
        const next = unit(tf.matMul(v, matrix, true, true));
        u = tf.where(tf.equal(tf.norm(next), 0), this.#start, next);
      }
      this.#u?.dispose();
      this.#u = tf.keep(u.clone());
      return { u, v };
    });
  }

  dispose(): void {
    this.#start?.dispose();
    this.#u?.dispose();
    this.#start = undefined;
    this.#u = undefined;
  }
}

/** v/‖v‖, or 0. */
const unit = (v: tf.Tensor2D): tf.Tensor2D => v.div(withoutZeros(v.norm()));
