import type { PretrainConfig } from '#contracts';
import { type Forecast, type StepToPlan, trainingForecast } from '#jobs';

/** The model is the given one, or a new one of the architecture for the vocabulary of the data set. */
export async function plan({ config, seed, known }: StepToPlan<PretrainConfig>): Promise<Forecast> {
  const { vocabulary, data } = await known('dataset');
  const { bertConfig, shapeOf } = await import('#models');
  const given = (await known('model')).shape?.config;
  const { architecture } = config;
  const encoder =
    given ?? (architecture && vocabulary ? bertConfig(architecture, { size: vocabulary, pad: 0 }) : undefined);
  return trainingForecast(encoder && shapeOf(encoder, { kind: 'masked-lm' }), config, data, seed);
}
