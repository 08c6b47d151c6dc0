import { type JacobianEigenvaluesOptions, jacobianEigenvalues } from '../fixedpoint';
import type { TinyRecursiveModel } from '../models';
import { checkFlag } from '../numeric/check';
import type { Complex } from '../numeric/complex';
import type { Inputs } from './recursionOf';
import { settledRecursion } from './settledRecursion';

export interface PolesOptions extends JacobianEigenvaluesOptions {
  /** How many to settle for before the Jacobian is taken; default 64. */
  recursions?: number;
  /** Whether the poles are those of one call of the network instead of one period; default false. */
  perCall?: boolean;
}

/** One entry per puzzle. */
export interface Poles {
  /** The leading eigenvalues, the largest first; of a pair the one above the real axis first. */
  poles: Complex[][];
  /** |·| of the first. */
  radius: Float64Array;
  /** ‖Jᵀy − λy‖/|λ| of each eigenvalue, of a period. */
  residuals: number[][];
  /** Whether all eigenvalues are as exact as asked for. */
  converged: boolean[];
  /**
   * ‖f(z) − z‖/‖f(z)‖ of a period f at the state z where the Jacobian was taken. **Where this is not small, z is no fixed point, and the
   * eigenvalues are no poles**: the Jacobian is another one in the next period, so that they say little of the long run.
   */
  stateResidual: Float64Array;
  /** Recursions of a period: 1, unless the calls of a supervision step differ in their weights or in what they read. */
  period: number;
  /** Calls of the network in a period. */
  calls: number;
}

/**
 * The poles of a recursive model: the leading eigenvalues of the Jacobian of one recursion, in all states together, where the recursion has
 * settled. Near a fixed point a disturbance decays by the largest of them each recursion, as the impulse response of a filter does by its
 * largest pole. Of a model whose recursions differ, each supervision step being like the next, they are those of a whole step.
 *
 * With `perCall` each pole λ becomes |λ|^(1/calls) at its angle divided by the calls, so that models of unequal recursions can be compared;
 * which of the roots a call would have, a period does not tell, so that only the sizes are certain.
 *
 * An equilibrium model solves in place of iterating; load its weights into one of `recursion: 'unrolled'` with `lCycles` 1.
 *
 * @throws RangeError or TypeError for inputs that do not fit, an option out of range or unknown, or an equilibrium model
 */
export function poles(model: TinyRecursiveModel, inputs: Inputs, options: PolesOptions = {}): Poles {
  const { recursions = 64, perCall = false, ...others } = options;
  checkFlag('perCall', perCall);
  const { f, z, stateResidual, period, calls, dispose } = settledRecursion(model, inputs, recursions);
  try {
    const { eigenvalues, residuals, converged } = jacobianEigenvalues(f, z, others);
    const found = perCall ? eigenvalues.map((values) => values.map((value) => root(value, calls))) : eigenvalues;
    const radius = Float64Array.from(found, ([{ re, im }]) => Math.hypot(re, im));
    return { poles: found, radius, residuals, converged, stateResidual, period, calls };
  } finally {
    dispose();
  }
}

/** The root whose angle is the smallest. */
function root({ re, im }: Complex, degree: number): Complex {
  const [size, angle] = [Math.hypot(re, im) ** (1 / degree), Math.atan2(im, re) / degree];
  return { re: size * Math.cos(angle), im: size * Math.sin(angle) };
}
