import type { TlcError, TrainingConfig } from '#contracts';
import { type ModelShape, parameterCount } from '#families';
import {
  type BatchExtent,
  type DataOutline,
  type MemoryPrediction,
  PROCESS_BYTES,
  trainingLoad,
  tryMemory,
} from '#memory';
import { isApart, startsOf } from '#text';
import type { DataFacts } from './facts.js';

/** The memory of a step that trains. */
export interface TrainingMemory extends MemoryPrediction {
  /** Why it cannot run on this machine, whatever its sentences are. */
  readonly refusal?: TlcError;
  /** Why it may be too much, where the sentences are not known yet. */
  readonly doubt?: TlcError;
}

/** Sentence of a few words, to ask whether even that is too much. */
const LEAST: BatchExtent = { rows: 8, sentences: 1, longest: 8 };

/** The memory at the peak of a training, from a histogram of its sentences' lengths. Where the data set is not there yet,
 * every sentence counts as long as may be.
 * @param inMethod whether a compression method trains: it keeps the model that it was given beside its own, and makes
 * tensors of its weights */
export function trainingMemory(
  shape: ModelShape,
  config: TrainingConfig,
  data: DataFacts,
  { seed, inMethod = false }: { seed: number; inMethod?: boolean },
): TrainingMemory {
  const request = { shape, config, seed, models: inMethod ? 2 : 0, reparametrizes: inMethod };
  const outline = outlineOf(data);
  const { load, batching } = trainingLoad(request, outline);
  const { refusal, ...prediction } = tryMemory(load, batching);
  if (!refusal) return prediction;
  if (outline.train instanceof Int32Array) return { ...prediction, refusal };
  const sure = tryMemory({ ...load, batch: LEAST }, batching).refusal;
  return { ...prediction, ...(sure ? { refusal: sure } : { doubt: refusal }) };
}

function outlineOf({ longest, objective, splits }: DataFacts): DataOutline {
  const lengths = splits?.train?.lengths;
  return {
    train: lengths ? startsOf(lengths) : { longest },
    together: isApart(objective) ? 2 : 1,
    ...(splits && { devTokens: splits.dev?.tokens ?? 0 }),
    hasAnswers: objective !== 'language-modelling',
    bytes: Object.values(splits ?? {}).reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Bytes of memory where a model is only read, changed and written: its values three times. */
export function modelMemory(shape: ModelShape): number {
  return PROCESS_BYTES + 12 * parameterCount(shape);
}
