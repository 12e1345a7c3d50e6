import { ChoiceKey, NumberKey, ObjectKey } from '../../schema/keys.js';
import { MASK_BY, MASK_PROBABILITY } from './masking.js';
import { CheckpointedConfig } from './checkpointed.js';
import { StackingConfig } from './stacking.js';

/** Config of pre-training. Its defaults are what won in docs/results, where that was safe for every family and size:
 * docs/decisions says which. */
export class PretrainConfig extends CheckpointedConfig {
  override readonly optimizer: CheckpointedConfig['optimizer'] = 'muon';
  override readonly learning_rate: number = 2e-3;
  override readonly schedule: string = 'budget';
  override readonly warmup: number = 0.05;
  override readonly batch_warmup: number = 0.6;
  override readonly batch_start: number = 0.25;

  @NumberKey('rate of dropout, instead of that of the model, which fine-tuning keeps', { min: 0, max: 0.9 })
  override readonly dropout: number = 0;

  @NumberKey('width of the generator of replaced-tokens, as a share of the model’s', { min: 0.05, max: 1 })
  readonly generator_size: number = 0.25;

  @NumberKey(`${MASK_PROBABILITY.description}; that of the objective if left out`, {
    ...MASK_PROBABILITY.range,
    optional: true,
  })
  readonly mask_probability?: number;

  @ChoiceKey(MASK_BY.description, MASK_BY.choices)
  readonly mask_by: string = MASK_BY.usual;

  @ObjectKey(
    'progressive stacking (Gong et al. 2019): a new model is trained with fewer layers first, which are then stacked on themselves',
    () => StackingConfig,
    { optional: true },
  )
  readonly stacking?: StackingConfig;

  @ChoiceKey(
    'how the last matrix of each sub-layer of a new model begins: drawn as the others, or zero, so that each layer adds nothing at first',
    ['drawn', 'zero'],
  )
  readonly initial_outputs: 'drawn' | 'zero' = 'drawn';
}
