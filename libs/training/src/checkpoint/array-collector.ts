import { collectGarbage } from '#engine';

/** Bytes of arrays for which it is worth to stop for some 20 ms. */
const WORTH_COLLECTING = 2 ** 28;

/** Counts arrays that were read and are not needed any more, and frees them when they are many: a loop over all weights
 * would leave a copy of the model behind, which V8 does not look for before its own memory runs short. */
export function arrayCollector(): (array: ArrayBufferView) => void {
  let bytes = 0;
  return ({ byteLength }) => {
    bytes += byteLength;
    if (bytes < WORTH_COLLECTING) return;
    bytes = 0;
    collectGarbage();
  };
}
