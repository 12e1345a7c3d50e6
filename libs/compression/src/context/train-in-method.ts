import { join } from 'node:path';
import type { MethodFinetuneConfig, Progress, StopConfig } from '#contracts';
import { type Model, checkModelFits } from '#models';
import type { Dataset } from '#text';
import { objectiveOf } from '#fit';
import { type HistoryPoint, type TrainingHooks, train } from '#training';
import type { ContextOptions } from './options.js';
import { quantizationAware } from './quantization-aware.js';

/** The config of a training; its limits may be a part of those that the method was given (`partOfStop`). */
export type MethodTraining = Omit<MethodFinetuneConfig, 'stop' | 'withoutEffect'> & {
  readonly stop: Partial<StopConfig>;
};

/** Training in the loop of a method. Zeros of sparse parameters stay zero; parameters on a grid are trained and end on one
 * of the same bits and granularity, its scales fitted to them; those in a codebook likewise. */
export interface MethodTrainingRequest extends TrainingHooks {
  readonly model: Model;
  /** How it is trained: what the method's config has as `finetune`, with the limits of this training. */
  readonly training: MethodTraining;
  /** For progress lines: `sparsity 40 %`. */
  readonly phase?: string;
  /** Where this training lies in the whole job, as shares from 0 to 1: what `done` runs from and to. */
  readonly within?: readonly [from: number, to: number];
}

/** One of the trainings of a method.
 * @param number of it, from 1: its checkpoints have a folder of their own */
export async function trainInMethod(
  request: MethodTrainingRequest,
  dataset: Dataset,
  { number, seed, signal, options }: { number: number; seed: number; signal: AbortSignal; options: ContextOptions },
): Promise<{ model: Model; history: readonly HistoryPoint[] }> {
  const { model, training, phase, within = [0, 1], loss, teacher, taught, unlabelled, afterStep, state } = request;
  const { work, checkpointSeconds } = options;
  if (teacher) checkModelFits(teacher, dataset, ['train']);
  const grids = quantizationAware(model, request.reparametrize?.bind(request));
  const result = await train({
    model,
    dataset,
    objective: objectiveOf(dataset),
    config: {
      ...training,
      // Without patience the dev split decides nothing, and is looked at once
      evaluations: training.stop.patience === undefined ? 0 : 1,
      ...(options.labels && { labels: options.labels }),
      ...(checkpointSeconds !== undefined && { checkpoint_seconds: checkpointSeconds }),
    },
    seed,
    phase: 'compress',
    hooks: {
      reparametrize: grids.reparametrize,
      ...(loss && { loss: loss.bind(request) }),
      ...(teacher && { teacher }),
      ...(taught && { taught }),
      ...(unlabelled && { unlabelled }),
      ...(afterStep && { afterStep: afterStep.bind(request) }),
      ...(state && { state }),
    },
    signal,
    ...(work !== undefined && { work: join(work, `finetune-${number}`) }),
    onProgress: (progress) => options.onProgress?.(placed(progress, phase, within)),
    onWarning: (text) => options.onWarning?.(text),
  });
  return { model: grids.settle(result.model), history: result.history };
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
