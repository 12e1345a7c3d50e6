import type { Recipe } from '#artifacts';
import type { Progress } from '#contracts';
import { engineInfo } from '#engine';
import { disposeModel, type Model, modelShape, parameterCount } from '#models';
import { copyKept, writeKept } from './kept-models.js';
import { writeModelArtifact } from './model-artifact.js';
import { train } from './train.js';
import type { HistoryPoint, TrainingRequest, TrainingResult } from './training.js';

/** A training whose result is an artifact. */
export interface TrainingJob extends Pick<
  TrainingRequest,
  'model' | 'dataset' | 'objective' | 'config' | 'seed' | 'signal'
> {
  /** Folder for checkpoints, and for models that are kept on the way. */
  readonly work: string;
  /** Folder of the model that training starts from, whose lineage goes on. */
  readonly from?: string;
  /** Folder to write the model artifact into. */
  readonly output: string;
  readonly recipe: Recipe;
  progress(progress: Progress): void;
  log(level: 'info' | 'warning', text: string): void;
}

/** Trains a model, which it uses up, and writes the result as an artifact. */
export async function trainArtifact({ from, output, recipe, ...job }: TrainingJob) {
  const { model, dataset, objective, config, seed, work, signal } = job;
  const making = { recipe, ...(dataset.task !== undefined && { task: dataset.task }), ...(from && { from }) };
  const tokenizer = model.tokenizer ?? dataset.tokenizer;
  const keepModel = (name: string, { model: kept, history, steps, seconds, tokens }: TrainingResult) => {
    const training = { steps, seconds, tokens };
    return writeKept(work, name, (folder) =>
      writeModelArtifact(folder, { ...kept, tokenizer }, { ...making, summary: training, training, history }),
    );
  };
  const {
    history,
    steps,
    seconds,
    tokens,
    kept = [],
    ...result
  } = await train({
    model,
    disposesModel: true,
    dataset,
    objective,
    config,
    seed,
    work,
    signal,
    keepModel,
    onProgress: (progress) => job.progress(progress),
    onWarning: (text) => job.log('warning', text),
  });
  const trained: Model = { ...result.model, tokenizer };
  try {
    const summary = {
      parameters: parameterCount(modelShape(trained)),
      steps,
      seconds: round(seconds),
      tokens,
      tokens_per_second: Math.round(tokens / seconds),
      ...figures(history),
    };
    const training = { steps, seconds, tokens };
    await writeModelArtifact(output, trained, { ...making, summary, training, history });
    await copyKept(work, output, kept);
    const { backend, tensorflow, kernels, instructionSet, threads } = engineInfo();
    const { precision } = config;
    return {
      summary,
      environment: { backend, tensorflow, kernels, precision, instructionSet, threads: String(threads) },
    };
  } finally {
    disposeModel(trained);
  }
}

/** The last loss, and the last measure on the dev split. */
function figures(history: readonly HistoryPoint[]): Record<string, number> {
  const dev = history.findLast((point) => point.dev)?.dev;
  const { loss, critical_batch_tokens: critical } = history.at(-1) ?? {};
  return {
    ...(loss !== undefined && { loss: round(loss) }),
    ...(critical !== undefined && { critical_batch_tokens: critical }),
    ...(dev && { [`dev_${dev.name}`]: round(dev.value) }),
  };
}

const round = (value: number) => Number(value.toPrecision(5));
