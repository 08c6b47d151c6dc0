import type { Carry, Cycles, Network, TinyRecursiveModel } from '../models';
import { checkTokens } from '../models/predict';
import { ownCopy } from '../models/recursions';
import { tf } from '../nn';

/** Puzzles as a model takes them. */
export interface Inputs {
  /** puzzles × seqLen */
  inputs: Int32Array;
  /** Rows of the puzzle embeddings; zeros if absent. */
  puzzleIdentifiers?: ArrayLike<number>;
}

/** How many puzzles there are; throws if there are none, or not whole ones, or a token is outside the vocabulary. */
export function countPuzzles(model: TinyRecursiveModel, { inputs }: Inputs): number {
  const { seqLen, vocabSize } = model.config;
  if (!(inputs?.length > 0) || inputs.length % seqLen !== 0)
    throw new RangeError(`inputs has ${inputs?.length} numbers; it must be puzzles of ${seqLen} cells.`);
  checkTokens(inputs, vocabSize);
  return inputs.length / seqLen;
}

/** Some of the puzzles. */
export function slicePuzzles(model: TinyRecursiveModel, all: Inputs, from: number, to: number): Inputs {
  const { seqLen } = model.config;
  return {
    inputs: all.inputs.subarray(from * seqLen, to * seqLen),
    puzzleIdentifiers: all.puzzleIdentifiers && Array.from(all.puzzleIdentifiers).slice(from, to),
  };
}

/** x: what is injected; the caller disposes it. */
export function embed(model: TinyRecursiveModel, { inputs, puzzleIdentifiers }: Inputs): tf.Tensor3D {
  const puzzles = inputs.length / model.config.seqLen;
  return tf.tidy(() => {
    const rows = model.puzzleRows(puzzleIdentifiers ?? new Int32Array(puzzles));
    return model.inputEmbedding(tf.tensor2d(inputs, [puzzles, model.config.seqLen], 'int32'), rows);
  });
}

export const cyclesOf = ({ config }: TinyRecursiveModel): Cycles => ({ n: config.lCycles, T: config.hCycles });

/** How many recursions a supervision step has. */
export const recursionsPerStep = (model: TinyRecursiveModel): number =>
  model.recursion.count?.(cyclesOf(model)) ?? model.config.hCycles;

/**
 * Which of a supervision step's recursions the k-th from the initial state on is. A model that was trained to carry its state from one step
 * to the next begins a step again after the last, one that was not goes on in its only one.
 */
function placeInStep(model: TinyRecursiveModel, k: number): number {
  return model.config.haltMaxSteps > 1 ? k % recursionsPerStep(model) : k;
}

/** The k-th recursion from the initial state on, counted from 0. */
export const recursionAt = (model: TinyRecursiveModel, x: tf.Tensor3D, carry: Carry, k: number): Carry =>
  model.recurse(x, carry, placeInStep(model, k));

/** The same in tensors of its own, a state that stayed as it was too. */
export const tidyRecursionAt: typeof recursionAt = (model, x, carry, k) =>
  tf.tidy(() => ownCopy(recursionAt(model, x, carry, k)));

/** The states that so many recursions come to. */
export function settle(model: TinyRecursiveModel, x: tf.Tensor3D, recursions: number): Carry {
  let carry = model.initialCarry(x.shape[0]);
  for (let k = 0; k < recursions; k++) {
    const next = tidyRecursionAt(model, x, carry, k);
    tf.dispose(carry);
    carry = next;
  }
  return carry;
}

/** After how many recursions the map from state to state comes again: 1, unless the calls of a step differ in weights or in what they read. */
export function periodOf(model: TinyRecursiveModel): number {
  const { tied, injection, haltMaxSteps, recursion, lCycles } = model.config;
  if (recursion === 'hrm') return lCycles;
  const same = tied && (injection === 'every' || haltMaxSteps === 1);
  return same ? 1 : recursionsPerStep(model);
}

/** How often the k-th recursion calls a network. */
export function callsAt(model: TinyRecursiveModel, x: tf.Tensor3D, carry: Carry, k: number): number {
  let calls = 0;
  const counted = Object.entries(model.networks).map(([name, network]): [string, Network['apply']] => [
    name,
    (hidden, injection) => {
      calls++;
      return network.apply(hidden, injection);
    },
  ]);
  tf.tidy(() => {
    model.recursion.recurse(Object.fromEntries(counted), x, carry, cyclesOf(model), placeInStep(model, k));
  });
  return calls;
}

/** All states beside each other: [puzzles, length, dim · states]. */
export const joinStates = (model: TinyRecursiveModel, carry: Carry): tf.Tensor3D =>
  tf.concat(
    model.recursion.latents.map((name) => carry[name]),
    2,
  );

/** What {@link joinStates} joined. */
export function splitStates(model: TinyRecursiveModel, joined: tf.Tensor3D): Carry {
  const { latents } = model.recursion;
  const [, , width] = joined.shape;
  const dim = width / latents.length;
  return Object.fromEntries(latents.map((name, i) => [name, tf.slice(joined, [0, 0, i * dim], [-1, -1, dim])]));
}

/** The sizes ‖·‖ of some states, all of a puzzle's together; [puzzles] in float64 */
export function sizes(model: TinyRecursiveModel, carry: Carry): Float64Array {
  const squares = tf.tidy(() => tf.addN(model.recursion.latents.map((name) => tf.sum(tf.square(carry[name]), [1, 2]))));
  const numbers = Float64Array.from(squares.dataSync(), Math.sqrt);
  squares.dispose();
  return numbers;
}

/** ‖a − b‖ of each puzzle. */
export function distances(model: TinyRecursiveModel, a: Carry, b: Carry): Float64Array {
  const between = tf.tidy(() => Object.fromEntries(Object.keys(a).map((name) => [name, tf.sub(a[name], b[name])])));
  const found = sizes(model, between as Carry);
  tf.dispose(between);
  return found;
}

/** ‖next − before‖/‖next‖ of each puzzle; 0 where nothing moved. */
export function residuals(model: TinyRecursiveModel, next: Carry, before: Carry): Float64Array {
  const size = sizes(model, next);
  return distances(model, next, before).map((moved, row) => (moved === 0 ? 0 : moved / size[row]));
}
