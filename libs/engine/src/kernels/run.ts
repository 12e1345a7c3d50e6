import { tf, type Tensor } from '../backend.js';
import { gradientDepth } from '../tape.js';
import { kernelSet } from './addon.js';

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number;
}

interface NativeBackend {
  readonly binding: { readonly TF_ATTR_INT: number; readonly TF_ATTR_FLOAT: number };
  executeMultipleOutputs(name: string, attributes: Attribute[], inputs: Tensor[], outputs: number): Tensor[];
}

const backend = tf.backend() as unknown as NativeBackend;

/** Attributes must not change from step to step: TensorFlow keeps a kernel for each value. */
export const int = (name: string, value: number): Attribute => ({ name, type: backend.binding.TF_ATTR_INT, value });
export const float = (name: string, value: number): Attribute => ({ name, type: backend.binding.TF_ATTR_FLOAT, value });

/** Runs an operation of libs/engine/native, whose `*_operations.cc` list inputs, outputs and attributes. */
export function run(name: string, inputs: Tensor[], outputs: number, attributes: Attribute[] = []): Tensor[] {
  return backend.executeMultipleOutputs(name, attributes, inputs, outputs);
}

/** Stands for an input that was left out: a bias, and a matrix. */
export const noVector = tf.keep(tf.zeros([0])) as Tensor;
export const noMatrix = tf.keep(tf.zeros([0, 0])) as Tensor;

/** Whether the kernels compute: where they are loaded, and not for a gradient of a gradient, which they cannot be asked for. */
export const kernelsServe = (): boolean => kernelSet !== null && gradientDepth() <= 1;

/** Whether somebody wants the gradient of what is computed now. */
export const gradientsWanted = (): boolean => gradientDepth() > 0;
