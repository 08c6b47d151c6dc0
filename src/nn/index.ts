import './tensorflow';

/** TensorFlow on this machine's processor, on every supported Node. */
export * as tf from '@tensorflow/tfjs-node';
