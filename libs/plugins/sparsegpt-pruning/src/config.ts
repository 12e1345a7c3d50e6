import { InputSparsityConfig } from '#methods';
import { NumberKey } from '#contracts';

/** Config of `sparsegpt-pruning`. */
export class SparseGptPruningConfig extends InputSparsityConfig {
  @NumberKey('what is added to the diagonal of the inputs’ products, as a share of its mean', { min: 0, max: 10 })
  readonly dampening: number = 0.01;
}
