import type * as TensorFlow from '@tensorflow/tfjs';
import type { WasmKernel } from './kernel.js';

type Axes = number | number[] | undefined;

/** Adds up `count` values that lie `stride` apart, for each of `outer` blocks and each place within the stride. */
function addUp(values: ArrayLike<number>, outer: number, count: number, stride: number): Float64Array {
  const sums = new Float64Array(outer * stride);
  for (let block = 0; block < outer; block++) {
    for (let i = 0; i < count; i++) {
      const from = (block * count + i) * stride;
      for (let j = 0; j < stride; j++) sums[block * stride + j] += values[from + j];
    }
  }
  return sums;
}

/**
 * Sum and mean in float64: the back end's own add one value after another in float32, which over the words of a
 * vocabulary loses digits, and leave sums of nothing undefined. Axes that do not lie together stay the back end's.
 */
export function sumKernels({ util, getKernel }: typeof TensorFlow): WasmKernel[] {
  const [ownSum, ownMean] = ['Sum', 'Mean'].map((name) => getKernel(name, 'wasm'));
  return [ownSum, ownMean].map((own) => ({
    kernelName: own.kernelName,
    kernelFunc(call) {
      const { x } = call.inputs;
      const axes = util.parseAxisParam(call.attrs.axis as Axes as number[], x.shape).sort((a, b) => a - b);
      if (axes.some((axis, i) => i > 0 && axis !== axes[i - 1] + 1)) return own.kernelFunc(call as never) as typeof x;
      const [first, end] = axes.length ? [axes[0], axes[0] + axes.length] : [0, 0];
      const [before, within, after] = [x.shape.slice(0, first), x.shape.slice(first, end), x.shape.slice(end)];
      const count = util.sizeFromShape(within);
      const shape = [...before, ...(call.attrs.keepDims ? within.map(() => 1) : []), ...after];
      const output = call.backend.makeOutput(shape, own === ownSum ? x.dtype : 'float32');
      const sums = addUp(
        call.backend.typedArrayFromHeap(x),
        util.sizeFromShape(before),
        count,
        util.sizeFromShape(after),
      );
      const to = call.backend.typedArrayFromHeap(output);
      const divisor = own === ownSum ? 1 : count;
      for (let i = 0; i < to.length; i++) to[i] = sums[i] / divisor;
      return output;
    },
  }));
}
