import { ChoiceKey, FlagKey, NumberKey } from '../../schema/keys.js';
import { BatchConfig } from './batches.js';
import { usualOf } from './learning-rate.js';

const MOMENTS = ['adamw', 'lamb', 'muon'];

/** Keys that some optimisers have and others do not. */
const OF_SOME = {
  beta1: MOMENTS,
  beta2: MOMENTS,
  momentum: ['sgd', 'muon'],
  scale_parameter: ['adafactor'],
  relative_step: ['adafactor'],
  muon_scale: ['muon'],
  muon_learning_rate: ['muon'],
} as const;

/** How gradients move the weights. */
export class OptimizerConfig extends BatchConfig {
  @ChoiceKey(
    'optimiser: adamw; lamb, for large batches; adafactor, which keeps least; sgd, with Nesterov momentum; muon for the matrices of the layers, with adamw for all other parameters',
    ['adamw', 'lamb', 'adafactor', 'sgd', 'muon'],
  )
  readonly optimizer: 'adamw' | 'lamb' | 'adafactor' | 'sgd' | 'muon' = 'adamw';

  @NumberKey('decoupled weight decay of matrices', { min: 0, max: 10 })
  readonly weight_decay: number = 0.01;

  @NumberKey('decay of the mean of gradients in adamw and lamb', { min: 0, max: 0.999999 })
  readonly beta1: number = 0.9;

  @NumberKey('decay of the mean of squared gradients in adamw and lamb', { min: 0, max: 0.999999 })
  readonly beta2: number = 0.999;

  @NumberKey('decay of the momentum of sgd (0.9 if left out) or muon (0.95 if left out)', {
    min: 0,
    max: 0.999999,
    optional: true,
  })
  readonly momentum?: number;

  @FlagKey('adafactor multiplies the learning rate of a parameter by the root mean square of its values')
  readonly scale_parameter: boolean = false;

  @FlagKey('adafactor takes min(0.01, 1 / √step) for the learning rate, whatever learning_rate and schedule say')
  readonly relative_step: boolean = false;

  @ChoiceKey(
    'how far muon moves a matrix: match-adamw, 0.2 √max(out, in), about as far as adamw with the same learning rate; original, √max(1, out / in)',
    ['match-adamw', 'original'],
  )
  readonly muon_scale: 'match-adamw' | 'original' = 'match-adamw';

  @NumberKey('peak learning rate of the matrices that muon moves; learning_rate if left out', {
    min: 0,
    max: 10,
    optional: true,
  })
  readonly muon_learning_rate?: number;

  @NumberKey('largest global norm of the gradients; 0 does not clip', { min: 0, max: 1e9 })
  readonly clip_norm: number = 1;

  override withoutEffect() {
    const usual = usualOf(this);
    const unused = (Object.keys(OF_SOME) as (keyof typeof OF_SOME)[])
      .filter((key) => this[key] !== usual[key] && !(OF_SOME[key] as readonly string[]).includes(this.optimizer))
      .map((key) => ({ key: key as string, message: `optimizer: ${this.optimizer} has none` }));
    return [...super.withoutEffect(), ...unused];
  }
}
