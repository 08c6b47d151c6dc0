import * as tf from '@tensorflow/tfjs-node';
import type { AttentionWeights } from '../nn/attention';
import { fused } from '../nn/fused';
import type { Parameters } from '../nn/parameters';
import type { BlockHalves } from '../nn/postNorm';
import { type RotaryTable, rotaryTable } from '../nn/rope';
import { type SwigluWeights, swigluWidth } from '../nn/swiglu';
import { truncatedNormal } from '../nn/truncatedNormal';
import { checkChoice, checkFlag, checkInteger, checkNumber, checkOptions } from '../numeric/check';
import type { Random } from '../numeric/random';
import { checkHeads, checkSwiglu, deepest, type TrmConfig, widest } from './config';
import type { Network } from './Network';

/** A network's shape; what stands in {@link TrmConfig} too means the same. */
export interface ReasoningModuleConfig {
  /** Blocks, one after the other; at least 1. */
  layers: number;
  /** Positions, those of the puzzle's embedding included. */
  length: number;
  /** Width of the state. With attention a multiple of `numHeads`, and with `rotary` an even one. */
  hiddenSize: number;
  numHeads: number;
  expansion: number;
  ffMultiple: number;
  mixer: 'attention' | 'mlp';
  /** Whether attention turns its heads by their positions. */
  rotary: boolean;
}

/** @throws RangeError or TypeError for a value out of range or an unknown key */
function checkModule(config: ReasoningModuleConfig): void {
  const sides = ['length', 'hiddenSize', 'numHeads', 'ffMultiple'] as const;
  checkOptions(config, ['layers', ...sides, 'expansion', 'mixer', 'rotary']);
  const { layers, length, hiddenSize, expansion, ffMultiple, mixer, rotary } = config;
  checkInteger('layers', layers, 1, deepest);
  for (const name of sides) checkInteger(name, config[name], 1, widest);
  checkNumber('expansion', expansion, (e) => e > 0, 'positive');
  checkChoice('mixer', mixer, ['attention', 'mlp']);
  checkFlag('rotary', rotary);
  checkHeads(config);
  checkSwiglu('hiddenSize', hiddenSize, expansion, ffMultiple);
  if (mixer === 'mlp') checkSwiglu('length', length, expansion, ffMultiple);
}

/** A weight [out, in] of standard deviation 1/√in. */
export function linearWeight(out: number, width: number, random: Random): tf.Variable<tf.Rank.R2> {
  return tf.tidy(() => tf.variable(tf.tensor2d(truncatedNormal(out * width, width ** -0.5, random), [out, width])));
}

type Variables<T> = { [name in keyof T]: tf.Variable<tf.Rank.R2> };

const attentionWeights = (dim: number, random: Random): Variables<AttentionWeights> => ({
  query: linearWeight(dim, dim, random),
  key: linearWeight(dim, dim, random),
  value: linearWeight(dim, dim, random),
  output: linearWeight(dim, dim, random),
});

function swigluWeights(dim: number, { expansion, ffMultiple }: ReasoningModuleConfig, random: Random) {
  const width = swigluWidth(dim, expansion, ffMultiple);
  const weights: Variables<SwigluWeights> = {
    gate: linearWeight(width, dim, random),
    up: linearWeight(width, dim, random),
    down: linearWeight(dim, width, random),
  };
  return weights;
}

/** A block: positions are mixed, then coordinates; each half adds to the state and normalises the sum. */
class Block {
  readonly attention?: Variables<AttentionWeights>;
  readonly mixer?: Variables<SwigluWeights>;
  readonly mlp: Variables<SwigluWeights>;

  constructor(
    private readonly config: ReasoningModuleConfig,
    private readonly halves: BlockHalves,
    random: Random,
  ) {
    if (config.mixer === 'attention') this.attention = attentionWeights(config.hiddenSize, random);
    else this.mixer = swigluWeights(config.length, config, random);
    this.mlp = swigluWeights(config.hiddenSize, config, random);
  }

  apply(h: tf.Tensor3D, rotary?: RotaryTable): tf.Tensor3D {
    const { attentionNorm, swigluNorm } = this.halves;
    if (this.attention) h = attentionNorm(h, this.attention, this.config.numHeads, rotary);
    // The MLP sees, and its norm is over, the sequence: [batch, dim, length].
    if (this.mixer) h = tf.transpose(swigluNorm(tf.transpose(h, [0, 2, 1]), this.mixer), [0, 2, 1]);
    return swigluNorm(h, this.mlp);
  }

  /** By the published names; `q_proj`, `k_proj`, `v_proj` and `gate_proj`, `up_proj` are published as one matrix each. */
  named(prefix: string): Parameters {
    const { attention, mixer, mlp } = this;
    const swiglu = (name: string, { gate, up, down }: Variables<SwigluWeights>): Parameters => ({
      [`${prefix}.${name}.gate_proj.weight`]: gate,
      [`${prefix}.${name}.up_proj.weight`]: up,
      [`${prefix}.${name}.down_proj.weight`]: down,
    });
    return {
      ...(attention && {
        [`${prefix}.self_attn.q_proj.weight`]: attention.query,
        [`${prefix}.self_attn.k_proj.weight`]: attention.key,
        [`${prefix}.self_attn.v_proj.weight`]: attention.value,
        [`${prefix}.self_attn.o_proj.weight`]: attention.output,
      }),
      ...(mixer && swiglu('mlp_t', mixer)),
      ...swiglu('mlp', mlp),
    };
  }
}

/**
 * TRM's network: a few blocks in a row, applied to the sum of a state and what is injected into it. It knows nothing of who runs it how
 * often.
 *
 * Source: TRM, section 4; published code, models/recursive_reasoning/trm.py.
 */
export class ReasoningModule implements Network {
  readonly parameters: Parameters;
  private readonly blocks: Block[];
  private readonly rotary?: RotaryTable;

  /**
   * @param random - source of the initial weights
   * @param halves - how the halves of a block are computed
   * @throws RangeError or TypeError for a configuration out of range or an unknown key
   */
  constructor(config: ReasoningModuleConfig, random: Random, halves: BlockHalves = fused) {
    checkModule(config);
    this.blocks = Array.from({ length: config.layers }, () => new Block(config, halves, random));
    this.parameters = Object.assign({}, ...this.blocks.map((block, i) => block.named(`layers.${i}`)));
    if (config.mixer === 'attention' && config.rotary)
      this.rotary = rotaryTable(config.length, config.hiddenSize / config.numHeads);
  }

  apply(hidden: tf.Tensor3D, injection: tf.Tensor3D): tf.Tensor3D {
    return tf.tidy(() => {
      let h: tf.Tensor3D = tf.add(hidden, injection);
      for (const block of this.blocks) h = block.apply(h, this.rotary);
      return h;
    });
  }

  dispose(): void {
    tf.dispose([this.parameters, { ...this.rotary }]);
  }
}
