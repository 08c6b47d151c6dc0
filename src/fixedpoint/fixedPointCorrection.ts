import { tf } from '../nn';
import { checkChoice, checkNumber, checkOptions } from '../numeric/check';

export interface FixedPointCorrectionOptions {
  /** 'exponential' (default): γ^(n−1−k) for the kth of n; 'linear': 1 − γ(n−1−k)/n; 'constant': 1. */
  weighting?: 'exponential' | 'linear' | 'constant';
  /** γ in (0, 1]; default 0.8, for 'linear' 0.9. */
  gamma?: number;
}

/**
 * The sum of the losses at states on the way to an equilibrium, the later the heavier: trained with it, a model is right early and arrives
 * where it was heading. The states come from `onEvaluation` of a forward solve, one turn of f past each of them on the tape.
 *
 * @param losses - scalars, in the order of their states, the equilibrium's last
 * @returns a scalar; the caller disposes it
 * @throws RangeError or TypeError for a bad argument
 * Source: S. Bai, Z. Geng, Y. Savani, J. Z. Kolter, Deep Equilibrium Optical Flow Estimation, CVPR 2022, section 3.3.
 */
export function fixedPointCorrection(
  losses: readonly tf.Tensor[],
  options: FixedPointCorrectionOptions = {},
): tf.Scalar {
  checkOptions(options, ['weighting', 'gamma']);
  if (losses.length === 0) throw new RangeError('losses is empty; it needs at least one scalar.');
  losses.forEach((loss, k) => {
    if (loss.size !== 1) throw new RangeError(`losses[${k}] has shape [${loss.shape}]; it must be a scalar.`);
  });
  const { weighting = 'exponential' } = options;
  checkChoice('weighting', weighting, ['exponential', 'linear', 'constant']);
  const { gamma = weighting === 'linear' ? 0.9 : 0.8 } = options;
  checkNumber('gamma', gamma, (value) => value > 0 && value <= 1, 'in (0, 1]');
  const n = losses.length;
  const weights = {
    exponential: (k: number) => gamma ** (n - 1 - k),
    linear: (k: number) => 1 - (gamma * (n - 1 - k)) / n,
    constant: () => 1,
  };
  return tf.tidy(() => tf.addN(losses.map((loss, k) => loss.reshape([]).mul(weights[weighting](k)))) as tf.Scalar);
}
