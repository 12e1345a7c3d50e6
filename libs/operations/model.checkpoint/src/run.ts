import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointName, CHECKPOINTS_FOLDER, checkpointTimes, TlcError } from '#contracts';
import { type OperationContext, type OperationResult, pathOf } from '#jobs';
import { disposeModel, modelShape, parameterCount, readModel } from '#models';
import { readLineage, writeModelArtifact } from '#training';
import { keyOf, type ModelCheckpointConfig, timeOf } from './config.js';
import { notKept } from './not-kept.js';

/** Takes out a model that a training kept on its way.
 * @throws TlcError CHECKPOINT_MISSING where the training ended before; CONFIG_WRONG_VALUE where it was not to keep one then */
export async function run(context: OperationContext<ModelCheckpointConfig>): Promise<OperationResult> {
  const { config, inputs, output, recipe } = context;
  const name = checkpointName(timeOf(config));
  const trained = pathOf(inputs, 'model');
  const kept = await readdir(join(trained, CHECKPOINTS_FOLDER)).catch((): string[] => []);
  if (!kept.includes(name)) throw await missing(name, kept, config, trained);
  const from = join(trained, CHECKPOINTS_FOLDER, name);
  const model = await readModel(from);
  try {
    const { training } = (await readLineage(from)).at(-1) ?? {};
    const summary = { parameters: parameterCount(modelShape(model)), ...training };
    await writeModelArtifact(output, model, { recipe, summary, from });
    return { summary };
  } finally {
    disposeModel(model);
  }
}

async function missing(
  name: string,
  kept: string[],
  config: ModelCheckpointConfig,
  trained: string,
): Promise<TlcError> {
  const asked = (await readLineage(trained)).at(-1)?.config.checkpoints as Parameters<typeof checkpointTimes>[0];
  if (checkpointTimes(asked).map(checkpointName).includes(name)) {
    return new TlcError('CHECKPOINT_MISSING', `the training ended before ${name}`, { details: { checkpoint: name } });
  }
  const field = `config.${keyOf(config)}`;
  return new TlcError('CONFIG_WRONG_VALUE', `${field} ${notKept(name, kept)}`, { details: { field } });
}
