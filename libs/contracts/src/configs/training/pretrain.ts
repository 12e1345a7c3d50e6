import { ChoiceKey, NumberKey } from '../../schema/keys.js';
import { MASK_BY, MASK_PROBABILITY } from './masking.js';
import { OptimizationConfig } from './optimization.js';

/** Config of pre-training. Its defaults are what won in docs/results, where that was safe for every family and size:
 * docs/decisions says which. */
export class PretrainConfig extends OptimizationConfig {
  override readonly optimizer: OptimizationConfig['optimizer'] = 'muon';
  override readonly learning_rate: number = 2e-3;
  override readonly schedule: string = 'budget';
  override readonly warmup: number = 0.05;
  override readonly batch_warmup: number = 0.6;
  override readonly batch_start: number = 0.25;

  @NumberKey('rate of dropout, instead of that of the model, which fine-tuning keeps', { min: 0, max: 0.9 })
  override readonly dropout: number = 0;

  @ChoiceKey(
    'what is learned: masked-lm, to predict masked tokens; replaced-tokens, to tell which tokens a small generator has replaced (ELECTRA)',
    ['masked-lm', 'replaced-tokens'],
  )
  readonly objective: 'masked-lm' | 'replaced-tokens' = 'masked-lm';

  @NumberKey('width of the generator of replaced-tokens, as a share of the model’s', { min: 0.05, max: 1 })
  readonly generator_size: number = 0.25;

  @NumberKey(MASK_PROBABILITY.description, MASK_PROBABILITY.range)
  readonly mask_probability: number = 0.3;

  @ChoiceKey(MASK_BY.description, MASK_BY.choices)
  readonly mask_by: string = MASK_BY.usual;

  problem() {
    return this.objective === 'replaced-tokens' && this.stop?.patience !== undefined
      ? { key: 'stop.patience', message: 'replaced-tokens has no measure on the dev split' }
      : undefined;
  }

  override withoutEffect() {
    const unused = this.objective !== 'replaced-tokens' && this.generator_size !== 0.25;
    const message = `objective: ${this.objective} has no generator`;
    return [...super.withoutEffect(), ...(unused ? [{ key: 'generator_size', message }] : [])];
  }
}
