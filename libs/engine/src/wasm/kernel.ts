import type { DataType, Tensor, TypedArray } from '@tensorflow/tfjs';

/** A tensor as a kernel has it: where its memory is, and what is in it. */
export type Held = Pick<Tensor, 'dataId' | 'shape' | 'dtype'>;

/** What a kernel may ask of the WASM back end. */
export interface WasmMemory {
  /** Memory for a tensor; what is in it is not defined. It may move all others: look at them afterwards. */
  makeOutput(shape: number[], type: DataType): Held;
  /** Its values in place. */
  typedArrayFromHeap(tensor: Held): TypedArray;
  disposeData(data: object): void;
}

/** A kernel of the WASM back end, in JavaScript. */
export interface WasmKernel {
  readonly kernelName: string;
  kernelFunc(call: { inputs: Record<string, Held>; attrs: Record<string, unknown>; backend: WasmMemory }): Held;
}
