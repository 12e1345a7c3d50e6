import { IntegerKey } from '#contracts';
import { GridConfig } from './config.js';

/** The keys of a method that puts weights on grids by what comes into their layers. */
export class CalibratedGridConfig extends GridConfig {
  @IntegerKey('sentences of the train split to look at, in whole batches of 32', { min: 1, max: 1_000_000 })
  readonly sentences: number = 512;
}
