import { tf } from '../nn';
import { ofStateOnly } from '../nn/fused';
import { shown } from '../numeric/check';

// tfjs records what it can differentiate on one tape, runs f anew for every gradient that is asked for, and loses an outer tape when a
// gradient is taken inside a gradient function. An equilibrium needs to solve off the tape, and to ask many products of one Jacobian of
// one evaluation; this file gives it both, by the tape that tfjs-core 4.22 keeps in its engine's state.

interface TapeNode {
  kernelName: string;
  inputs: Record<string, tf.Tensor>;
  outputs: tf.Tensor[];
  saved: tf.Tensor[];
  /** From the gradients of the outputs, for each input a function that makes its gradient. */
  gradient?: (outputGradients: (tf.Tensor | null)[]) => Record<string, () => tf.Tensor>;
}

interface TapeState {
  activeTape: TapeNode[] | null | undefined;
  gradientDepth: number;
  kernelDepth: number;
}

const tapeState = (): TapeState => (tf.engine() as unknown as { state: TapeState }).state;

/** Whether what is computed now is recorded for a gradient. */
export function onTape(): boolean {
  const { gradientDepth, kernelDepth } = tapeState();
  return gradientDepth > 0 && kernelDepth === 0;
}

function withTape<T>(activeTape: TapeNode[] | null, run: () => T): T {
  const state = tapeState();
  const before = { ...state };
  state.activeTape = activeTape;
  state.gradientDepth = activeTape ? 1 : 0;
  state.kernelDepth = 0;
  try {
    return run();
  } finally {
    state.activeTape = before.activeTape;
    state.gradientDepth = before.gradientDepth;
    state.kernelDepth = before.kernelDepth;
  }
}

/** Runs without a tape: nothing is kept for a gradient. Gradients taken inside work, also inside a gradient function. */
export const offTape = <T>(run: () => T): T => withTape(null, run);

/** The products vᵀJ of the Jacobian J of one evaluation, as many as wanted, each for the price of one backward pass. */
export interface Pullback {
  /** f(z) */
  value: tf.Tensor;
  /** vᵀJ in z's shape, for v in that of f(z). */
  apply: (v: tf.Tensor) => tf.Tensor;
  dispose: () => void;
}

/** Evaluates f at z on a tape of its own. At a copy of z: where f closes over z itself, that is a constant. */
export function pullback(f: (z: tf.Tensor) => tf.Tensor, z: tf.Tensor): Pullback {
  const { tape, state, value, dispose } = recorded(f, z);
  return { value, apply: productsOf(tape, state, value), dispose };
}

/** The products Jv of the Jacobian J of one evaluation, as many as wanted, each for the price of one backward pass. */
export interface Pushforward {
  /** f(z) */
  value: tf.Tensor;
  /**
   * Jv in the shape of f(z), for v in that of z.
   *
   * @throws Error if the gradient of some operation of f has itself none
   */
  apply: (v: tf.Tensor) => tf.Tensor;
  /** vᵀJ in the shape of z, for v in that of f(z). */
  back: (v: tf.Tensor) => tf.Tensor;
  dispose: () => void;
}

/**
 * Evaluates f at z on a tape of its own, and, when the first product is asked for, the pass back on another: u ↦ Jᵀu is linear, and the
 * gradient of a linear map is its transpose, whatever u.
 *
 * Source: J. Townsend, A new trick for calculating Jacobian vector products, 2017.
 */
export function pushforward(f: (z: tf.Tensor) => tf.Tensor, z: tf.Tensor): Pushforward {
  const forward = recorded(f, z);
  const { tape, state, value } = forward;
  let passBack: Recorded | undefined;
  const apply = (v: tf.Tensor) => {
    passBack ??= transposed(forward);
    return productsOf(passBack.tape, passBack.state, passBack.value)(v);
  };
  const dispose = () => {
    forward.dispose();
    passBack?.dispose();
  };
  return { value, apply, back: (v) => productsOf(tape, state, value)(v), dispose };
}

/** An evaluation at `state` that stays on its tape until it is disposed. */
interface Recorded {
  tape: TapeNode[];
  state: tf.Tensor;
  value: tf.Tensor;
  dispose: () => void;
}

function recorded(f: (z: tf.Tensor) => tf.Tensor, z: tf.Tensor): Recorded {
  const tape: TapeNode[] = [];
  const state = tf.keep(z.clone());
  const release = () => tf.dispose([state, tape.map(({ saved }) => saved)]);
  try {
    const value = tf.keep(withTape(tape, () => tf.tidy(() => checkReturned(f(state)).clone())));
    const dispose = () => {
      release();
      value.dispose();
    };
    return { tape, state, value, dispose };
  } catch (error) {
    release();
    throw error;
  }
}

/** What f returned, if it is a tensor. */
export function checkReturned(value: tf.Tensor): tf.Tensor {
  if (value instanceof tf.Tensor) return value;
  throw new TypeError(`f returned ${shown(value)}; it must return a tensor.`);
}

/** Jᵀu for some u of no importance, but without zeros, on a tape of its own. */
function transposed({ tape, state, value }: Recorded): Recorded {
  const u = tf.tidy(() => tf.cos(tf.range(0, value.size)).reshape(value.shape));
  const path = between(tape, state, value);
  try {
    return recorded((seed) => {
      const parts: Part[] = [];
      const product = backward(path, state, value, seed, parts);
      checkRecorded(parts, tapeState().activeTape!, seed, "products: 'difference'");
      return product;
    }, u);
  } finally {
    u.dispose();
  }
}

/** What an operation passed back to one of its inputs. */
interface Part {
  kernelName: string;
  gradient: tf.Tensor;
}

