import type { FinetuneConfig } from '#contracts';
import { disposeModel, readModel } from '#models';
import { type OperationContext, type OperationResult, pathOf } from '#runtime/operation';
import { readDataset } from '#text';
import { trainInto } from './trained.js';

/** Trains a model on a task. */
export async function finetune(context: OperationContext<FinetuneConfig>): Promise<OperationResult> {
  const { inputs } = context;
  const dataset = await readDataset(pathOf(inputs, 'dataset'));
  const model = await readModel(pathOf(inputs, 'model'));
  if ([...model.parameters.values()].some(({ encoding }) => encoding?.grid)) {
    context.log('warning', 'the model is quantized: trained weights leave their grid, so quantize the result again');
  }
  try {
    return await trainInto(context, 'task', model, dataset);
  } finally {
    disposeModel(model);
  }
}
