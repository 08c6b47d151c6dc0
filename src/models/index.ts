import '../nn/tensorflow';

export { type ActCarry, type Batch, haltedRows, initialActCarry, refill } from './act';
export { type FullConfig, fullConfig, type TrmConfig } from './config';
export { deepEquilibrium } from './deepEquilibrium';
export { GradientHelpers } from './GradientHelpers';
export type { Network } from './Network';
export { type Prediction, predict } from './predict';
export { ReasoningModule, type ReasoningModuleConfig } from './ReasoningModule';
export {
  type Carry,
  type Cycles,
  type Recursion,
  type RecursionAxes,
  type RecursionName,
  recursions,
} from './recursions';
export { fromStateDict, type StateDict, toStateDict } from './StateDict';
export { readSafetensors, type SafetensorsMetadata, writeSafetensors } from './safetensors';
export { causalConvolutions, gatedRecurrence } from './sequenceNetworks';
export { type HaltedSums, type SupervisedGradients, supervisedGradients } from './supervisedGradients';
export { type Outputs, TinyRecursiveModel, type TrmParts } from './TinyRecursiveModel';
export { checkTrainerOptions, type StepReport, Trainer, type TrainerOptions } from './Trainer';
export { type TrmLoss, trmLoss } from './trmLoss';
