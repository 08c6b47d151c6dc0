import * as tf from '@tensorflow/tfjs-node';
import { type AttentionWeights, checkNumHeads } from './attention';
import { checkShape } from './checkShape';
import { type Handle, type Kernels, kernels, matrix, number } from './kernels';
import type { BlockHalves } from './postNorm';
import { rmsEpsilon } from './rmsNorm';
import type { RotaryTable } from './rope';
import type { SwigluWeights } from './swiglu';

// The halves of a block, as {@link postNorm} has them, with the gradient worked out by hand: one node of the tape in place of some thirty,
// nothing saved twice, and no axis split or joined. They are what makes training as fast as PyTorch's; the formulas are in postNorm.ts.

/** r·u with u = 1/rms(r), for r = x + y; [rows, dim]. */
function addNorm(k: Kernels, x: Handle, y: Handle): { n: Handle; u: Handle } {
  const r = k.add(x, y);
  const u = k.rsqrt(k.add(k.mean(k.square(r)), number(rmsEpsilon)));
  return { n: k.mul(r, u), u };
}

/** From the gradient of n = r·u that of r: u·(dn − n·mean(dn·n)). */
function addNormGradient(k: Kernels, dn: Handle, n: Handle, u: Handle): Handle {
  return k.mul(u, k.sub(dn, k.mul(n, k.mean(k.mul(dn, n)))));
}

/** Rows of the last axis: two axes, as the product of matrices wants them. */
function rows(k: Kernels, x: tf.Tensor): Handle {
  const dim = x.shape[x.shape.length - 1];
  return k.reshape(k.of(x), x.size / dim, dim);
}

/** dyᵀx, the gradient of a weight [out, in]. The narrower matrix goes first: TensorFlow takes up to three times as long for the other order. */
function weightGradient(k: Kernels, dy: Handle, x: Handle): Handle {
  return dy.shape[1] <= x.shape[1] ? k.matMul(dy, x, true) : k.transpose(k.matMul(x, dy, true), 1, 0);
}

/** A result, and what its gradient needs. */
interface Forward {
  result: Handle;
  saved: Handle[];
}

/** The gradient of a half's state, and those of its weights for whoever wants them too. */
interface Gradient {
  state: Handle;
  weights: () => Handle[];
}

/** What the halves have returned with a gradient to come. */
const halves = new WeakSet<tf.Tensor>();
let wantsWeights = true;

/**
 * Passes back through what returned `output`. Where that was a half of a block, the gradients of its weights are left out, a quarter of the time:
 * products with a state's Jacobian need the state's alone.
 */
export function ofStateOnly<T>(output: tf.Tensor, passBack: () => T): T {
  if (!halves.has(output)) return passBack();
  wantsWeights = false;
  try {
    return passBack();
  } finally {
    wantsWeights = true;
  }
}

/** Whether a gradient will be asked for. */
const isTaped = () => (tf.engine() as unknown as { isTapeOn(): boolean }).isTapeOn();

/** A function of a state and its weights whose gradient is given; nothing is saved unless a tape runs. */
function withGradient(
  inputs: tf.Tensor[],
  forward: (k: Kernels) => Forward,
  gradient: (k: Kernels, dy: tf.Tensor, saved: Handle[]) => Gradient,
): tf.Tensor3D {
  if (!isTaped()) {
    return kernels((k) => [forward(k).result])[0] as tf.Tensor3D;
  }
  const f = tf.customGrad((...args) => {
    const save = args[args.length - 1] as tf.GradSaveFunc;
    const [value, ...tensors] = kernels((k) => {
      const { result, saved } = forward(k);
      return [result, ...saved];
    });
    save(tensors);
    const gradFunc = (dy: tf.Tensor, kept: tf.Tensor[]) => {
      const wanted = kernels((k) => {
        const { state, weights } = gradient(
          k,
          dy,
          kept.map((tensor) => k.of(tensor)),
        );
        return wantsWeights ? [state, ...weights()] : [state];
      });
      return inputs.map((_, i) => wanted[wantsWeights ? i : 0]); // tfjs wants a tensor for each input
    };
    return { value, gradFunc };
  });
  const output = f(...inputs) as tf.Tensor3D;
  halves.add(output);
  return output;
}

function swigluForward(k: Kernels, h: tf.Tensor, { gate, up, down }: SwigluWeights): Forward {
  const x = rows(k, h);
  const g = k.matMul(x, k.of(gate), false, true);
  const p = k.matMul(x, k.of(up), false, true);
  const s = k.sigmoid(g);
  const a = k.mul(g, s);
  const m = k.mul(a, p);
  const { n, u } = addNorm(k, x, k.matMul(m, k.of(down), false, true));
  return { result: k.reshape(n, ...h.shape), saved: [x, g, p, s, a, m, n, u] };
}

/** silu′(g) = s + g·s·(1 − s) with s = sigmoid(g). */
function swigluGradient(k: Kernels, dy: tf.Tensor, saved: Handle[], { gate, up, down }: SwigluWeights): Gradient {
  const [x, g, p, s, a, m, n, u] = saved;
  const dr = addNormGradient(k, rows(k, dy), n, u);
  const dm = k.matMul(dr, k.of(down));
  const dp = k.mul(dm, a);
  const da = k.mul(dm, p);
  const dg = k.add(k.mul(da, s), k.sigmoidGrad(s, k.mul(da, g)));
  const dx = k.addAll(dr, k.matMul(dg, k.of(gate)), k.matMul(dp, k.of(up)));
  return {
    state: k.reshape(dx, ...dy.shape),
    weights: () => [weightGradient(k, dg, x), weightGradient(k, dp, x), weightGradient(k, dr, m)],
  };
}

