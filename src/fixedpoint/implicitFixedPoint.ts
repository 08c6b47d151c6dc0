import { tf } from '../nn';
import { checkChoice, checkInteger, checkNumber, checkOptions } from '../numeric/check';
import {
  checkState,
  checkValue,
  type FixedPointOptions,
  type FixedPointResult,
  fixedPoint,
  readOptions,
  type StateMap,
} from './fixedPoint';
import { keepingTransposes } from './keepingTransposes';
import { offTape, onTape, pullbackOnTape } from './tape';

/** How the gradient of an equilibrium is found. */
export type GradientKind = 'implicit' | 'phantom' | 'unrolledPhantom' | 'oneStep' | 'unrolled';

/** A solve's statistics: its result without the states. */
export type SolveReport = Omit<FixedPointResult, 'z'>;

export interface ImplicitFixedPointOptions {
  /** How z = f(z) is solved; the options of `fixedPoint`. Not used when the gradient is 'unrolled'. */
  forward?: FixedPointOptions;
  /** How u = Jᵀu + g is solved when the gradient is 'implicit'; default Newton–Krylov, which is GMRES here, its differences exact. */
  backward?: FixedPointOptions;
  /**
   * 'implicit' (default): exact, by the implicit function theorem. 'phantom': `steps` terms of its Neumann series. 'unrolledPhantom': the same
   * at an equilibrium, by `steps` turns from the solver's state on the tape; where the solver fell short, still the gradient of the value that
   * is returned, so that training can mend it. 'oneStep': the first term alone. 'unrolled': `steps` turns from z₀ on the tape. The memory of
   * the unrolled ones grows with `steps`.
   */
  gradient?: GradientKind;
  /** Terms of 'phantom' and turns of 'unrolledPhantom', default 5; turns of 'unrolled', default the forward `maxIter`, or 100. */
  steps?: number;
  /** The share of each step of 'phantom' and 'unrolledPhantom', in (0, 1]; default 1. */
  damping?: number;
  /** What to do about a solve that failed, forward or of the adjoint: 'throw' (default), or 'accept' its best state, as in training with few iterations. */
  unconverged?: 'throw' | 'accept';
  /** Called after each solve with what it came to. */
  report?: (stage: 'forward' | 'backward', result: SolveReport) => void;
}

/** Terms of a phantom gradient. */
const defaultSteps = 5;

const known = ['forward', 'backward', 'gradient', 'steps', 'damping', 'unconverged', 'report'] as const;

/**
 * The equilibrium z* = f(z*) as a differentiable tensor: tf.grad, tf.grads and tf.variableGrads go through it to every tensor and variable
 * that f uses. Only one evaluation of f is on the tape (of the unrolled gradients, `steps`), however many the solve takes: memory does not
 * grow with depth.
 *
 * With J = ∂f/∂z at z*, a gradient g of the loss in z* becomes u = g + Jᵀu, and u goes on through that one evaluation of f. K terms of the
 * series u = Σ (Jᵀ)ᵏg ('phantom', 'unrolledPhantom') leave an error of about ρ(J)ᴷ. The value is f(z*), one turn past the solver's state, or
 * as many as 'unrolledPhantom' takes. z₀ gets a gradient only when 'unrolled'; an equilibrium does not depend on where its search began. Second
 * derivatives are refused, except when 'unrolled', where they are TensorFlow.js's own (which lose what passes through tanh, exp and others whose
 * gradient uses their output).
 *
 * @param f - as for `fixedPoint`; it is evaluated anew at every call, so masks of dropout must be drawn outside it
 * @throws RangeError or TypeError for a bad argument or option
 * @throws Error if the forward solve fails (see `unconverged`), and, from within the gradient, if the adjoint's does: a solve that ends
 * at the rounding of float32 counts as solved, any other without meeting its tolerance as failed
 * Source: S. Bai, J. Z. Kolter, V. Koltun, Deep Equilibrium Models, 2019, theorem 1; Z. Geng et al., On Training Implicit Models, 2021
 * (phantom, in its two forms); S. Wu Fung et al., JFB, 2022 (one step).
 */
export function implicitFixedPoint(f: StateMap, z0: tf.Tensor, options: ImplicitFixedPointOptions = {}): tf.Tensor {
  checkAll(z0, options);
  const { gradient, steps, forward, damping } = options;
  if (gradient === 'unrolled') return unrolled(f, z0, steps ?? forward?.maxIter ?? 100);
  // A phantom gradient, unrolled, is the one step of a map that is several turns of f.
  const onwards: StateMap = gradient === 'unrolledPhantom' ? (z) => unrolled(f, z, steps ?? defaultSteps, damping) : f;
  return tf.tidy(() => {
    const zStar = equilibrium(f, z0, options);
    if (!onTape()) return onwards(zStar).clone();
    const { value, apply } = pullbackOnTape(onwards, zStar);
    checkValue(value, zStar.shape);
    // The identity, but for its gradient: the adjoint's solution in place of the gradient that comes in.
    const identity = tf.customGrad((x) => ({
      value: (x as tf.Tensor).clone(),
      gradFunc: (g: tf.Tensor) => adjoint(apply, g, options),
    }));
    return identity(value);
  });
}

