import * as tf from '@tensorflow/tfjs-node';
import { equilibrium } from './deepEquilibrium';
import type { Network } from './Network';

/** The states that a model carries from one supervision step to the next, by name; [batch, length, dim] each. */
export type Carry = Record<string, tf.Tensor3D>;

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
  /** One recursion, with its gradient. */
  latentRecursion(net: Record<string, Network['apply']>, x: tf.Tensor3D, z: Carry, cycles: Cycles): Carry;
  /** What comes before it in a supervision step, without a gradient. */
  withoutGradient(net: Record<string, Network['apply']>, x: tf.Tensor3D, z: Carry, cycles: Cycles): Carry;
}

/** T − 1 times the latent recursion. */
const repeated: Recursion['withoutGradient'] = function (this: Recursion, net, x, z, cycles) {
  for (let i = 1; i < cycles.T; i++) z = tf.tidy(() => this.latentRecursion(net, x, z, cycles));
  return z;
};

/** TRM, section 4 and figure 3: the latent z_L is refined n times, with the puzzle; then the answer z_H once, without it. */
const trm: Recursion = {
  networks: ['L_level'],
  latents: ['zH', 'zL'],
  latentRecursion({ L_level: net }, x, { zH, zL }, { n }) {
    for (let i = 0; i < n; i++) zL = net(zL, tf.add(zH, x));
    zH = net(zH, zL);
    return { zH, zL };
  },
  withoutGradient: repeated,
};

/** TRM, table 2, "single z": one state is both. */
const singleZ: Recursion = {
  networks: ['L_level'],
  latents: ['zL'],
  latentRecursion({ L_level: net }, x, { zL }, { n }) {
    for (let i = 0; i < n; i++) zL = net(zL, x);
    return { zL: net(zL, tf.zerosLike(zL)) };
  },
  withoutGradient: repeated,
};

/** TRM, table 2, "multi-scale z": six latents, of which each update reads the sum and writes one. */
const hier6: Recursion = {
  networks: ['L_level'],
  latents: ['zH', 'zL1', 'zL2', 'zL3', 'zL4', 'zL5', 'zL6'],
  latentRecursion({ L_level: net }, x, { zH, ...latents }, { n }) {
    const names = Object.keys(latents);
    const sum = () => tf.addN(Object.values(latents));
    for (let i = 0; i < n; i++) latents[names[i]] = net(sum(), tf.add(zH, x));
    zH = net(zH, sum());
    return { zH, ...latents };
  },
  withoutGradient: repeated,
};

/** The Hierarchical Reasoning Model (2025), of which TRM is the simplification: two networks, a gradient through the last call of each. */
const hrm: Recursion = {
  networks: ['L_level', 'H_level'],
  latents: ['zH', 'zL'],
  latentRecursion({ L_level, H_level }, x, { zH, zL }) {
    zL = L_level(zL, tf.add(zH, x));
    zH = H_level(zH, zL);
    return { zH, zL };
  },
  withoutGradient({ L_level, H_level }, x, { zH, zL }, { n, T }) {
    for (let i = 1; i < n * T; i++) {
      zL = L_level(zL, tf.add(zH, x));
      if (i % n === 0) zH = H_level(zH, zL);
    }
    return { zH, zL };
  },
};

/** The ARC Prize's baseline for both: one deep network, called once a supervision step. */
const transformer: Recursion = {
  networks: ['H_level'],
  latents: ['zH'],
  latentRecursion: ({ H_level }, x, { zH }) => ({ zH: H_level(zH, x) }),
  withoutGradient: (_, __, z) => z,
};

/** A deep network all of whose n layers are one: what an equilibrium model becomes if it is cut off, and its gradient goes all the way back. */
const unrolled: Recursion = {
  networks: ['L_level'],
  latents: ['zL'],
  latentRecursion({ L_level: net }, x, { zL }, { n }) {
    for (let i = 0; i < n; i++) zL = net(zL, x);
    return { zL };
  },
  withoutGradient: repeated,
};

export const recursions = { trm, singleZ, hier6, hrm, transformer, unrolled, equilibrium } as const satisfies Record<
  string,
  Recursion
>;

export type RecursionName = keyof typeof recursions;

export const recursionNames = Object.keys(recursions) as RecursionName[];
