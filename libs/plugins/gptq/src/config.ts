import { GridConfig } from '#methods';
import { FlagKey, IntegerKey, NumberKey } from '#contracts';

/** Config of `gptq`. */
export class GptqConfig extends GridConfig {
  @IntegerKey('sentences of the train split to look at, in whole batches of 32', { min: 1, max: 1_000_000 })
  readonly sentences: number = 512;

  @NumberKey('what is added to the diagonal of the inputs’ products, as a share of its mean', { min: 0, max: 10 })
  readonly dampening: number = 0.01;

  @FlagKey(
    'begin with the inputs of the largest squares, by grids of the weights as they were; else from first to last',
  )
  readonly act_order: boolean = false;
}
