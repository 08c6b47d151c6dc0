/** Training: tasks with their splits, resumable runs, evaluation. */

export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate';
export {
  type CsvTask,
  checkTask,
  type MazeTask,
  type ParityTask,
  type PuzzleTask,
  type PuzzleTaskOptions,
  puzzleTask,
  type SudokuTask,
} from './puzzleTask';
export { loadModel, type RunFile, readRunFile, trainFolder } from './runFolder';
export {
  type RunHistory,
  type TrainingRecord,
  TrainingRun,
  type TrainingRunOptions,
  type TrainOptions,
} from './TrainingRun';
