import * as tf from '@tensorflow/tfjs-node';
import { linear } from '../nn/linear';
import type { Parameters } from '../nn/parameters';
import { checkInteger } from '../numeric/check';
import { random } from '../numeric/random';
import type { Network } from './Network';
import { linearWeight } from './ReasoningModule';

// Two classical sequence models as networks, to stand beside TRM's block: in a TinyRecursiveModel with `recursion: 'transformer'`, which
// calls its network `H_level` once, they have the same embedding, heads, loss and training.

/** One turn of the unit: `projected` is Wx + b of this position for update, reset and candidate, [batch, 3·dim]. */
function recur(h: tf.Tensor2D, projected: tf.Tensor2D, gates: tf.Tensor2D, candidate: tf.Tensor2D): tf.Tensor2D {
  const dim = h.shape[1];
  const [ofGates, ofCandidate] = tf.split(projected, [2 * dim, dim], 1);
  const [update, reset] = tf.split(tf.sigmoid(tf.add(ofGates, linear(h, gates))), 2, 1);
  const proposal = tf.tanh(tf.add(ofCandidate, linear(tf.mul(reset, h) as tf.Tensor2D, candidate)));
  return tf.add(proposal, tf.mul(update, tf.sub(h, proposal)));
}

/**
 * A gated recurrent unit that runs over the positions from the first to the last, with as many numbers in its memory as the state is wide.
 *
 * @param dim - numbers at each position, an integer of at least 1
 * @param seed - of the initial weights, an integer in [0, 2³²)
 * Source: K. Cho et al., Learning phrase representations using RNN encoder–decoder (2014), equations 5 to 8.
 */
export function gatedRecurrence(dim: number, seed = 0): Network {
  checkInteger('dim', dim, 1);
  const source = random(seed);
  const [input, gates, candidate] = [3 * dim, 2 * dim, dim].map((out) => linearWeight(out, dim, source));
  const bias = tf.tidy(() => tf.variable(tf.zeros([3 * dim])));
  const parameters: Parameters = {
    'input.weight': input,
    'input.bias': bias,
    'gates.weight': gates,
    'candidate.weight': candidate,
  };
  return {
    parameters,
    apply: (hidden, injection) =>
      tf.tidy(() => {
        const x: tf.Tensor3D = tf.add(hidden, injection);
        const projected = tf.unstack(tf.add(linear(x, input), bias), 1) as tf.Tensor2D[];
        const memory: tf.Tensor2D[] = [];
        for (const each of projected)
          memory.push(recur(memory.at(-1) ?? tf.zeros([x.shape[0], dim]), each, gates, candidate));
        return tf.stack(memory, 1) as tf.Tensor3D;
      }),
    dispose: () => {
      tf.dispose(parameters);
    },
  };
}

/** Each position's numbers together with those of `distance` positions before (zeros before the first); [batch, length, 2·dim]. */
function besideItsPast(h: tf.Tensor3D, distance: number): tf.Tensor3D {
  const [batch, length, dim] = h.shape;
  const shift = Math.min(distance, length);
  const kept = tf.slice(h, [0, 0, 0], [batch, length - shift, dim]);
  const past = tf.pad(kept, [
    [0, 0],
    [shift, 0],
    [0, 0],
  ]);
  return tf.concat([past, h], 2);
}

/**
 * Causal convolutions of two taps, one per level, whose taps are 1, 2, 4, … positions apart: h ← h + W₂ relu(W₁ [past, h]), so that the
 * last level sees 2^levels − 1 positions back.
 *
 * @param dim - numbers at each position, an integer of at least 1
 * @param levels - an integer of at least 1
 * @param seed - of the initial weights, an integer in [0, 2³²)
 * Source: S. Bai, J. Z. Kolter, V. Koltun, An empirical evaluation of generic convolutional and recurrent networks (2018), section 3;
 * their second convolution of a level looks at one position here.
 */
export function causalConvolutions(dim: number, levels: number, seed = 0): Network {
  checkInteger('dim', dim, 1);
  checkInteger('levels', levels, 1);
  const source = random(seed);
  const weights = Array.from({ length: levels }, () => ({
    taps: linearWeight(dim, 2 * dim, source),
    output: linearWeight(dim, dim, source),
  }));
  const parameters: Parameters = {};
  for (const [level, { taps, output }] of weights.entries()) {
    parameters[`levels.${level}.taps.weight`] = taps;
    parameters[`levels.${level}.output.weight`] = output;
  }
  return {
    parameters,
    apply: (hidden, injection) =>
      tf.tidy(() => {
        let h: tf.Tensor3D = tf.add(hidden, injection);
        for (const [level, { taps, output }] of weights.entries())
          h = tf.add(h, linear(tf.relu(linear(besideItsPast(h, 2 ** level), taps)), output));
        return h;
      }),
    dispose: () => {
      tf.dispose(parameters);
    },
  };
}
