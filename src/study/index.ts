/** Studies: many training runs described by one file, their measurements and tables. */

export { collect, type Provenance } from './collect';
export {
  type DepthMeasurement,
  type ImpulseMeasurement,
  type MeasuredSolver,
  type Measurements,
  measureRun,
  type PuzzleMeasurement,
} from './measure';
export { netCalls } from './netCalls';
export type { Origin } from './origin';
export { exactAccuracy, type Result, readResult, readResults, resultPath, resultState } from './result';
export { type RunCellOptions, runCell, workFolder } from './runCell';
export { readStudy, resolveRun, type Study, type StudyBase, type StudyCell } from './Study';
export {
  measureStepTimes,
  readStepTimes,
  type StepTime,
  type StepTimes,
  stepTimesPath,
  writeStepTimes,
} from './stepTimes';
export type { TableName } from './tableNames';
export { type Row, tables } from './tables';
