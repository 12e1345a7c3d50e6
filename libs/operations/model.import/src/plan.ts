import { type Forecast, type StepToPlan, modelForecast, readFacts } from '#jobs';
import type { ModelImportConfig } from './config.js';

/** The model is that of the folder. */
export async function plan({ pathOf }: StepToPlan<ModelImportConfig>): Promise<Forecast> {
  const { shape } = await readFacts(pathOf('from') as string, 'model');
  return shape ? modelForecast(shape) : {};
}
