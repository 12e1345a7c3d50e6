import { setImmediate } from 'node:timers/promises';
import { TlcError, cancelIfAborted } from '#contracts';
import { linear, random, type Tensor1D, type Tensor2D, tf } from '#engine';
import { matchHead, relabelled } from '#fit';
import { type Model, checkModelFits, weightsOf } from '#models';
import { type Batch, type Dataset, batches, fileOrder, keptTogether, modelBatch, splitOf } from '#text';
import type { HistoryPoint } from '#training';
import type { CompressionContext, Observer } from './context.js';
import { drawnAnswers } from './drawn-answers.js';
import { gateGradients } from './gate-gradients.js';
import { hessianTraces } from './hessian-traces.js';
import type { ContextOptions } from './options.js';
import { showInputs } from './show-inputs.js';
import { gather } from './statistics.js';
import { tokenCounts } from './token-counts.js';
import { trainInMethod } from './train-in-method.js';

/** A context that remembers the curves of its training. */
export interface RecordingContext extends CompressionContext {
  /** Steps, seconds and tokens go on from one training to the next. */
  readonly history: readonly HistoryPoint[];
}

/** Sentences of a batch in calibration. */
const CALIBRATION_SENTENCES = 32;

/** Sentences whose tokens are counted at once. */
const COUNTED_SENTENCES = 256;

/** What plugins work with, over the data set, the models and the training loop. */
export function createContext(options: ContextOptions): RecordingContext {
  const { seed, dataset, teacher, rewind, signal = new AbortController().signal } = options;
  const numbers = random(seed).derive('compress');
  const history: HistoryPoint[] = [];
  let trainings = 0;
  const permutation = permutationOf(options);

  function* batchesOf(name: 'train' | 'dev', sentences: number): Generator<Batch> {
    const split = relabelled(splitOf(required(dataset), name), permutation);
    if (split.sentences === 0) {
      throw new TlcError('DATA_NO_SENTENCES', `the ${name} split of the data set has no sentences`, {
        details: { split: name },
      });
    }
    const { together = 1 } = split;
    const shuffled = () => numbers.derive('order').permutation(split.sentences / together);
    const order = name === 'train' ? keptTogether(shuffled(), split) : fileOrder(split);
    for (const { batch } of batches(split, order, { sentences })) yield modelBatch(required(dataset), batch);
  }

  function* calibration(count: number, sentences = CALIBRATION_SENTENCES): Generator<Batch> {
    let seen = 0;
    for (const batch of batchesOf('train', sentences)) {
      if (seen++ === count) return;
      cancelIfAborted(signal);
      yield batch;
    }
  }

  return {
    ...(teacher && { teacher }),
    ...(rewind && { rewind }),
    observe: async (model, count, observer) => {
      checkModelFits(model, required(dataset), ['train']);
      for (const batch of calibration(count)) {
        showInputs(model, batch, (layer, inputs) => show(observer, model, layer, inputs));
        await setImmediate();
      }
    },
    statistics: async (model, request, use) => {
      checkModelFits(model, required(dataset), ['train']);
      await gather(model, request, () => calibration(request.batches, request.sentences), use);
    },
    gateGradients: async (model, request, use) => {
      checkModelFits(model, required(dataset), ['train']);
      const given = calibration(Math.ceil(request.sentences / CALIBRATION_SENTENCES));
      const own = request.labels === 'model' ? drawnAnswers(model, given, numbers.derive('answers')) : given;
      await gateGradients(model, request, own, use);
    },
    hessianTraces: async (model, request, done = () => undefined) => {
      checkModelFits(model, required(dataset), ['train']);
      return hessianTraces(model, request, () => calibration(request.probes), numbers.derive('traces'), done);
    },
    tokenCounts: async (model) => {
      checkModelFits(model, required(dataset), ['train']);
      return tokenCounts(model, batchesOf('train', COUNTED_SENTENCES), signal);
    },
    train: async (request) => {
      const number = ++trainings;
      const own = { number, seed: numbers.derive('finetune', number).uint32(), signal, options };
      const result = await trainInMethod(request, required(dataset), own);
      history.push(...continued(history.at(-1), result.history));
      return result.model;
    },
    batches: batchesOf,
    hasData: dataset !== undefined,
    progress: (progress) => options.onProgress?.(progress),
    signal,
    random: numbers.derive('plugin'),
    history,
  };
}

/** The class of the head for each class of the data set. */
function permutationOf({ head, dataset, labels }: ContextOptions): readonly number[] | undefined {
  if (head?.kind !== 'classification' || !dataset?.labels) return undefined;
  const match = matchHead(head, dataset.labels, labels);
  return match.keep ? match.permutation : undefined;
}

function required(dataset: Dataset | undefined): Dataset {
  if (dataset) return dataset;
  throw new TlcError('PIPELINE_MISSING_INPUT', 'dataset: this method needs data. Give the step a `dataset`.', {
    details: { field: 'dataset' },
  });
}

function show(observer: Observer, model: Model, layer: string, inputs: Tensor2D): void {
  observer.inputs?.(layer, inputs);
  if (!observer.outputs) return;
  const weights = weightsOf(model);
  const bias = `${layer}.bias`;
  const outputs = linear(
    inputs,
    weights(`${layer}.weight`) as Tensor2D,
    model.parameters.has(bias) ? (weights(bias) as Tensor1D) : null,
  );
  observer.outputs(layer, outputs);
  tf.dispose(outputs);
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
