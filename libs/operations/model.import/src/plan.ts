import { hubFolder, isHubReference } from '#hub';
import { type Forecast, type StepToPlan, modelForecast, readFacts } from '#jobs';
import type { ModelImportConfig } from './config.js';

/** The model is that of the folder. One of the hub is not fetched for a plan: it is known where the cache has it. */
export async function plan({ pathOf }: StepToPlan<ModelImportConfig>): Promise<Forecast> {
  const from = pathOf('from') as string;
  const folder = isHubReference(from) ? await hubFolder(from) : from;
  if (folder === undefined) return {};
  const { shape } = await readFacts(folder, 'model');
  return shape ? modelForecast(shape) : {};
}
