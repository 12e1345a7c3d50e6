import { TlcError } from '#contracts';
import { type ModelShape, parameterCount } from '#models';
import type { BatchSize, Dataset } from '#text';
import {
  type BatchExtent,
  type MemoryPrediction,
  PROCESS_BYTES,
  type TrainingConfig,
  checkMemory,
  machineMemory,
  predictMemory,
  trainingLoad,
} from '#training';

/** What a plan knows of a data set: its sentences where it is in the store already, else how long they may be. */
export interface PlannedData {
  readonly dataset?: Dataset;
  /** Tokens. */
  readonly longest: number;
}

/** The memory of a step that trains. */
export interface TrainingMemory extends MemoryPrediction {
  /** Why it cannot run on this machine, whatever its sentences are. */
  readonly refusal?: TlcError;
  /** Why it may be too much, where the sentences are not known yet. */
  readonly doubt?: TlcError;
}

/** Sentence of a few words, to ask whether even that is too much. */
const LEAST: BatchExtent = { rows: 8, sentences: 1, longest: 8 };

/** The memory at the peak of a training. Where the data set is not there yet, every sentence counts as long as may be.
 * @param inMethod whether a compression method trains: it keeps the model that it was given beside its own, and makes
 * tensors of its weights */
export function trainingMemory(
  shape: ModelShape,
  config: TrainingConfig,
  { dataset, longest }: PlannedData,
  { seed, inMethod = false }: { seed: number; inMethod?: boolean },
): TrainingMemory {
  const request = { shape, config, seed, models: inMethod ? 2 : 0, reparametrizes: inMethod };
  const bounds = ({ tokens = Infinity, sentences = Infinity }: BatchSize): BatchExtent => {
    const count = Math.max(1, Math.min(sentences, Math.floor(tokens / longest)));
    return { rows: count * longest, sentences: count, longest };
  };
  const { load, batching } = trainingLoad(request, dataset ?? bounds);
  const available = machineMemory();
  const failure = (own: typeof load) => refusalOf(() => checkMemory(own, batching, available));
  const refusal = failure(dataset ? load : { ...load, batch: LEAST });
  const doubt = refusal ?? failure(load);
  return { ...predictMemory(load), ...(refusal ? { refusal } : doubt && { doubt }) };
}

function refusalOf(check: () => unknown): TlcError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof TlcError && error.code === 'TRAINING_TOO_LARGE') return error;
    throw error;
  }
}

/** Bytes of memory where a model is only read, changed and written: its values three times. */
export function modelMemory(shape: ModelShape): number {
  return PROCESS_BYTES + 12 * parameterCount(shape);
}
