import type { ArchitectureConfig, PretrainConfig } from '#contracts';
import { newConfig, createModel, disposeModel, type Model, readModel, shapeOf } from '#models';
import { type OperationContext, type OperationResult, optionalPathOf, pathOf } from '#runtime/operation';
import { type Dataset, readDataset } from '#text';
import { requireMemory } from '#training';
import { trainInto } from './trained.js';

/** Trains a new encoder, or goes on with a given one, by masked language modelling. */
export async function pretrain(context: OperationContext<PretrainConfig>): Promise<OperationResult> {
  const { inputs } = context;
  const dataset = await readDataset(pathOf(inputs, 'dataset'));
  const model = await startOf(context, dataset);
  try {
    return await trainInto(context, 'masked-lm', model, dataset);
  } finally {
    disposeModel(model);
  }
}

/** The given model, or a new one of the given architecture: pretrainRules has seen to it that there is exactly one.
 * @throws TlcError TRAINING_TOO_LARGE */
async function startOf({ config, inputs, seed }: OperationContext<PretrainConfig>, dataset: Dataset): Promise<Model> {
  const from = optionalPathOf(inputs, 'model');
  if (from !== undefined) return readModel(from);
  const architecture = config.architecture as ArchitectureConfig;
  const shape = newConfig(architecture, { size: dataset.vocabSize, pad: dataset.special.pad });
  const head = { kind: 'masked-lm' } as const;
  // Before the weights are made, which may be too many themselves
  requireMemory({ shape: shapeOf(shape, head), dataset, config, seed });
  return createModel(shape, head, seed, dataset.tokenizer);
}
