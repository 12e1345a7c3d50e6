import { TlcError, checkConfig } from '#contracts';
import { type ModelShape, parameterCount } from '#families';
import {
  type DataFacts,
  type Forecast,
  type StepEstimate,
  type StepToPlan,
  USUAL_DATA,
  memoryOfModel,
  memoryOfTraining,
  modelForecast,
} from '#jobs';
import { type CompressionMethod, estimateCompression } from '#methods';
import type { CompressConfig } from './config.js';

/** Seconds of a method that does not train. */
const SECONDS = 4;

/** What the plugin says that it will make of the model. Loads the plugins. */
export async function plan({ config, seed, known }: StepToPlan<CompressConfig>): Promise<Forecast> {
  const { plugins } = await import('./plugins.js');
  const plugin = (await plugins()).get(config.with);
  const checked = checkConfig(plugin.config, config.config);
  const usual = plugin.needs?.(checked).training ? undefined : SECONDS;
  const [{ shape }, { data = USUAL_DATA }] = [await known('model'), await known('dataset')];
  if (!shape) return { estimate: { seconds: usual } };
  const alone = await memoryOf(plugin, checked, shape, data, seed);
  const { shape: teacher } = plugin.needs?.(checked).teacher ? await known('teacher') : {};
  const memory = teacher ? withTeacher(alone, teacher) : alone;
  try {
    const { bytes, shape: after, seconds = usual, warnings } = estimateCompression(plugin, shape, checked);
    return await modelForecast(after, { bytes: bytes.after, ...memory, seconds, warnings });
  } catch (error) {
    if (!(error instanceof TlcError) || error.code !== 'PLUGIN_REFUSED') throw error;
    return modelForecast(shape, { ...memory, seconds: usual, warnings: [error.message] });
  }
}

function memoryOf(
  plugin: CompressionMethod,
  config: object,
  shape: ModelShape,
  data: DataFacts,
  seed: number,
): Promise<StepEstimate> {
  const training = plugin.needs?.(config).training;
  return training ? memoryOfTraining(shape, training, data, { seed, inMethod: true }) : memoryOfModel(shape);
}

/** A teacher only predicts: nothing but its weights stays in memory. */
function withTeacher({ memory = 0, memory_parts: parts, ...others }: StepEstimate, teacher: ModelShape): StepEstimate {
  const bytes = 4 * parameterCount(teacher);
  return {
    ...others,
    memory: memory + bytes,
    ...(parts && { memory_parts: { ...parts, model: parts.model + bytes } }),
  };
}
