import type * as TensorFlow from '@tensorflow/tfjs';
import type { Held, WasmKernel, WasmMemory } from './kernel.js';

/** Products that are added up in float32 one after another: of more, as over the words of a vocabulary, the sum is cut. */
const MOST_SUMMED = 8192;

/** Rows of `width` values that begin `stride` apart in `from`, in memory of their own. */
function cutOut(from: Held, first: number, rows: number, stride: number, width: number, backend: WasmMemory): Held {
  const cut = backend.makeOutput([rows, width], 'float32');
  const [values, own] = [from, cut].map((tensor) => backend.typedArrayFromHeap(tensor));
  for (let row = 0; row < rows; row++) {
    own.set(values.subarray(first + row * stride, first + row * stride + width), row * width);
  }
  return cut;
}

/**
 * The back end is fast at the product of two matrices as they lie. One that is transposed, or a stack of them, it
 * multiplies some fifty times as slowly, so here they are turned round first and multiplied one by one. A product over
 * no columns is 0; the back end would leave it undefined.
 */
export function productKernel({ util, getKernel }: typeof TensorFlow): WasmKernel {
  const [own, transpose] = ['BatchMatMul', 'Transpose'].map((name) => getKernel(name, 'wasm'));

  const product = (a: Held, b: Held, backend: WasmMemory) =>
    own.kernelFunc({ inputs: { a, b }, backend, attrs: { transposeA: false, transposeB: false } } as never) as Held;

  /** The matrices of x, each turned round. */
  const turned = (x: Held, backend: WasmMemory) => {
    const axes = [...x.shape.keys()];
    const perm = [...axes.slice(0, -2), axes.length - 1, axes.length - 2];
    return transpose.kernelFunc({ inputs: { x }, backend, attrs: { perm } } as never) as Held;
  };

  /** Products of the matrices of two stacks of as many, each of them in as few pieces as MOST_SUMMED allows. */
  const inPieces = (a: Held, b: Held, backend: WasmMemory) => {
    const [rows, inner, columns] = [a.shape.at(-2)!, a.shape.at(-1)!, b.shape.at(-1)!];
    const output = backend.makeOutput([...a.shape.slice(0, -1), columns], 'float32');
    backend.typedArrayFromHeap(output).fill(0);
    for (let matrix = 0; matrix < util.sizeFromShape(a.shape.slice(0, -2)); matrix++) {
      for (let from = 0; from < inner; from += MOST_SUMMED) {
        const width = Math.min(MOST_SUMMED, inner - from);
        const left = cutOut(a, matrix * rows * inner + from, rows, inner, width, backend);
        const right = cutOut(b, (matrix * inner + from) * columns, width, columns, columns, backend);
        const result = product(left, right, backend);
        const [sums, values] = [output, result].map((tensor) => backend.typedArrayFromHeap(tensor));
        const first = matrix * rows * columns;
        for (let i = 0; i < values.length; i++) sums[first + i] += values[i];
        for (const { dataId } of [left, right, result]) backend.disposeData(dataId);
      }
    }
    return output;
  };

  return {
    kernelName: own.kernelName,
    kernelFunc({ inputs: { a, b }, attrs: { transposeA, transposeB }, backend }) {
      const left = transposeA ? turned(a, backend) : a;
      const right = transposeB ? turned(b, backend) : b;
      const [stack, other] = [left, right].map(({ shape }) => shape.slice(0, -2));
      const isSimple = util.sizeFromShape(stack) === 1 && left.shape.at(-1)! <= MOST_SUMMED;
      const isEmpty = left.shape.includes(0) || right.shape.includes(0);
      // Stacks that are stretched to one another's size, which the engine has none of, stay the back end's
      const result = String(stack) !== String(other) || (isSimple && !isEmpty) ? product : inPieces;
      const output = result(left, right, backend);
      if (transposeA) backend.disposeData(left.dataId);
      if (transposeB) backend.disposeData(right.dataId);
      return output;
    },
  };
}
