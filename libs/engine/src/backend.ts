import { loadTensorFlow } from './load-tensorflow.js';

export type {
  DataType,
  Rank,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  TensorContainer,
  Variable,
} from '@tensorflow/tfjs-node';

const loaded = await loadTensorFlow(['@tensorflow/tfjs-node']);

/** The package that computes. */
export const backendPackage = loaded.name;

/** TensorFlow.js on the native library, or in WebAssembly: all its tensors and operations, eager and differentiable. */
export const tf = loaded.tf;
