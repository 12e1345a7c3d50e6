import { TlcError } from '#contracts';
import { type Forecast, type StepToPlan, memoryOfModel } from '#jobs';
import type { EvaluateConfig } from './config.js';

/** Scores have no facts that a step after them needs.
 * @throws TlcError MEASURE_UNKNOWN, DATA_NO_SPLIT, DATA_UNKNOWN_TASK for what cannot be measured on the data set */
export async function plan({ config, known, fieldOf }: StepToPlan<EvaluateConfig>): Promise<Forecast> {
  const { objective, ...data } = (await known('dataset')).data ?? {};
  if (objective) {
    const { measuresOf } = await import('./measures.js');
    try {
      measuresOf(config, { objective, ...data });
    } catch (error) {
      if (!(error instanceof TlcError)) throw error;
      throw new TlcError(error.code, `${fieldOf('dataset')}: ${error.message}`, {
        details: error.details,
        cause: error,
      });
    }
  }
  const { shape } = await known('model');
  return shape ? { estimate: await memoryOfModel(shape) } : {};
}
