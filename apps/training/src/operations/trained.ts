import type { FinetuneConfig, PretrainConfig } from '#contracts';
import { engineInfo } from '#engine';
import { disposeModel, type Model, modelShape, parameterCount } from '#models';
import { type OperationContext, type OperationResult, optionalPathOf } from '#runtime/operation';
import { type Dataset } from '#text';
import { type HistoryPoint, train, type TrainingRequest, writeModelArtifact } from '#training';

/** Trains a model and writes the result as an artifact. */
export async function trainInto(
  context: OperationContext<PretrainConfig | FinetuneConfig>,
  objective: TrainingRequest['objective'],
  model: Model,
  dataset: Dataset,
): Promise<OperationResult> {
  const { config, seed, work, signal, inputs, output, recipe } = context;
  const { history, steps, seconds, tokens, ...result } = await train({
    model,
    usesUpModel: true,
    dataset,
    objective,
    config,
    seed,
    work,
    signal,
    onProgress: (progress) => context.progress(progress),
    onWarning: (text) => context.log('warning', text),
  });
  const trained: Model = { ...result.model, tokenizer: model.tokenizer ?? dataset.tokenizer };
  try {
    const summary = {
      parameters: parameterCount(modelShape(trained)),
      steps,
      seconds: round(seconds),
      tokens,
      tokens_per_second: Math.round(tokens / seconds),
      ...figures(history),
    };
    const from = optionalPathOf(inputs, 'model');
    const training = { steps, seconds, tokens };
    await writeModelArtifact(output, trained, { recipe, summary, training, history, ...(from && { from }) });
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