/** The matrix that takes (x_left, x_right) to (−x_right, x_left): rotary embedding is x·cos + (x·quarterTurn)·sin. */
function quarterTurn(dim: number): Handle {
  const half = dim / 2;
  const at = (i: number, j: number) => (i === j + half ? -1 : j === i + half ? 1 : 0);
  return matrix(Array.from({ length: dim }, (_, i) => Array.from({ length: dim }, (_, j) => at(i, j))));
}

/** Heads on an axis of their own: [batch·length, dim] to [batch, heads, length, dim / heads], and back. */
class Heads {
  constructor(
    private readonly k: Kernels,
    private readonly shape: number[],
    private readonly numHeads: number,
    private readonly rotary?: RotaryTable,
  ) {}

  get headDim(): number {
    return this.shape[2] / this.numHeads;
  }

  split(x: Handle): Handle {
    const [batch, length] = this.shape;
    return this.k.transpose(this.k.reshape(x, batch, length, this.numHeads, this.headDim), 0, 2, 1, 3);
  }

  join(x: Handle): Handle {
    const [batch, length, dim] = this.shape;
    return this.k.reshape(this.k.transpose(x, 0, 2, 1, 3), batch * length, dim);
  }

  /** Turns each position by its angle, or, for the gradient, back. */
  turn(x: Handle, back = false): Handle {
    if (!this.rotary) return x;
    const { k, headDim } = this;
    const [cos, sin] = [k.of(this.rotary.cos), k.of(this.rotary.sin)];
    const quarter = (y: Handle) => {
      const turned = k.matMul(k.reshape(y, -1, headDim), quarterTurn(headDim), false, back);
      return k.reshape(turned, ...x.shape);
    };
    return k.add(k.mul(x, cos), back ? quarter(k.mul(x, sin)) : k.mul(quarter(x), sin));
  }
}

function attentionForward(k: Kernels, h: tf.Tensor3D, weights: AttentionWeights, heads: Heads): Forward {
  const x = rows(k, h);
  const scaledQuery = k.mul(k.of(weights.query), number(heads.headDim ** -0.5));
  const q = heads.turn(heads.split(k.matMul(x, scaledQuery, false, true)));
  const key = heads.turn(heads.split(k.matMul(x, k.of(weights.key), false, true)));
  const v = heads.split(k.matMul(x, k.of(weights.value), false, true));
  const p = k.softmax(k.batchMatMul(q, key, false, true));
  const o = k.batchMatMul(p, v);
  const joined = heads.join(o);
  const { n, u } = addNorm(k, x, k.matMul(joined, k.of(weights.output), false, true));
  return { result: k.reshape(n, ...h.shape), saved: [x, scaledQuery, q, key, v, p, o, joined, n, u] };
}

function attentionGradient(
  k: Kernels,
  dy: tf.Tensor,
  saved: Handle[],
  weights: AttentionWeights,
  heads: Heads,
): Gradient {
  const [x, scaledQuery, q, key, v, p, o, joined, n, u] = saved;
  const dr = addNormGradient(k, rows(k, dy), n, u);
  const dO = heads.split(k.matMul(dr, k.of(weights.output)));
  // softmax′: p·(dp − Σ p·dp), of which the sum is also that of o·do, which is smaller.
  const ds = k.mul(p, k.sub(k.batchMatMul(dO, v, false, true), k.sum(k.mul(dO, o))));
  const dq = heads.join(heads.turn(k.batchMatMul(ds, key), true));
  const dk = heads.join(heads.turn(k.batchMatMul(ds, q, true), true));
  const dv = heads.join(k.batchMatMul(p, dO, true));
  const products = [k.matMul(dq, scaledQuery), k.matMul(dk, k.of(weights.key)), k.matMul(dv, k.of(weights.value))];
  const dx = k.addAll(dr, ...products);
  return {
    state: k.reshape(dx, ...dy.shape),
    weights: () => [
      k.mul(weightGradient(k, dq, x), number(heads.headDim ** -0.5)),
      weightGradient(k, dk, x),
      weightGradient(k, dv, x),
      weightGradient(k, dr, joined),
    ],
  };
}

/**
 * {@link postNorm}, with the same shapes, faster and with less memory. First derivatives only: a gradient of a gradient needs postNorm.
 *
 * @throws RangeError if numHeads does not divide dim, or a weight or table has another shape
 */
export const fused: BlockHalves = {
  attentionNorm(h, weights, numHeads, rotary) {
    const [, length, dim] = h.shape;
    checkNumHeads(numHeads, dim);
    for (const name of ['query', 'key', 'value', 'output'] as const)
      checkShape(`weights.${name}`, weights[name], [dim, dim]);
    for (const name of ['cos', 'sin'] as const)
      if (rotary) checkShape(`rotary.${name}`, rotary[name], [length, dim / numHeads]);
    const heads = (k: Kernels) => new Heads(k, h.shape, numHeads, rotary);
    return withGradient(
      [h, weights.query, weights.key, weights.value, weights.output],
      (k) => attentionForward(k, h, weights, heads(k)),
      (k, dy, saved) => attentionGradient(k, dy, saved, weights, heads(k)),
    );
  },
  swigluNorm(h, weights) {
    const dim = h.shape[2];
    const [width] = weights.gate.shape;
    for (const name of ['gate', 'up'] as const) checkShape(`weights.${name}`, weights[name], [width, dim]);
    checkShape('weights.down', weights.down, [dim, width]);
    return withGradient(
      [h, weights.gate, weights.up, weights.down],
      (k) => swigluForward(k, h, weights),
      (k, dy, saved) => swigluGradient(k, dy, saved, weights),
    );
  },
};
