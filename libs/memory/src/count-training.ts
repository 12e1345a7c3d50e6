import { USUAL_BLOCKS } from '#costs';
import { count, type Counts } from '#families';
import type { BatchExtent, TrainingLoad } from './training-load.js';

/** What a training's passes take, counted from shapes alone.
 * @param batch the largest one of the training when left out */
export function countTraining({ shape, masked, batch: largest }: TrainingLoad, batch: BatchExtent = largest): Counts {
  const extent = {
    tokens: batch.rows,
    sentences: batch.sentences,
    masked: Math.ceil(masked * batch.rows),
    length: batch.longest,
  };
  return count(shape.config, shape.head, extent);
}

/**
 * Floats of working memory that the kernels keep from call to call (`scratch` in libs/engine/native/threads.cc): each
 * slot has the size of the largest use of it. Weights are packed whole, once for each direction; of what lies between,
 * a block of rows is there. What threads have for tiles of their own, a few hundred rows, is not counted, but for the
 * one that grows with a matrix: the packed columns of a weight's gradient.
 */
export function kernelFloats({ working: { slots, columns } }: Counts): number {
  return Object.values(slots).reduce((sum, floats) => sum + floats, 0) + USUAL_BLOCKS.depth * columns;
}
