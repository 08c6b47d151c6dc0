import { distance, norm } from './vector';

/** What ended a sample's solve; only after 'converged' does its residual meet the tolerance. */
export type Reason =
  /** The residual meets the tolerance. */
  | 'converged'
  /** The iterations were used up. */
  | 'maxIter'
  /** The residual is as small as float32 allows: the tolerance cannot be met, the state is as exact as it gets. */
  | 'roundoff'
  /** No better iterate in a long time, far above the rounding of float32. */
  | 'stagnated'
  /** The residual has grown beyond all use. */
  | 'diverged'
  /** f gave NaN or an infinity, or was asked beyond the range of float32. */
  | 'nonFinite'
  /** The method cannot go on: the equations for its next step are singular. */
  | 'breakdown';

export interface StoppingRule {
  tol: number;
  stop: 'rel' | 'abs';
  maxIter: number;
  patience: number;
  divergence: number;
}

/** ‖f(z) − z‖/‖f(z)‖, nothing added below: a state of any scale, as the adjoint of a mean over many terms is, is treated alike. */
const relative = (absolute: number, normOfF: number): number => (absolute === 0 ? 0 : absolute / normOfF);

/** The ‖f(z) − z‖ that meets the tolerance, given ‖f(z)‖. */
export const goalOf =
  ({ tol, stop }: StoppingRule) =>
  (normOfF: number): number =>
    stop === 'rel' ? tol * normOfF : tol;

const epsilon = 2 ** -23;
/** Below this many roundings of f(z), a residual that has ceased to fall is rounding; up to the second, it may be. */
const surelyRounding = 16;
const perhapsRounding = 128;
const patienceAtRounding = 6;

/** The record of one sample's solve: its residuals, its best point, and whether and why it is over. */
export class Progress {
  readonly trace: number[] = [];
  best: Float32Array;
  residual = Number.POSITIVE_INFINITY;
  reason: Reason | undefined;
  readonly #rule: StoppingRule;
  #first = 0;
  #bestAt = 0;
  /** The best residual in roundings of f(z). */
  #roundings = Number.POSITIVE_INFINITY;
  #present = 0;
  #presentAbsolute = 0;

  constructor(rule: StoppingRule, z0: Float32Array) {
    this.#rule = rule;
    this.best = z0;
  }

  /** Looks at f there. Any point that meets the tolerance ends the solve, be it an iterate or only tried. */
  observe(z: Float32Array, fz: Float32Array): void {
    const absolute = distance(fz, z);
    const size = norm(fz);
    this.#presentAbsolute = absolute;
    this.#present = this.#rule.stop === 'rel' ? relative(absolute, size) : absolute;
    if (this.trace.length === 0) this.#first = Math.max(absolute, epsilon * size);
    if (this.#present < this.residual) {
      this.residual = this.#present;
      this.best = z;
      this.#bestAt = this.trace.length;
      this.#roundings = relative(absolute, size) / epsilon;
    }
    if (this.#present <= this.#rule.tol) this.#end('converged');
  }

  /** The point just observed was an iterate: it enters the trace, and the solve may be over. */
  iterated(): void {
    const { maxIter, patience, divergence } = this.#rule;
    this.trace.push(this.#present);
    const withoutGain = this.iterations - this.#bestAt;
    // Relative to an f(z) of 0 any residual is infinite, which says nothing against f.
    if (!Number.isFinite(this.#presentAbsolute)) this.reason = 'nonFinite';
    else if (this.#presentAbsolute > divergence * this.#first) this.reason = 'diverged';
    else if (this.#roundings <= surelyRounding && withoutGain >= patienceAtRounding) this.stuck();
    else if (withoutGain >= patience) this.stuck();
    else if (this.iterations >= maxIter) this.reason = 'maxIter';
  }

  /** Nothing better will come. */
  stuck(): void {
    if (this.#presentAbsolute > 10 * this.#first) this.reason = 'diverged';
    else this.reason = this.#roundings <= perhapsRounding ? 'roundoff' : 'stagnated';
  }

  /** The method has given up: at the rounding of float32 for want of anything to improve. */
  broken(): void {
    this.reason = this.#roundings <= perhapsRounding ? 'roundoff' : 'breakdown';
  }

  get iterations(): number {
    return Math.max(0, this.trace.length - 1);
  }

  #end(reason: Reason): void {
    this.trace.push(this.#present);
    this.reason = reason;
  }
}
