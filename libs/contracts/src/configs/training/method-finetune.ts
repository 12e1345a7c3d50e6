import { ChoiceKey, NumberKey } from '../../schema/keys.js';
import { MASK_BY, MASK_PROBABILITY } from './masking.js';
import { OptimizationConfig } from './optimization.js';

/** `finetune` of a compression method that trains: the keys of `model.pretrain` and `model.finetune`. */
export class MethodFinetuneConfig extends OptimizationConfig {
  override readonly learning_rate: number = 1e-4;

  @NumberKey(MASK_PROBABILITY.description, MASK_PROBABILITY.range)
  readonly mask_probability: number = MASK_PROBABILITY.usual;

  @ChoiceKey(MASK_BY.description, MASK_BY.choices)
  readonly mask_by: string = MASK_BY.usual;
}
