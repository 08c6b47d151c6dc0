import * as tf from '@tensorflow/tfjs-node';
import type { SolverName } from '../fixedpoint';
import { equilibrium } from './deepEquilibrium';
import type { Network } from './Network';

/** The states that a model carries from one supervision step to the next, by name; [batch, length, dim] each. */
export type Carry = Record<string, tf.Tensor3D>;

/** The same states in tensors of their own: a recursion hands on as it is what it does not write, and its caller disposes the old. */
export const ownCopy = (carry: Carry): Carry =>
  Object.fromEntries(Object.entries(carry).map(([name, state]) => [name, state.clone()]));

/** How often: `n` latent updates per recursion, `T` recursions per supervision step. */
export interface Cycles {
  n: number;
  T: number;
}

/** A way to run networks on states; x is the embedded puzzle. Nothing here knows what is inside a network. */
export interface Recursion {
  /** The networks it runs, by their published names. */
  networks: readonly string[];
  /** The states; the heads read the first. */
  latents: readonly string[];
  /** One recursion, the t-th of a supervision step, counted from 0; beyond its T recursions it goes on as it would if there were more. */
  recurse(net: Record<string, Network['apply']>, x: tf.Tensor3D, z: Carry, cycles: Cycles, t: number): Carry;
  /** How many recursions make a supervision step; by default T. */
  count?(cycles: Cycles): number;
  /** Whether a recursion solves z = f(z) for its only network f, in place of calling it a fixed number of times. */
  solves?: boolean;
}

/** What may differ in how one network is run; each is independent of the others. */
export interface RecursionAxes extends Cycles {
  /** Whether one network makes all calls of a supervision step, or each call has its own. */
  tied: boolean;
  /** Whether the latent state reads the answer. */
  feedback: boolean;
  /** Whether every latent update reads the puzzle, or only the first of a supervision step. */
  injection: 'every' | 'start';
  /** By what an equilibrium is searched. */
  solver: SolverName;
  /** Of an equilibrium: 'implicit' for its exact gradient. */
  gradient?: 'last' | 'full' | 'implicit';
}

/** The networks of a supervision step of so many calls, and which makes the i-th of recursion t; after the last comes the first again. */
function calls({ tied, T }: RecursionAxes, perRecursion: number) {
  const count = tied ? 1 : T * perRecursion;
  const nameOf = (k: number) => (tied ? 'L_level' : `L_level_${k % count}`);
  return {
    networks: Array.from({ length: count }, (_, k) => nameOf(k)),
    call: (net: Record<string, Network['apply']>, t: number, i: number) => net[nameOf(t * perRecursion + i)],
  };
}

/** Whether the i-th update of recursion t reads the puzzle. */
const reads = ({ injection }: RecursionAxes, t: number, i: number): boolean =>
  injection === 'every' || (t === 0 && i === 0);

/**
 * TRM, section 4 and figure 3: the latent z_L is refined n times, with the puzzle; then the answer z_H once, without it. Without feedback
 * z_L goes its way and z_H only listens.
 */
export function trm(axes: RecursionAxes): Recursion {
  const { networks, call } = calls(axes, axes.n + 1);
  const injected = (x: tf.Tensor3D, zH: tf.Tensor3D, t: number, i: number): tf.Tensor3D => {
    const parts = [...(axes.feedback ? [zH] : []), ...(reads(axes, t, i) ? [x] : [])];
    return parts.length === 0 ? tf.zerosLike(x) : tf.addN(parts);
  };
  return {
    networks,
    latents: ['zH', 'zL'],
    recurse(net, x, { zH, zL }, { n }, t) {
      for (let i = 0; i < n; i++) zL = call(net, t, i)(zL, injected(x, zH, t, i));
      zH = call(net, t, n)(zH, zL);
      return { zH, zL };
    },
  };
}

/**
 * A stack of n·T calls with one state. Tied, it is what an equilibrium model becomes if it is cut off; untied, and with the puzzle read at
 * the start alone, it is the usual feed-forward transformer.
 */
export function unrolled(axes: RecursionAxes): Recursion {
  const { networks, call } = calls(axes, axes.n);
  return {
    networks,
    latents: ['zL'],
    recurse(net, x, { zL }, { n }, t) {
      for (let i = 0; i < n; i++) zL = call(net, t, i)(zL, reads(axes, t, i) ? x : tf.zerosLike(x));
      return { zL };
    },
  };
}

/** TRM, table 2, "single z": one state is both. */
const singleZ: Recursion = {
  networks: ['L_level'],
  latents: ['zL'],
  recurse({ L_level: net }, x, { zL }, { n }) {
    for (let i = 0; i < n; i++) zL = net(zL, x);
    return { zL: net(zL, tf.zerosLike(zL)) };
  },
};

/** TRM, table 2, "multi-scale z": six latents, of which each update reads the sum and writes one. */
const hier6: Recursion = {
  networks: ['L_level'],
  latents: ['zH', 'zL1', 'zL2', 'zL3', 'zL4', 'zL5', 'zL6'],
  recurse({ L_level: net }, x, { zH, ...latents }, { n }) {
    const names = Object.keys(latents);
    const sum = () => tf.addN(Object.values(latents));
    for (let i = 0; i < n; i++) latents[names[i]] = net(sum(), tf.add(zH, x));
    zH = net(zH, sum());
    return { zH, ...latents };
  },
};

/**
 * The Hierarchical Reasoning Model (2025), of which TRM is the simplification: two networks, a gradient through the last call of each. Its
 * n·T recursions are one update of the lower state each, and every n-th one of the upper.
 */
const hrm: Recursion = {
  networks: ['L_level', 'H_level'],
  latents: ['zH', 'zL'],
  count: ({ n, T }) => n * T,
  recurse({ L_level, H_level }, x, { zH, zL }, { n }, t) {
    zL = L_level(zL, tf.add(zH, x));
    if ((t + 1) % n === 0) zH = H_level(zH, zL);
    return { zH, zL };
  },
};

/** The ARC Prize's baseline for both: one deep network, called once a supervision step. */
const transformer: Recursion = {
  networks: ['H_level'],
  latents: ['zH'],
  count: () => 1,
  recurse: ({ H_level }, x, { zH }) => ({ zH: H_level(zH, x) }),
};

/** Each recursion as the axes of a configuration have it; the published ablations and baselines have none. */
export const recursions = {
  trm,
  singleZ: () => singleZ,
  hier6: () => hier6,
  hrm: () => hrm,
  transformer: () => transformer,
  unrolled,
  equilibrium: ({ solver, gradient }) => equilibrium(solver, gradient === 'implicit'),
} as const satisfies Record<string, (axes: RecursionAxes) => Recursion>;

export type RecursionName = keyof typeof recursions;

export const recursionNames = Object.keys(recursions) as RecursionName[];

/** Those that {@link RecursionAxes} say anything about. */
export const withAxes: readonly RecursionName[] = ['trm', 'unrolled'];
