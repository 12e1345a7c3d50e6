import { ChoiceKey, NumberKey, ObjectKey } from '../../schema/keys.js';
import { ArchitectureConfig } from '../architecture.js';
import { MASK_BY, MASK_PROBABILITY } from './masking.js';
import { OptimizationConfig } from './optimization.js';

/** Config of pre-training. */
export class PretrainConfig extends OptimizationConfig {
  @ObjectKey('shape of the model; left out when a model is given to go on from', () => ArchitectureConfig, {
    optional: true,
  })
  readonly architecture?: ArchitectureConfig;

  @NumberKey(MASK_PROBABILITY.description, MASK_PROBABILITY.range)
  readonly mask_probability: number = MASK_PROBABILITY.usual;

  @ChoiceKey(MASK_BY.description, MASK_BY.choices)
  readonly mask_by: string = MASK_BY.usual;
}
