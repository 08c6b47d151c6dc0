import { checkInteger, checkNumber, checkOptions } from '../numeric/check';

export interface WarmUpOptions {
  /** Steps over which the rate rises linearly from 0, an integer of at least 0; default 2000. */
  warmUpSteps?: number;
  /** The rate's final value as a fraction of `base`, in [0, 1]; default 1, as published: constant after warm-up. */
  minRatio?: number;
  /** Steps of the whole training, at which the cosine reaches `minRatio` and stays there; needed when that is not 1. */
  totalSteps?: number;
}

/**
 * The learning rate at a step: `base · step/warmUpSteps` at first, then half a cosine from `base` down to `minRatio · base`,
 * which is the rate of every step from `totalSteps` on.
 *
 * @param step - counted from 1
 * @throws RangeError or TypeError for an option out of range or an unknown one
 * Source: TRM's published code, pretrain.py, whose cosine rises again beyond `totalSteps`.
 */
export function warmUp(step: number, base: number, options: WarmUpOptions = {}): number {
  checkOptions(options, ['warmUpSteps', 'minRatio', 'totalSteps']);
  const { warmUpSteps = 2000, minRatio = 1, totalSteps = Number.POSITIVE_INFINITY } = options;
  checkInteger('step', step, 1);
  checkNumber('base', base, (b) => b >= 0, 'at least 0');
  checkInteger('warmUpSteps', warmUpSteps, 0);
  checkNumber('minRatio', minRatio, (r) => r >= 0 && r <= 1, 'in [0, 1]');
  if (options.totalSteps !== undefined) checkInteger('totalSteps', totalSteps, 1);
  if (minRatio < 1 && !(totalSteps > warmUpSteps))
    throw new RangeError(`totalSteps is ${totalSteps}; it must be greater than warmUpSteps, which is ${warmUpSteps}.`);
  if (minRatio < 1 && totalSteps === Number.POSITIVE_INFINITY)
    throw new RangeError(`minRatio is ${minRatio}, so the rate falls until the end: say in totalSteps where that is.`);
  if (step < warmUpSteps) return (base * step) / warmUpSteps;
  if (minRatio === 1) return base;
  const progress = Math.min(1, (step - warmUpSteps) / (totalSteps - warmUpSteps));
  return base * (minRatio + (1 - minRatio) * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress))));
}
