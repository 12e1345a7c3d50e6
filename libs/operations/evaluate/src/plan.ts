import { type Forecast, type StepToPlan, inKey, memoryOfModel } from '#jobs';
import type { SplitName } from '#text';
import type { EvaluateConfig } from './config.js';

/** Scores have no facts that a step after them needs.
 * @throws TlcError MEASURE_UNKNOWN, DATA_NO_SPLIT, DATA_UNKNOWN_TASK, CONFIG_WRONG_VALUE for what cannot be measured or submitted;
 * MODEL_WRONG_HEAD, LABELS_UNMATCHED for a model that does not answer it */
export async function plan({ config, known, fieldOf }: StepToPlan<EvaluateConfig>): Promise<Forecast> {
  const { data } = await known('dataset');
  const { shape } = await known('model');
  if (data?.objective) {
    const { objective, splits } = data;
    const { sentences } = splits?.[config.split as SplitName] ?? {};
    const { isApart } = await import('#text');
    const rows = sentences && sentences / (isApart(objective) ? 2 : 1);
    const measured = { ...data, objective, ...(rows && { rows }) };
    const { measuresOf } = await import('./measures.js');
    const { fittingHead } = await import('#fit');
    // The labels of a task of the user's own may still have to be found in its files
    const areKnown = data.objective !== 'classification' || data.labels !== undefined;
    try {
      measuresOf(config, measured);
      if (shape && areKnown) fittingHead(shape.head, measured, config.labels);
    } catch (error) {
      inKey({ fieldOf }, 'dataset')(error);
    }
  }
  return shape ? { estimate: await memoryOfModel(shape) } : {};
}
