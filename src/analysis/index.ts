/** What a study asks of its results: statistics over seeds and puzzles; depth curves, impulse responses and poles of recursive networks. */

export type { BootstrapOptions } from './bootstrap';
export { type BootstrapIntervalOptions, bootstrapInterval } from './bootstrapInterval';
export { type DecayRate, type DecayRateOptions, decayRate } from './decayRate';
export { type DepthCurve, type DepthCurveOptions, depthCurve } from './depthCurve';
export { holm } from './holm';
export {
  type NetworkImpulseResponse,
  type NetworkImpulseResponseOptions,
  networkImpulseResponse,
} from './networkImpulseResponse';
export { type PairedTest, type PairedTestOptions, pairedTest } from './pairedTest';
export { type Poles, type PolesOptions, poles } from './poles';
export { type RankCorrelation, rankCorrelation } from './rankCorrelation';
export type { Inputs } from './recursionOf';
export { type SettledRecursion, settledRecursion } from './settledRecursion';
export { spearman } from './spearman';
export { type Interval, type StudentIntervalOptions, studentInterval } from './studentInterval';
