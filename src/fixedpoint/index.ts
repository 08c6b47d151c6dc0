/** Fixed points z = f(z): solvers, implicit gradients, and the instruments that tell whether either can be trusted. */

export { andersonMixture } from './anderson';
export type { EigenvalueOptions } from './dominantEigenvalues';
export { type FixedPointOptions, type FixedPointResult, fixedPoint, type StateMap } from './fixedPoint';
export { type FixedPointCorrectionOptions, fixedPointCorrection } from './fixedPointCorrection';
export { type Estimate, type Hutchinson, type HutchinsonOptions, hutchinson } from './hutchinson';
export {
  type GradientKind,
  type ImplicitFixedPointOptions,
  implicitFixedPoint,
  type SolveReport,
} from './implicitFixedPoint';
export {
  type JacobianEigenvalues,
  type JacobianEigenvaluesOptions,
  jacobianEigenvalues,
} from './jacobianEigenvalues';
export { type JacobianNorm, type JacobianNormOptions, jacobianNorm } from './jacobianNorm';
export { type JacobianRegularisationOptions, jacobianRegularisation } from './jacobianRegularisation';
export type { Reason } from './progress';
export { SpectralNormalisation, type SpectralNormalisationOptions } from './SpectralNormalisation';
export {
  registerSolver,
  type Solver,
  type SolverContext,
  type SolverName,
  type SolverOptions,
  solverNamed,
  solverNames,
} from './solver';
export { type SpectralRadius, spectralRadius } from './spectralRadius';
export { type TrainingMemory, trainingMemory } from './trainingMemory';
export { type VariationalDropoutOptions, variationalDropout } from './variationalDropout';
export { normAlong, weightNormalisation } from './weightNormalisation';
