import { hubFolder, isHubReference } from '#hub';
import { type Forecast, type StepToPlan, headedShape, modelForecast, readFacts } from '#jobs';
import type { ModelImportConfig } from './config.js';
import { headOf } from './head.js';

/** The model is that of the folder, with the head that the config asks for. One of the hub is not fetched for a plan: it is known where the cache has it. */
export async function plan({ config, pathOf }: StepToPlan<ModelImportConfig>): Promise<Forecast> {
  const from = pathOf('from') as string;
  const folder = isHubReference(from) ? await hubFolder(from) : from;
  if (folder === undefined) return {};
  const { shape } = await readFacts(folder, 'model');
  if (!shape) return {};
  return modelForecast(headedShape(shape, headOf(config, shape.head)));
}
