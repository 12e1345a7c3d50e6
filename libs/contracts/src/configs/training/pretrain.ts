import { ChoiceKey, NumberKey } from '../../schema/keys.js';
import { MASK_BY, MASK_PROBABILITY } from './masking.js';
import { OptimizationConfig } from './optimization.js';

/** Config of pre-training. */
export class PretrainConfig extends OptimizationConfig {
  @NumberKey(MASK_PROBABILITY.description, MASK_PROBABILITY.range)
  readonly mask_probability: number = MASK_PROBABILITY.usual;

  @ChoiceKey(MASK_BY.description, MASK_BY.choices)
  readonly mask_by: string = MASK_BY.usual;
}
