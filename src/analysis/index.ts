/** What a study asks of its results: statistics over seeds and puzzles; depth curves, impulse responses and poles of recursive networks. */

export type { BootstrapOptions } from './bootstrap';
export { type BootstrapIntervalOptions, bootstrapInterval } from './bootstrapInterval';
export { holm } from './holm';
export { type PairedTest, type PairedTestOptions, pairedTest } from './pairedTest';
export { type RankCorrelation, rankCorrelation } from './rankCorrelation';
export { type Interval, type StudentIntervalOptions, studentInterval } from './studentInterval';
