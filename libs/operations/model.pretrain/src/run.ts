import { type OperationContext, type OperationResult, optionalPathOf, pathOf } from '#jobs';
import { objectiveNamed } from '#fit';
import { createModel, disposeModel, type Model, newConfig, readModel, shapeOf, withZeroOutputs } from '#models';
import { type Dataset, readDataset, sentinelsToAdd } from '#text';
import { requireMemory, trainArtifact } from '#training';
import type { ModelPretrainConfig } from './config.js';

/** Trains a new model, or goes on with a given one, on text: by what the objective hides of it. */
export async function run(context: OperationContext<ModelPretrainConfig>): Promise<OperationResult> {
  const { inputs } = context;
  const dataset = await readDataset(pathOf(inputs, 'dataset'));
  const from = optionalPathOf(inputs, 'model');
  const model = from === undefined ? newModel(context, dataset) : await readModel(from);
  try {
    return await trainArtifact({ ...context, model, from, dataset, objective: context.config.objective });
  } finally {
    disposeModel(model);
  }
}

/** A model of the config's architecture, which the rules have seen to where no model is given.
 * @throws TlcError TRAINING_TOO_LARGE */
function newModel({ config, seed }: OperationContext<ModelPretrainConfig>, dataset: Dataset): Model {
  const architecture = config.architecture as object;
  const { head: headOf, spans } = objectiveNamed(config.objective);
  const { pad, cls: start, sep: end } = dataset.special;
  const size = dataset.vocabSize + (spans ? sentinelsToAdd(dataset.tokenizer, spans.sentinels) : 0);
  const shape = newConfig(architecture, { size, pad, start, end });
  const head = headOf(dataset);
  // Before the weights are made, which may be too many themselves
  requireMemory({ shape: shapeOf(shape, head), dataset, config, seed });
  const model = createModel(shape, head, seed, dataset.tokenizer);
  return config.initial_outputs === 'zero' ? withZeroOutputs(model) : model;
}
