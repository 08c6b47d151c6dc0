import type { StateMap } from '../fixedpoint';
import type { Carry, TinyRecursiveModel } from '../models';
import { ownCopy } from '../models/recursions';
import { tf } from '../nn';
import { checkInteger } from '../numeric/check';
import {
  callsAt,
  countPuzzles,
  embed,
  type Inputs,
  joinStates,
  periodOf,
  recursionAt,
  residuals,
  settle,
  splitStates,
} from './recursionOf';

/** A recursive model as a map of its states, where it has settled: what the instruments of `polezero/fixedpoint` take. */
export interface SettledRecursion {
  /** One period from state to state. */
  f: StateMap;
  /** All states beside each other, [puzzles, length, dim · states]. */
  z: tf.Tensor3D;
  /** ‖f(z) − z‖/‖f(z)‖ of each puzzle: whether z is a fixed point. */
  stateResidual: Float64Array;
  /** Recursions of a period: 1, unless the calls of a supervision step differ in their weights or in what they read. */
  period: number;
  /** Calls of the network in a period. */
  calls: number;
  dispose(): void;
}

/**
 * Runs a model for so many recursions, and gives the map of one period from there, for `jacobianNorm`, `hutchinson`, `fixedPoint` and the
 * like. The caller disposes it.
 *
 * @throws RangeError for inputs that do not fit, recursions out of range, or an equilibrium model, which solves instead of iterating: load
 *   its weights into one of `recursion: 'unrolled'` with `lCycles` 1
 */
export function settledRecursion(model: TinyRecursiveModel, inputs: Inputs, recursions: number): SettledRecursion {
  countPuzzles(model, inputs);
  checkInteger('recursions', recursions, 1);
  if (model.recursion.solves)
    throw new RangeError(
      "model has recursion 'equilibrium' or deepEquilibrium, which solves instead of iterating; load its weights into one of 'unrolled' with lCycles 1.",
    );
  const period = periodOf(model);
  const places = Array.from({ length: period }, (_, k) => recursions + k);
  const onePeriod = (x: tf.Tensor3D, from: Carry) => places.reduce((state, k) => recursionAt(model, x, state, k), from);
  const { x, z, carry, after } = tf.tidy(() => {
    const x = embed(model, inputs);
    const carry = settle(model, x, recursions);
    const after = ownCopy(onePeriod(x, carry));
    return { x, z: joinStates(model, carry).clone(), carry, after };
  });
  const stateResidual = residuals(model, after, carry);
  const calls = places.reduce((sum, k) => sum + callsAt(model, x, carry, k), 0);
  tf.dispose([carry, after]);
  return {
    f: (state) => joinStates(model, onePeriod(x, splitStates(model, state as tf.Tensor3D))),
    z,
    stateResidual,
    period,
    calls,
    dispose: () => {
      tf.dispose([x, z]);
    },
  };
}
