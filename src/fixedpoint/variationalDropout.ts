import { tf } from '../nn';
import { checkInteger, checkNumber, checkOptions } from '../numeric/check';
import { random } from '../numeric/random';

export interface VariationalDropoutOptions {
  /** Of the mask; default 0. Give every training step another. */
  seed?: number;
}

/**
 * A mask of dropout that holds for one whole solve: 0 with probability `rate`, else 1/(1 − rate). Multiply by it inside f. Drawn anew in
 * every evaluation, f would be another map each time, without a fixed point.
 *
 * @param shape - of the mask; 1 along the axes that share it: [batch, 1, channels] drops whole channels, [batch, length, 1] whole tokens
 * @param rate - in [0, 1)
 * @returns the mask; the caller disposes it
 * @throws RangeError or TypeError for a bad argument
 * Source: Y. Gal and Z. Ghahramani, A Theoretically Grounded Application of Dropout in Recurrent Neural Networks, 2016.
 */
export function variationalDropout(
  shape: readonly number[],
  rate: number,
  options: VariationalDropoutOptions = {},
): tf.Tensor {
  checkOptions(options, ['seed']);
  checkNumber('rate', rate, (share) => share >= 0 && share < 1, 'in [0, 1)');
  shape.forEach((length, i) => checkInteger(`shape[${i}]`, length, 1));
  const { uniform } = random(options.seed ?? 0);
  const size = shape.reduce((product, length) => product * length, 1);
  const mask = Float32Array.from({ length: size }, () => (uniform() < rate ? 0 : 1 / (1 - rate)));
  return tf.tensor(mask, [...shape]);
}
