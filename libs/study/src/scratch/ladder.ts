import type { DataLook, ScratchCandidate } from '#contracts';
import type { StartModel } from '../documents/steps.js';

/** Width that each layer adds: models of a ladder grow in depth and width together, so that one number says their size. */
const WIDTH_OF_LAYER = 64;

/** Layers of the models that are looked at. */
export const DEPTHS = [1, 2, 3, 4, 5, 6];

/** Layers of the two models that pilots train. */
export const PILOT_DEPTHS = { small: 2, medium: 4 } as const;

/** Share of the seconds that is pre-training on the data's own text, where there is any. */
export const PRETRAIN_SHARE = 0.3;

/** A size of the ladder. */
export const sizeOf = (layers: number): Pick<ScratchCandidate, 'hidden' | 'heads'> => ({
  hidden: WIDTH_OF_LAYER * layers,
  heads: layers,
});

/** What stands in the place of a pre-trained model in the documents: the largest of the ladder. */
export const scratchStart = ({ rows }: DataLook): StartModel => ({
  layers: DEPTHS.at(-1)!,
  ...sizeOf(DEPTHS.at(-1)!),
  positions: 256,
  vocabulary: rows.train > MANY_ROWS ? 8000 : 4000,
  bytes: Infinity,
});

/** Rows from which on a vocabulary pays that is twice as large. */
const MANY_ROWS = 20_000;

/** Passes over the data at most: what starts from nothing needs more of them than what is pre-trained. */
export const scratchEpochs = (rows: number): number => Math.round(Math.max(12, Math.min(60, 120_000 / rows)));
