import { dimensions, familyOf, shapeOf } from '#families';
import { predictMemory } from './predict-memory.js';
import type { TrainingLoad } from './training-load.js';

/** Models that fit where no setting helps: the most layers of the same width, and the widest of as many layers. */
export interface FittingModels {
  readonly layers?: number;
  readonly hidden_size?: number;
}

/** Searches with the cheapest settings: gradient checkpointing, and batches of one sentence. */
export function fittingModels(load: TrainingLoad, limit: number): FittingModels {
  const { config, head } = load.shape;
  const { layers, hidden, heads } = dimensions(config);
  const { longest } = load.batch;
  const cheapest: TrainingLoad = { ...load, checkpointing: true, batch: { rows: longest, sentences: 1, longest } };
  const fits = (size: { layers?: number; hidden?: number }) =>
    predictMemory({ ...cheapest, shape: shapeOf(familyOf(config).resized(config, size), head) }).bytes <= limit;
  const most = largest(layers - 1, (count) => fits({ layers: count }));
  const widest = largest(hidden / heads - 1, (size) => fits({ hidden: size * heads }));
  return { ...(most > 0 && { layers: most }), ...(widest > 0 && { hidden_size: widest * heads }) };
}

/** The largest number up to `most` for which something is true that is true of all below it; 0 where it is of none. */
function largest(most: number, isTrue: (count: number) => boolean): number {
  let [yes, no] = [0, most + 1];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (isTrue(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
