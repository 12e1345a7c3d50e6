import type { FolderStore } from '#artifacts';
import type { DataLook } from '#contracts';
import { modelBytes, weightFileBytes, readModelShape } from '#families';
import type { ResolvedPipeline } from '#pipelines';
import { readDataset } from '#text';
import { coverageOf } from './candidates/coverage.js';
import { PILOT_PIECES } from './documents/pilot.js';
import type { StartModel } from './documents/steps.js';
import { effectiveRows, type Observation } from './quality/observation.js';
import { openPilot, type Scored, worstOf } from './pilot-steps.js';

/** A figure of the whole model, and of the one with a share of its layers where it was measured. */
interface OfLayers {
  readonly whole: number;
  readonly half?: { readonly share: number; readonly value: number };
}

/** What the pilots showed. */
export interface PilotResults {
  /** What observations call the task. */
  readonly task: string;
  readonly observations: readonly Observation[];
  /** Rows of the splits, as encoded. */
  readonly trainRows: number;
  readonly devRows: number;
  readonly secondsPerRow: OfLayers;
  /** Milliseconds. */
  readonly latency: OfLayers;
  /** The pilots' vocabulary, and bytes of the weights that came of it: as they were trained, and with 4 bits. */
  readonly pieces: number;
  readonly weightBytes: { readonly float: number; readonly int4: number };
  /** Whether the whole model's answers tell anything apart. */
  readonly hasLearned: boolean;
  /** Bytes of a trained model's files but its weights and the pieces of its tokenizer. */
  readonly configBytes: number;
  readonly bytesPerPiece: number;
  /** Score of one answer for all. */
  readonly worst: number;
  /** Share of tokens that a vocabulary of so many pieces keeps whole. */
  readonly covered: (vocabulary: number) => number;
}

/** Bytes of the files beside the weights and the pieces, about. */
const CONFIG_BYTES = 3000;

/** Reads what a pilot's steps have left in the store.
 * @param pilot whose every step has a result
 * @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_CORRUPT */
export async function readPilot(
  pilot: ResolvedPipeline,
  store: FolderStore,
  subject: { readonly metric: string; readonly look: DataLook; readonly start: StartModel },
): Promise<PilotResults> {
  const { metric, look, start } = subject;
  const { idOf, folderOf, outlineOf, trained, scored, trainRows, devRows } = await openPilot(pilot, store, subject);

  const covered = idOf('words') ? await coverage(await folderOf('words'), start.vocabulary) : () => 1;
  const pieces = idOf('trimmed') ? PILOT_PIECES : start.vocabulary;
  const whole = await trained('tuned');
  const wholeScore = await scored('score');
  const at = { task: OWN, covered: covered(pieces), measured: devRows };
  const rows = effectiveRows(whole.rows, trainRows);
  const observations: Observation[] = [];
  // A model that has not begun to learn says nothing of one that has
  const add = ({ error, hasLearned }: Scored, more: Pick<Observation, 'training' | 'layers' | 'rows' | 'bits'>) => {
    if (hasLearned) observations.push({ ...at, ...more, error });
  };
  add(wholeScore, { training: 'whole', layers: 1, rows, bits: 32 });
  add(await scored('int4-score'), { training: 'whole', layers: 1, rows, bits: 4 });
  const share = Math.ceil(start.layers / 2) / start.layers;
  const half = idOf('half') ? { trained: await trained('half-tuned'), score: await scored('half-score') } : undefined;
  if (half) {
    const halfRows = effectiveRows(half.trained.rows, trainRows);
    add(half.score, { training: 'half', layers: share, rows: halfRows, bits: 32 });
  }
  // With the settings of its quantization, which nearly all candidates have
  const quantized = await outlineOf('int4');
  const int4 = weightFileBytes(await readModelShape(quantized));
  const beside = (await modelBytes(quantized)) - int4;
  return {
    task: OWN,
    observations,
    trainRows,
    devRows,
    secondsPerRow: {
      whole: whole.secondsPerRow,
      ...(half && { half: { share, value: half.trained.secondsPerRow } }),
    },
    latency: { whole: wholeScore.latency, ...(half && { half: { share, value: half.score.latency } }) },
    pieces,
    weightBytes: { float: weightFileBytes(await readModelShape(await outlineOf('tuned'))), int4 },
    hasLearned: wholeScore.hasLearned,
    configBytes: CONFIG_BYTES,
    bytesPerPiece: Math.max(0, beside - CONFIG_BYTES) / pieces,
    worst: worstOf(look, metric),
    covered,
  };
}

/** What the observations of a request's own data are called. */
const OWN = 'own';

async function coverage(folder: string, vocabulary: number): Promise<(size: number) => number> {
  const { splits } = await readDataset(folder);
  return coverageOf(splits.train?.ids ?? new Int32Array(), vocabulary);
}
