import type { FinetuneConfig } from '#contracts';
import { hasCodes } from '#families';
import { taskObjective, watchesTexts } from '#fit';
import { type OperationContext, type OperationResult, pathOf } from '#jobs';
import { disposeModel, readModel } from '#models';
import { readDataset } from '#text';
import { trainArtifact } from '#training';

/** Trains a model on a task. */
export async function run(context: OperationContext<FinetuneConfig>): Promise<OperationResult> {
  const { config, inputs } = context;
  const dataset = await readDataset(pathOf(inputs, 'dataset'), watchesTexts(config) ? ['dev'] : []);
  const from = pathOf(inputs, 'model');
  const model = await readModel(from);
  if ([...model.parameters.values()].some(({ encoding }) => hasCodes(encoding))) {
    context.log(
      'warning',
      'the model is quantized: trained weights leave their grid or codebook, so quantize the result again',
    );
  }
  try {
    return await trainArtifact({ ...context, model, from, dataset, objective: taskObjective(dataset) });
  } finally {
    disposeModel(model);
  }
}
