/** Studies: many training runs from one file, their measurements and tables. */

export { type Measurements, measureRun } from './measure';
export { type Result, readResult, resultPath, resultState } from './result';
export { type RunCellOptions, runCell, workFolder } from './runCell';
export { readStudy, resolveRun, type Study, type StudyCell } from './Study';
