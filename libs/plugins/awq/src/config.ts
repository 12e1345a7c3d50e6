import { FlagKey } from '#contracts';
import { CalibratedGridConfig } from '#methods';

/** Config of `awq`. */
export class AwqConfig extends CalibratedGridConfig {
  override readonly bits: number = 4;

  override readonly granularity: string = 'group';

  @FlagKey(
    'narrow the range of each scale to where the outputs of its weights change least; else it is the whole range',
  )
  readonly clip: boolean = true;
}
