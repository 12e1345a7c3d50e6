import { type Forecast, inKey, memoryOfModel, refusedKey, type StepToPlan } from '#jobs';
import type { DatasetTranslateConfig } from './config.js';

/** The data set is the given one with other targets to learn from.
 * @throws TlcError PIPELINE_WRONG_INPUT for a data set that is no parallel text; MODEL_WRONG_HEAD for a model that does not
 * translate */
export async function plan(step: StepToPlan<DatasetTranslateConfig>): Promise<Forecast> {
  const { known } = step;
  const { vocabulary, data } = await known('dataset');
  const { shape } = await known('model');
  if (data?.objective !== undefined && data.objective !== 'translation') {
    const what = `names a data set for ${data.objective}, expected parallel text`;
    throw refusedKey(step, 'PIPELINE_WRONG_INPUT', 'dataset', what);
  }
  if (shape) {
    const { fittingHead } = await import('#fit');
    try {
      fittingHead(shape.head, { objective: 'translation' });
    } catch (error) {
      inKey(step, 'model')(error);
    }
  }
  return {
    facts: { vocabulary, ...(data && { data: { longest: data.longest, objective: data.objective } }) },
    ...(shape && { estimate: await memoryOfModel(shape) }),
  };
}
