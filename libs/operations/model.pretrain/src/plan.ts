import { newConfig, shapeOf } from '#families';
import { objectiveNamed } from '#fit';
import { type Forecast, type StepToPlan, trainingForecast } from '#jobs';
import type { ModelPretrainConfig } from './config.js';

/** The model is the given one, or a new one of the architecture for the vocabulary of the data set. */
export async function plan({ config, seed, known }: StepToPlan<ModelPretrainConfig>): Promise<Forecast> {
  const { vocabulary, data } = await known('dataset');
  const given = (await known('model')).shape?.config;
  const { architecture } = config;
  const encoder =
    given ?? (architecture && vocabulary ? newConfig(architecture, { size: vocabulary, pad: 0 }) : undefined);
  return trainingForecast(
    encoder && shapeOf(encoder, objectiveNamed(config.objective).head({ objective: 'language-modelling' })),
    config,
    data,
    seed,
  );
}
