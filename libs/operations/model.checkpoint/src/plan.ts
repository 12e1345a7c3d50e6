import { checkpointName } from '#contracts';
import { type Forecast, modelForecast, refusedKey, type StepToPlan } from '#jobs';
import { keyOf, type ModelCheckpointConfig, timeOf } from './config.js';
import { notKept } from './not-kept.js';

/** The model is that of the training, but for its depth where stacking made it deeper afterwards.
 * @throws TlcError CONFIG_WRONG_VALUE where the training keeps none then */
export async function plan(step: StepToPlan<ModelCheckpointConfig>): Promise<Forecast> {
  const { config, known } = step;
  const { shape, checkpoints } = await known('model');
  const name = checkpointName(timeOf(config));
  if (checkpoints && !checkpoints.includes(name)) {
    throw refusedKey(step, 'CONFIG_WRONG_VALUE', keyOf(config), notKept(name, checkpoints));
  }
  return shape ? modelForecast(shape) : {};
}
