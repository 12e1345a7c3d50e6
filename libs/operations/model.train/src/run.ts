import { objectiveNamed, taskObjective, watchesTexts } from '#fit';
import { type OperationContext, type OperationResult, pathOf } from '#jobs';
import { createModel, disposeModel, newConfig, shapeOf } from '#models';
import { readDataset } from '#text';
import { requireMemory, trainArtifact } from '#training';
import type { ModelTrainConfig } from './config.js';

/** Trains a new model on a task, from random weights. */
export async function run(context: OperationContext<ModelTrainConfig>): Promise<OperationResult> {
  const { config, inputs, seed } = context;
  const dataset = await readDataset(pathOf(inputs, 'dataset'), watchesTexts(config) ? ['dev'] : []);
  const { pad, cls: start, sep: end } = dataset.special;
  const shape = newConfig(config.architecture, { size: dataset.vocabSize, pad, start, end });
  const objective = taskObjective(dataset);
  const head = objectiveNamed(objective).head(dataset);
  // Before the weights are made, which may be too many themselves
  requireMemory({ shape: shapeOf(shape, head), dataset, config, seed });
  const model = createModel(shape, head, seed, dataset.tokenizer);
  try {
    return await trainArtifact({ ...context, model, dataset, objective });
  } finally {
    disposeModel(model);
  }
}
