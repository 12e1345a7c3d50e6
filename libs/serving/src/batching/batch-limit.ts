/** How many texts a batch may hold, so that one takes about a target's time: raised by a step after each full batch that
 * was in time, cut by a tenth after each that was late (AIMD, as in Clipper, Crankshaw et al. 2017, section 4.3.1). */
export interface BatchLimit {
  readonly size: number;
  /** @param texts that the batch had @param milliseconds that it took */
  took(texts: number, milliseconds: number): void;
}

const FIRST = 16;
const STEP = 4;
const BACKOFF = 0.9;

/** Where even a small batch is late, as on a machine that others use too, still smaller ones would only lengthen the queue. */
const LEAST = 8;

/** @param targetMs milliseconds of a batch @param most texts in a batch, however fast they are */
export function createBatchLimit(targetMs: number, most: number): BatchLimit {
  let size = Math.min(FIRST, most);
  return {
    get size() {
      return size;
    },
    took(texts, milliseconds) {
      if (milliseconds > targetMs) size = Math.max(Math.min(LEAST, most), Math.floor(Math.min(size, texts) * BACKOFF));
      else if (texts >= size) size = Math.min(most, size + STEP);
    },
  };
}
