import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Progress, TlcError } from '#contracts';
import { random } from '#engine';
import { encode, weightsOf } from '#models';
import { type Batch, type Dataset, batches, fileOrder, splitOf } from '#text';
import { type HistoryPoint, train } from '#training';
import { cancelled } from './cancelled.js';
import { carriedGrids } from './carry-over.js';
import type { CompressionContext, FinetuneRequest } from './plugin.js';

export interface ContextOptions {
  readonly seed: number;
  readonly dataset?: Dataset;
  /** Folder for checkpoints. Fine-tuning that a killed process had done is not done again. */
  readonly work?: string;
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress): void;
  onWarning?(text: string): void;
}

/** A context that remembers the curves of its fine-tuning. */
export interface RecordingContext extends CompressionContext {
  /** Steps, seconds and tokens go on from one fine-tuning to the next. */
  readonly history: readonly HistoryPoint[];
}

/** Sentences of a batch in calibration. */
const CALIBRATION_SENTENCES = 32;

/** What plugins work with, over the data set, the models and the training loop. */
export function createContext(options: ContextOptions): RecordingContext {
  const { seed, dataset, work, signal = new AbortController().signal } = options;
  const numbers = random(seed).derive('compress');
  const history: HistoryPoint[] = [];
  let trainings = 0;

  function* batchesOf(name: 'train' | 'dev', sentences: number): Generator<Batch> {
    const split = splitOf(required(dataset), name);
    const order = name === 'train' ? numbers.derive('order').permutation(split.sentences) : fileOrder(split);
    for (const { batch } of batches(split, order, { sentences })) yield batch;
  }

  const finetune = async (request: FinetuneRequest) => {
    const data = required(dataset);
    const { model, training, phase, within = [0, 1], penalty, afterStep } = request;
    const number = ++trainings;
    const grids = carriedGrids(model, request.reparametrize?.bind(request));
    const result = await train({
      model,
      dataset: data,
      objective: data.objective === 'language-modelling' ? 'masked-lm' : 'task',
      // Without patience the dev split decides nothing, and is looked at once
      config: { ...training, evaluations: training.stop.patience === undefined ? 0 : 1 },
      seed: numbers.derive('finetune', number).uint32(),
      phase: 'compress',
      hooks: {
        reparametrize: grids.reparametrize,
        ...(penalty && { penalty: penalty.bind(request) }),
        ...(afterStep && { afterStep: afterStep.bind(request) }),
      },
      signal,
      ...(work !== undefined && { work: join(work, `finetune-${number}`) }),
      onProgress: (progress) => options.onProgress?.(placed(progress, phase, within)),
      onWarning: (text) => options.onWarning?.(text),
    });
    history.push(...continued(history.at(-1), result.history));
    return grids.settle(result.model);
  };

  return {
    calibrate: async (model, count, observe) => {
      let seen = 0;
      for (const batch of batchesOf('train', CALIBRATION_SENTENCES)) {
        if (seen++ === count) return;
        if (signal.aborted) throw cancelled(signal);
        encode(weightsOf(model), model, batch, { observe }).dispose();
        await setImmediate();
      }
    },
    finetune,
    batches: batchesOf,
    hasData: dataset !== undefined,
    progress: (progress) => options.onProgress?.(progress),
    signal,
    random: numbers.derive('plugin'),
    history,
  };
}

function required(dataset: Dataset | undefined): Dataset {
  if (dataset) return dataset;
  throw new TlcError('PIPELINE_MISSING_INPUT', 'dataset: this method needs data. Give the step a `dataset`.', {
    details: { field: 'dataset' },
  });
}

/** Progress of one training as progress of the whole. How long the rest takes is not known: other work may follow. */
function placed(progress: Progress, phase: string | undefined, [from, to]: readonly [number, number]): Progress {
  const { seconds_left: left, done, ...figures } = progress;
  return {
    ...figures,
    ...(phase !== undefined && { phase }),
    ...(done !== undefined && { done: from + (to - from) * done }),
    ...(left !== undefined && to === 1 && { seconds_left: left }),
  };
}

function continued(last: HistoryPoint | undefined, points: readonly HistoryPoint[]): HistoryPoint[] {
  if (!last) return [...points];
  return points.map((point) => ({
    ...point,
    step: point.step + last.step,
    seconds: point.seconds + last.seconds,
    tokens: point.tokens + last.tokens,
  }));
}
