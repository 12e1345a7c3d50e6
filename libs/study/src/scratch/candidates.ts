import type { Candidate } from '#contracts';
import { BITS } from '../candidates/shapes.js';
import { within } from '../candidates/predict.js';
import { effectiveRows } from '../quality/observation.js';
import { fitQuality, type Prior } from '../quality/quality-model.js';
import { DEPTHS, PILOT_DEPTHS, PRETRAIN_SHARE, scratchEpochs, sizeOf } from './ladder.js';
import { type ScratchResults, taskOf } from './results.js';

/** How the error of new models falls with the rows: the exponents of learning curves that Hestness et al. (2017, arXiv 1712.00409) found
 * in translation, language, images and speech lie between -0.07 and -0.35. */
const SLOPE: Prior = { mean: -0.2, deviation: 0.1 };

/** New models of every size, trained on the text first or on the task at once, with what the pilots let expect of them.
 * @param weightBytes of a size with so many bits, as planned; undefined where planning does not know it
 * @param seconds that are left for the training */
export function scratchCandidates(
  pilot: ScratchResults,
  weightBytes: (layers: number, bits: number) => number | undefined,
  seconds: number,
): Candidate[] {
  const { observations, trainRows, devRows, besideBytes, worst } = pilot;
  const quality = fitQuality(observations, SLOPE);
  return DEPTHS.flatMap((layers) => {
    const perRow = ofDepth(pilot.secondsPerRow, layers);
    const rows = Math.min(seconds / perRow, scratchEpochs(trainRows) * trainRows);
    const share = layers / DEPTHS.at(-1)!;
    return [PRETRAIN_SHARE, 0].flatMap((pretrain) =>
      BITS.flatMap((bits) => {
        const bytes = weightBytes(layers, bits);
        if (bytes === undefined) return [];
        const setting = {
          task: taskOf(pretrain),
          layers: share,
          rows: effectiveRows(rows, trainRows),
          bits,
          covered: 1,
        };
        return {
          vocabulary: pilot.pieces,
          layers,
          bits,
          bytes: Math.ceil(bytes + besideBytes),
          latency_ms: ofDepth(pilot.latency, layers),
          seconds: rows * perRow,
          rows_seen: Math.round(rows),
          quality: within(quality.predict(setting, devRows), worst),
          scratch: { ...sizeOf(layers), pretrain_share: pretrain },
        };
      }),
    );
  });
}

/** Exponents of the depth that a figure may follow: layers and width grow together, so that products grow by its cube. */
const STEEPEST = 3;

/** A figure that follows a power of the depth, of which two depths were measured. */
function ofDepth({ small, medium }: ScratchResults['latency'], layers: number): number {
  const exponent = Math.log(medium / small) / Math.log(PILOT_DEPTHS.medium / PILOT_DEPTHS.small);
  return medium * (layers / PILOT_DEPTHS.medium) ** Math.max(0, Math.min(STEEPEST, exponent));
}