/** Throws if an operation has no second derivative, or passed something back beside the tape, as compiled gradients do: it would be lost. */
function checkRecorded(parts: readonly Part[], tape: TapeNode[], u: tf.Tensor, remedy: string): void {
  const fromU = dependents(tape, u);
  const withoutGradient = tape.find(
    ({ gradient, outputs }) => !gradient && outputs.some(({ id }) => fromU.has(id)),
  )?.kernelName;
  const besideTape = parts.find(
    ({ gradient }) => !fromU.has(gradient.id) && gradient.dataSync().some((value) => value !== 0),
  )?.kernelName;
  const culprit = withoutGradient ?? besideTape;
  if (culprit !== undefined)
    throw new NoExactProducts(
      `f has no exact products: TensorFlow.js has no second derivative of ${culprit}. Take ${remedy}.`,
    );
}

/** That some operation of f has no second derivative. */
export class NoExactProducts extends Error {}

/** Evaluates f at z on the tape that is running; the tape's owner disposes it. */
export function pullbackOnTape(f: (z: tf.Tensor) => tf.Tensor, z: tf.Tensor): Omit<Pullback, 'dispose'> {
  const tape = tapeState().activeTape!;
  const from = tape.length;
  const value = f(z);
  return { value, apply: productsOf(tape.slice(from), z, value) };
}

/**
 * vᵀJ on the tape that is running, so that it can itself be differentiated.
 *
 * TensorFlow.js's own gradients of gradients silently lose what passes through an operation whose gradient uses its own output, as those of
 * tanh, exp and softmax do: it records the copy of that output before the operation that made it. Here the tape is put in order.
 *
 * @throws Error if the gradient of some operation of f has itself none
 */
export function productOnTape(f: (z: tf.Tensor) => tf.Tensor, z: tf.Tensor, v: tf.Tensor): tf.Tensor {
  const tape = tapeState().activeTape!;
  const from = tape.length;
  const state = z.clone();
  const value = f(state);
  const parts: Part[] = [];
  const product = backward(between(tape.slice(from), state, value), state, value, v, parts);
  const own = inOrder(tape.splice(from));
  tape.push(...own);
  checkRecorded(parts, own, v, "method: 'difference'");
  return product;
}

/** Each node after those that make its inputs. */
function inOrder(nodes: TapeNode[]): TapeNode[] {
  const missing = new Set(nodes.flatMap(({ outputs }) => outputs.map(({ id }) => id)));
  const waiting = new Map<number, TapeNode[]>();
  const ordered: TapeNode[] = [];
  const place = (node: TapeNode): void => {
    const awaited = Object.values(node.inputs).find(({ id }) => missing.has(id));
    if (awaited) {
      waiting.set(awaited.id, [...(waiting.get(awaited.id) ?? []), node]);
      return;
    }
    ordered.push(node);
    for (const { id } of node.outputs) {
      missing.delete(id);
      const followers = waiting.get(id) ?? [];
      waiting.delete(id);
      followers.forEach(place);
    }
  };
  nodes.forEach(place);
  return ordered;
}

function productsOf(tape: TapeNode[], z: tf.Tensor, value: tf.Tensor): (v: tf.Tensor) => tf.Tensor {
  const path = between(tape, z, value);
  return (v) => offTape(() => tf.tidy(() => backward(path, z, value, v)));
}

interface PathNode {
  node: TapeNode;
  /** The inputs that depend on z. */
  names: string[];
}

/** The operations by which z acts on the value, in the order of their evaluation. */
function between(tape: TapeNode[], z: tf.Tensor, value: tf.Tensor): PathNode[] {
  const fromZ = dependents(tape, z);
  const after = tape.flatMap((node) => {
    const names = Object.keys(node.inputs).filter((name) => fromZ.has(node.inputs[name].id));
    return names.length > 0 ? [{ node, names }] : [];
  });
  const toValue = new Set([value.id]);
  const path: PathNode[] = [];
  for (const step of after.reverse()) {
    if (!step.node.outputs.some(({ id }) => toValue.has(id))) continue;
    for (const name of step.names) toValue.add(step.node.inputs[name].id);
    path.unshift(step);
  }
  return path;
}

/** The ids of z and of all that was made from it; not of comparisons, which stay as they are when z changes a little. */
function dependents(tape: TapeNode[], z: tf.Tensor): Set<number> {
  const fromZ = new Set([z.id]);
  for (const { inputs, outputs } of tape) {
    if (!Object.values(inputs).some(({ id }) => fromZ.has(id))) continue;
    for (const { id, dtype } of outputs) if (dtype !== 'bool') fromZ.add(id);
  }
  return fromZ;
}

/** The chain rule, from the value back to z; what each operation passed on is added to `parts`. */
function backward(path: PathNode[], z: tf.Tensor, value: tf.Tensor, v: tf.Tensor, parts?: Part[]): tf.Tensor {
  const gradients = new Map<number, tf.Tensor>([[value.id, v]]);
  for (const { node, names } of [...path].reverse()) {
    if (!node.gradient) throw new Error(`f uses ${node.kernelName}, for which TensorFlow.js has no gradient.`);
    const ofOutputs = node.outputs.map(({ id }) => gradients.get(id) ?? null);
    const passBack = () => node.gradient!(ofOutputs);
    const ofInputs = names.join() === '0' ? ofStateOnly(node.outputs[0], passBack) : passBack();
    for (const name of names) {
      const { id } = node.inputs[name];
      const part = ofInputs[name]();
      parts?.push({ kernelName: node.kernelName, gradient: part });
      const sum = gradients.get(id);
      gradients.set(id, sum ? tf.add(sum, part) : part);
    }
  }
  // A copy: the gradient of f(z) = z is v itself, which is the caller's.
  return gradients.get(z.id)?.clone() ?? tf.zeros(z.shape);
}
