import { tf } from '../nn';
import { offTape } from './tape';

/** x with `instead` where it is 0, to divide by; as smooth as x. */
export const withoutZeros = (x: tf.Tensor, instead = 1): tf.Tensor =>
  tf.tidy(() =>
    tf.add(
      x,
      offTape(() => tf.equal(x, 0).toFloat().mul(instead)),
    ),
  );
