import { type PretrainConfig, TlcError } from '#contracts';
import { bertConfig, createBert, disposeModel, type Model, readModel, shapeOf } from '#models';
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

/** @throws TlcError CONFIG_MISSING_KEY, CONFIG_WRONG_VALUE where not exactly one of model and architecture is given;
 * TRAINING_TOO_LARGE */
async function startOf({ config, inputs, seed }: OperationContext<PretrainConfig>, dataset: Dataset): Promise<Model> {
  const from = optionalPathOf(inputs, 'model');
  const { architecture } = config;
  if (from !== undefined && architecture) {
    const message = 'architecture: a model is given to go on from, which has its own; leave one of the two out';
    throw new TlcError('CONFIG_WRONG_VALUE', message, { details: { field: 'architecture' } });
  }
  if (from !== undefined) return readModel(from);
  if (!architecture) {
    const message = 'architecture is missing: the shape of the model, unless a model is given to go on from';
    throw new TlcError('CONFIG_MISSING_KEY', message, { details: { field: 'architecture' } });
  }
  const shape = bertConfig(architecture, { size: dataset.vocabSize, pad: dataset.special.pad });
  const head = { kind: 'masked-lm' } as const;
  // Before the weights are made, which may be too many themselves
  requireMemory({ shape: shapeOf(shape, head), dataset, config, seed });
  return createBert(shape, head, seed, dataset.tokenizer);
}
