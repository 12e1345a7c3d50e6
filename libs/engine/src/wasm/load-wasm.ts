import type * as TensorFlow from '@tensorflow/tfjs';
import { erfKernel } from './erf.js';
import { oneHotKernel } from './one-hot.js';
import { productKernel } from './products.js';
import { segmentSumKernel } from './segment-sum.js';
import { softmaxKernel } from './softmax.js';
import { sumKernels } from './sums.js';

export const WASM_PACKAGE = '@tensorflow/tfjs-backend-wasm';

/**
 * TensorFlow.js in WebAssembly, on one thread, without any native library. What its back end lacks of the engine's
 * operations, or does less exactly than float32 can, is done in JavaScript.
 */
export async function loadWasm(): Promise<typeof TensorFlow> {
  const loaded = (await import('@tensorflow/tfjs')) as typeof TensorFlow & { default?: typeof TensorFlow };
  const tf = loaded.default ?? loaded;
  await import(WASM_PACKAGE);
  await tf.setBackend('wasm');
  const kernels = [erfKernel, oneHotKernel, segmentSumKernel, productKernel(tf), softmaxKernel(tf), ...sumKernels(tf)];
  for (const { kernelName, kernelFunc } of kernels) {
    if (tf.getKernel(kernelName, 'wasm')) tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernelFunc as never });
  }
  return tf;
}
