import type { FinetuneConfig } from '#contracts';
import { taskHead } from '#fit';
import { type Forecast, type StepToPlan, headedShape, refusedKey, trainingForecast } from '#jobs';

/** The model is the given one with the head of the data set's task.
 * @throws TlcError PIPELINE_WRONG_INPUT for a data set of text, which has no labels */
export async function plan(step: StepToPlan<FinetuneConfig>): Promise<Forecast> {
  const { config, seed, known } = step;
  const { data } = await known('dataset');
  if (data?.objective === 'language-modelling') {
    const what = 'names a data set of text without labels, expected one of a task';
    throw refusedKey(step, 'PIPELINE_WRONG_INPUT', 'dataset', what);
  }
  const { shape } = await known('model');
  const { objective, labels } = data ?? {};
  const isKnown = objective !== undefined && (objective !== 'classification' || labels !== undefined);
  if (!shape || !isKnown) return trainingForecast(undefined, config, data, seed);
  const needed = taskHead({ objective, labels });
  // Training goes on from the pooling that the model has
  const head = needed.kind === 'embeddings' && shape.head.kind === needed.kind ? shape.head : needed;
  return trainingForecast(headedShape(shape, head), config, data, seed);
}
