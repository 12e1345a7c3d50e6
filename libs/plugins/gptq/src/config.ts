import { FlagKey, NumberKey } from '#contracts';
import { CalibratedGridConfig } from '#methods';

/** Config of `gptq`. */
export class GptqConfig extends CalibratedGridConfig {
  @NumberKey('what is added to the diagonal of the inputs’ products, as a share of its mean', { min: 0, max: 10 })
  readonly dampening: number = 0.01;

  @FlagKey(
    'begin with the inputs of the largest squares, by grids of the weights as they were; else from first to last',
  )
  readonly act_order: boolean = false;
}
