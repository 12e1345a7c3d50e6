import { TlcError } from '#contracts';
import { newConfig } from '#families';
import { stackingProblem } from '#fit';
import { exactlyOne, type GivenKeys } from '#jobs';
import type { ModelPretrainConfig } from './config.js';

/** A model is new or given; the layers of a new one can be stacked, where they shall be.
 * @throws TlcError PIPELINE_MISSING_INPUT, PIPELINE_WRONG_INPUT, CONFIG_WRONG_VALUE */
export function rules(given: GivenKeys<ModelPretrainConfig>): void {
  const { config, fieldOf } = given;
  const { architecture } = config;
  exactlyOne(given, ['architecture', architecture !== undefined], ['model', given.has('model')]);
  const problem = architecture && stackingProblem(config, newConfig(architecture, { size: 1, pad: 0 }));
  if (!problem) return;
  const field = fieldOf(problem.key);
  throw new TlcError('CONFIG_WRONG_VALUE', `${field}: ${problem.message}`, { details: { field } });
}
