/** Studies: many training runs described by one file, their measurements and tables. */

export { collect, type Provenance } from './collect';
export { type Measurements, measureRun } from './measure';
export { netCalls } from './netCalls';
export type { Origin } from './origin';
export { exactAccuracy, type Result, readResult, readResults, resultPath, resultState } from './result';
export { type RunCellOptions, runCell, workFolder } from './runCell';
export { fullModel, readStudy, resolveRun, type Study, type StudyBase, type StudyCell } from './Study';
export {
  measureStepTimes,
  readStepTimes,
  type StepTime,
  type StepTimes,
  stepTimesPath,
  writeStepTimes,
} from './stepTimes';
export { type Row, tables } from './tables';
