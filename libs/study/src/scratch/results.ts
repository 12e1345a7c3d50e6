import type { FolderStore } from '#artifacts';
import type { DataLook } from '#contracts';
import { modelBytes, readModelShape, weightFileBytes } from '#families';
import type { ResolvedPipeline } from '#pipelines';
import { readDescription } from '#text';
import { openPilot, type Scored, worstOf } from '../pilot-steps.js';
import { effectiveRows, type Observation } from '../quality/observation.js';
import { DEPTHS, PILOT_DEPTHS } from './ladder.js';

/** A figure of the pilots' two sizes. */
interface OfSizes {
  readonly small: number;
  readonly medium: number;
}

/** What the pilots of new models showed. */
export interface ScratchResults {
  readonly observations: readonly Observation[];
  readonly trainRows: number;
  readonly devRows: number;
  readonly secondsPerRow: OfSizes;
  /** Milliseconds. */
  readonly latency: OfSizes;
  /** Pieces that the vocabulary came to. */
  readonly pieces: number;
  /** Bytes of a model's files but its weights. */
  readonly besideBytes: number;
  readonly hasLearned: boolean;
  /** Score of one answer for all. */
  readonly worst: number;
}

/** What observations call the task of models that have learned the text before, and of others. */
export const taskOf = (pretrainShare: number): string => (pretrainShare > 0 ? 'text first' : 'task at once');

/** Reads what the steps of a pilot of new models have left in the store. A model that tells nothing apart counts, too: nothing else is
 * known of new models.
 * @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_CORRUPT, MEASURE_UNDEFINED */
export async function readScratchPilot(
  pilot: ResolvedPipeline,
  store: FolderStore,
  subject: { readonly metric: string; readonly look: DataLook },
): Promise<ScratchResults> {
  const steps = await openPilot(pilot, store, subject);
  const { trained, scored, outlineOf, trainRows, devRows } = steps;
  const [medium, small, direct] = [
    await trained('medium-text', 'medium'),
    await trained('small-text', 'small'),
    await trained('direct'),
  ];
  const scores = { medium: await scored('medium-score'), small: await scored('small-score') };
  const observed = (
    training: string,
    { error }: Scored,
    { rows }: { readonly rows: number },
    { depth = PILOT_DEPTHS.medium as number, bits = 32, share = 1 } = {},
  ): Observation => ({
    task: taskOf(share),
    training,
    layers: depth / DEPTHS.at(-1)!,
    rows: effectiveRows(rows, trainRows),
    bits,
    covered: 1,
    error,
    measured: devRows,
  });
  const quantized = await outlineOf('int4');
  return {
    observations: [
      observed('medium', scores.medium, medium),
      observed('medium', await scored('int4-score'), medium, { bits: 4 }),
      observed('small', scores.small, small, { depth: PILOT_DEPTHS.small }),
      observed('direct', await scored('direct-score'), direct, { share: 0 }),
    ],
    trainRows,
    devRows,
    secondsPerRow: { small: small.secondsPerRow, medium: medium.secondsPerRow },
    latency: { small: scores.small.latency, medium: scores.medium.latency },
    pieces: (await readDescription(await outlineOf('rows'))).vocab_size,
    besideBytes: (await modelBytes(quantized)) - weightFileBytes(await readModelShape(quantized)),
    hasLearned: scores.medium.hasLearned || scores.small.hasLearned,
    worst: worstOf(subject.look, subject.metric),
  };
}