function checkAll(z0: tf.Tensor, options: ImplicitFixedPointOptions): void {
  checkOptions(options, known);
  checkState('z0', z0);
  const { gradient = 'implicit', steps = 1, damping = 1, unconverged = 'throw' } = options;
  checkChoice('gradient', gradient, ['implicit', 'phantom', 'unrolledPhantom', 'oneStep', 'unrolled']);
  checkInteger('steps', steps, 1);
  checkNumber('damping', damping, (share) => share > 0 && share <= 1, 'in (0, 1]');
  checkChoice('unconverged', unconverged, ['throw', 'accept']);
  readOptions(options.forward ?? {});
  readOptions(backwardOptions(options));
  if (options.backward?.products === 'exact')
    throw new TypeError(
      "backward.products is 'exact'; leave it out: the adjoint's map is affine, and its differences are exact.",
    );
}

function unrolled(f: StateMap, z0: tf.Tensor, steps: number, damping = 1): tf.Tensor {
  return tf.tidy(() => {
    let z = z0;
    for (let k = 0; k < steps; k++) {
      const value = f(z);
      checkValue(value, z.shape);
      z = damping === 1 ? value : z.mul(1 - damping).add(value.mul(damping));
    }
    return z.clone();
  });
}

function equilibrium(
  f: StateMap,
  z0: tf.Tensor,
  { forward, unconverged, report }: ImplicitFixedPointOptions,
): tf.Tensor {
  const { z, ...result } = fixedPoint(f, z0, forward);
  report?.('forward', result);
  check('z = f(z)', result, unconverged, "Loosen forward.tol, raise forward.maxIter, or take unconverged: 'accept'.");
  return z;
}

/** GMRES, unless told otherwise: the adjoint's equation is linear. */
function backwardOptions({ backward = {} }: ImplicitFixedPointOptions): FixedPointOptions {
  const solver = backward.solver ?? 'newtonKrylov';
  return solver === 'newtonKrylov' ? { affine: true, lineSearch: false, ...backward, solver } : backward;
}

/** u = g + Jᵀu, or the first terms of its series; `apply` multiplies by Jᵀ. */
function adjoint(apply: (v: tf.Tensor) => tf.Tensor, g: tf.Tensor, options: ImplicitFixedPointOptions): tf.Tensor {
  if (onTape())
    throw new Error("implicitFixedPoint has second derivatives only with gradient: 'unrolled'; use that for them.");
  const { gradient = 'implicit', steps = defaultSteps, damping = 1 } = options;
  if (gradient === 'oneStep' || gradient === 'unrolledPhantom') return g.clone();
  if (gradient === 'phantom') return neumann(apply, g, steps, damping);
  const { z: u, ...result } = keepingTransposes(() =>
    fixedPoint((v) => tf.add(apply(v), g), g, backwardOptions(options)),
  );
  options.report?.('backward', result);
  try {
    check(
      'the adjoint u = Jᵀu + g',
      result,
      options.unconverged,
      "Loosen backward.tol, raise backward.maxIter, or take gradient: 'phantom'.",
    );
  } catch (error) {
    u.dispose();
    throw error;
  }
  return u;
}

/** `steps` damped turns of u ← g + Jᵀu from 0. */
function neumann(apply: (v: tf.Tensor) => tf.Tensor, g: tf.Tensor, steps: number, damping: number): tf.Tensor {
  return offTape(() =>
    tf.tidy(() => {
      let u = g.mul(damping);
      for (let k = 1; k < steps; k++) u = u.mul(1 - damping).add(apply(u).add(g).mul(damping));
      if (!tf.all(tf.isFinite(u)).dataSync()[0])
        throw new Error(`The ${steps} terms of the phantom gradient are not finite; f does not contract. Take fewer.`);
      return u;
    }),
  );
}

/** Throws unless all samples are solved, or what was found instead is to be accepted and is a number. */
function check(
  equation: string,
  result: SolveReport,
  unconverged: ImplicitFixedPointOptions['unconverged'],
  advice: string,
): void {
  const short = unconverged === 'accept' ? ['maxIter', 'stagnated', 'breakdown', 'diverged'] : [];
  const fine = ['converged', 'roundoff', ...short];
  const b = result.reason.findIndex((reason, i) => !fine.includes(reason) || !Number.isFinite(result.residual[i]));
  if (b < 0) return;
  const failed = result.reason.filter((reason) => !fine.includes(reason)).length;
  throw new Error(
    `${equation} was not solved for ${failed} of ${result.reason.length} samples; sample ${b}: ${result.reason[b]}, residual ` +
      `${result.residual[b].toExponential(1)} after ${result.iterations[b]} iterations. ${advice}`,
  );
}
