import './tensorflow';

/** TensorFlow on this machine's processor, on every supported Node. */
export * as tf from '@tensorflow/tfjs-node';
export { AdamATan2 } from './AdamATan2';
export { AdamW, type AdamWOptions } from './AdamW';
export { type AttentionWeights, attention } from './attention';
export { binaryCrossEntropy } from './binaryCrossEntropy';
export { EMA } from './EMA';
export { fused } from './fused';
export { linear } from './linear';
export { type AdamOptions, Optimizer, type OptimizerState } from './Optimizer';
export { countParameters, type Gradients, type Parameters } from './parameters';
export { type BlockHalves, postNorm } from './postNorm';
export { rmsNorm } from './rmsNorm';
export { type RotaryTable, rotaryTable, rotate } from './rope';
export { SignSGD, type SignSGDOptions } from './SignSGD';
export { stablemaxCrossEntropy, stablemaxTerm } from './stablemax';
export { type SwigluWeights, swiglu, swigluWidth } from './swiglu';
export { truncatedNormal } from './truncatedNormal';
export { type WarmUpOptions, warmUp } from './warmUp';
