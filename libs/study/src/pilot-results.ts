import type { FolderStore } from '#artifacts';
import { type DataLook, TlcError } from '#contracts';
import { modelBytes, weightFileBytes, readModelShape } from '#families';
import type { ResolvedPipeline } from '#pipelines';
import { readDataset, readDescription } from '#text';
import { coverageOf } from './candidates/coverage.js';
import { PILOT_PIECES } from './documents/pilot.js';
import type { StartModel } from './documents/steps.js';
import { effectiveRows, type Observation } from './quality/observation.js';
import { readAnswers, readScores } from './read-scores.js';

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

/** Correlation below which nothing was learned. */
const LEAST_CORRELATION = 0.1;

/** Scores of a pilot. */
interface Scored {
  readonly error: number;
  /** Milliseconds. */
  readonly latency: number;
  readonly hasLearned: boolean;
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
  const idOf = (name: string) => pilot.steps.find((step) => step.name === name)?.job.id;
  const folderOf = async (name: string) => (await store.open(idOf(name) as string)).folder;
  const outlineOf = (name: string) => store.outline(idOf(name) as string);
  const { splits } = await readDescription(await outlineOf('rows'));
  const [trainRows, devRows] = [splits.train, splits.dev].map((split) => split?.sentences ?? 0);
  const tokensPerRow = (splits.train?.tokens ?? 0) / trainRows;

  const trained = async (name: string) => {
    const { tokens, seconds } = (await store.manifest(idOf(name) as string)).summary as Record<string, number>;
    return { rows: tokens / tokensPerRow, secondsPerRow: (seconds * tokensPerRow) / tokens };
  };
  const scored = async (name: string): Promise<Scored> => {
    const folder = await folderOf(name);
    const { measures } = await readScores(folder);
    const valueOf = (measure: string) => measures.find((each) => each.name === measure)?.value as number;
    const hasLearned =
      look.kind === 'regression' ? valueOf(metric) > LEAST_CORRELATION : new Set(await readAnswers(folder)).size > 1;
    return { error: errorOf(valueOf(metric), devRows), latency: valueOf('latency'), hasLearned };
  };

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

/** An error that can be taken the logarithm of: of a model without any, half a row's.
 * @throws TlcError MEASURE_UNDEFINED for a score that is no share of anything */
function errorOf(score: number, measured: number): number {
  if (Number.isFinite(score)) return Math.max(1 - score, 0.5 / measured);
  throw new TlcError('MEASURE_UNDEFINED', 'the pilot has no score: its answers on the dev split are all the same');
}

async function coverage(folder: string, vocabulary: number): Promise<(size: number) => number> {
  const { splits } = await readDataset(folder);
  return coverageOf(splits.train?.ids ?? new Int32Array(), vocabulary);
}

/** Accuracy of the most frequent class; 0 of measures that are 0 for one answer to all. */
function worstOf({ classes, rows }: DataLook, metric: string): number {
  return metric === 'accuracy' && classes ? classes[0].rows / rows.train : 0;
}
