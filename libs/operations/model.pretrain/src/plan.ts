import { newConfig, shapeOf } from '#families';
import { objectiveNamed } from '#fit';
import { type Forecast, type StepToPlan, trainingForecast } from '#jobs';
import type { ModelPretrainConfig } from './config.js';

/** The model is the given one, or a new one of the architecture for the vocabulary of the data set. */
export async function plan({ config, seed, known }: StepToPlan<ModelPretrainConfig>): Promise<Forecast> {
  const { vocabulary, data } = await known('dataset');
  const given = (await known('model')).shape?.config;
  const { architecture } = config;
  const { head, spans } = objectiveNamed(config.objective);
  // Whether the tokenizer has sentinels of its own only its data set tells
  const size = vocabulary && vocabulary + (spans?.sentinels ?? 0);
  const encoder = given ?? (architecture && size ? newConfig(architecture, { size, pad: 0 }) : undefined);
  return trainingForecast(encoder && shapeOf(encoder, head({ objective: 'language-modelling' })), config, data, seed);
}
