export { canonicalSudoku, rateSudoku, relabelledSudoku } from './canonicalSudoku';
export { type GenerateCopyMemoryOptions, generateCopyMemory } from './copyMemory';
export { decodeMaze, encodeMaze } from './encodeMaze';
export { decodeSudoku, encodeSudoku } from './encodeSudoku';
export { type GenerateMazeOptions, generateMaze } from './generateMaze';
export {
  type GenerateSudokuOptions,
  type GenerateSudokusOptions,
  generateSudoku,
  generateSudokus,
} from './generateSudoku';
export { intact } from './intact';
export { augmentMaze, canonicalMaze, mazeAugmentation, transformMaze } from './mazeSymmetry';
export {
  addMetrics,
  argmaxRows,
  exactRows,
  type Metrics,
  meanMetrics,
  type PuzzleMetricsOptions,
  puzzleMetrics,
} from './metrics';
export { type GenerateParityOptions, generateParity, prefixParity } from './parity';
export { placeMaze } from './placeMaze';
export {
  PuzzleCsvError,
  type PuzzleKind,
  type PuzzleRow,
  puzzleOf,
  type ReadPuzzleCsvOptions,
  readPuzzleCsv,
  type WritePuzzleCsvOptions,
  writePuzzleCsv,
} from './puzzleCsv';
export { mazeSet, type Puzzle, type PuzzleSet, sudokuSet, takePuzzles } from './puzzleSet';
export { isShortestPath, type MazeResult, solveMaze } from './solveMaze';
export { type SolveSudokuOptions, type SudokuResult, solveSudoku } from './solveSudoku';
export { leakedFraction, type SplitOptions, splitByClass } from './splitByClass';
export { isSolvedSudoku, isSudokuSolution, type Sudoku, type SudokuSize } from './sudokuGrid';
export {
  augmentSudoku,
  randomSudokuSymmetry,
  type SudokuSymmetry,
  sudokuAugmentation,
  transformSudoku,
} from './sudokuSymmetry';
export {
  type Augmentation,
  type Batch,
  type BatchState,
  TrainingBatches,
  type TrainingBatchesOptions,
  testBatches,
} from './trainingBatches';
