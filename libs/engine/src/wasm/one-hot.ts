import type { DataType } from '@tensorflow/tfjs';
import type { WasmKernel } from './kernel.js';

/** The back end's own takes the two values for whole numbers. */
export const oneHotKernel: WasmKernel = {
  kernelName: 'OneHot',
  kernelFunc({ inputs: { indices }, attrs, backend }) {
    const { dtype, depth, onValue, offValue } = attrs as Record<string, number> & { dtype: DataType };
    const output = backend.makeOutput([...indices.shape, depth], dtype);
    const [places, values] = [backend.typedArrayFromHeap(indices), backend.typedArrayFromHeap(output)];
    values.fill(offValue);
    places.forEach((place: number, i: number) => {
      if (place >= 0 && place < depth) values[i * depth + place] = onValue;
    });
    return output;
  },
};
