import { TlcError } from '#contracts';
import { familyOf, newConfig, shapeOf } from '#families';
import { taskHead } from '#fit';
import { type Forecast, type StepToPlan, refusedKey, trainingForecast } from '#jobs';
import type { ModelTrainConfig } from './config.js';

/** The model is a new one of the architecture for the vocabulary of the data set, with the head of its task.
 * @throws TlcError PIPELINE_WRONG_INPUT for a data set of text, which has nothing to answer; MODEL_WRONG_HEAD for a family
 * that does not answer it */
export async function plan(step: StepToPlan<ModelTrainConfig>): Promise<Forecast> {
  const { config, seed, known, fieldOf } = step;
  const { vocabulary, data } = await known('dataset');
  if (data?.objective === 'language-modelling') {
    const what = 'names a data set of text without labels, expected parallel text or that of a task';
    throw refusedKey(step, 'PIPELINE_WRONG_INPUT', 'dataset', what);
  }
  const { objective, labels } = data ?? {};
  if (vocabulary === undefined || objective === undefined || (objective === 'classification' && !labels)) {
    return trainingForecast(undefined, config, data, seed);
  }
  const shape = newConfig(config.architecture, { size: vocabulary, pad: 0 });
  const head = taskHead({ objective, labels });
  if (head.kind !== 'embeddings' && !(head.kind in familyOf(shape).heads)) {
    const message = `${fieldOf('architecture.family')}: ${familyOf(shape).title} has no head for ${head.kind}, which ${objective} needs`;
    throw new TlcError('MODEL_WRONG_HEAD', message, { details: { family: familyOf(shape).id, head: head.kind } });
  }
  return trainingForecast(shapeOf(shape, head), config, data, seed);
}
