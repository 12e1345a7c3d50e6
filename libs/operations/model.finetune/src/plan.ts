import type { FinetuneConfig } from '#contracts';
import { shapeOf } from '#families';
import { taskHead } from '#fit';
import { type Forecast, type StepToPlan, refusedKey, trainingForecast } from '#jobs';

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
  const isKnown = objective === 'regression' || (objective && labels);
  if (!shape || !isKnown) return trainingForecast(undefined, config, data, seed);
  const before = new Map(shape.parameters.map((parameter) => [parameter.name, parameter]));
  const after = shapeOf(shape.config, taskHead({ objective, labels }));
  const parameters = after.parameters.map((parameter) => before.get(parameter.name) ?? parameter);
  return trainingForecast({ ...after, parameters }, config, data, seed);
}
