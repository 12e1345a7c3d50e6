import { NumberKey } from '#contracts';
import { CalibratedGridConfig } from '#methods';

/** Config of `smoothquant`. */
export class SmoothQuantConfig extends CalibratedGridConfig {
  @NumberKey(
    'how much of the spread of inputs goes over to the weights, as the power of their range: 0 none, 1 all; weights keep the rest',
    { min: 0, max: 1 },
  )
  readonly alpha: number = 0.5;
}
