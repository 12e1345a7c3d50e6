import type { WasmKernel } from './kernel.js';

/** The rows of x, or its slices, added up by their segment: the gradient of looking rows up, which the back end lacks. */
export const segmentSumKernel: WasmKernel = {
  kernelName: 'UnsortedSegmentSum',
  kernelFunc({ inputs: { x, segmentIds }, attrs, backend }) {
    const { numSegments } = attrs as Record<string, number>;
    const output = backend.makeOutput([numSegments, ...x.shape.slice(segmentIds.shape.length)], x.dtype);
    const [values, segments, sums] = [x, segmentIds, output].map((tensor) => backend.typedArrayFromHeap(tensor));
    const size = sums.length / numSegments;
    sums.fill(0);
    segments.forEach((segment: number, row: number) => {
      // As TensorFlow does with those that are in no segment
      if (segment < 0 || segment >= numSegments) return;
      for (let i = 0; i < size; i++) sums[segment * size + i] += values[row * size + i];
    });
    return output;
  },
};
