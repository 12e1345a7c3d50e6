import { BLOCKS, PATTERNS, StepwiseSparsityConfig } from '#methods';
import { ChoiceKey, NumberMapKey } from '#contracts';

/** Config of `magnitude-pruning`. */
export class MagnitudePruningConfig extends StepwiseSparsityConfig {
  @ChoiceKey(
    'where magnitudes are compared: over all tensors, in each, or over all as multiples of the standard deviation of each',
    ['global', 'tensor', 'distribution'],
  )
  readonly scope: string = 'global';

  @NumberMapKey(
    'share of zeros of some weights in place of sparsity, by name or pattern: { "*.attention.*": 0.3 }; each of them is cut by itself',
    { min: 0, max: 0.99 },
  )
  readonly rates: Readonly<Record<string, number>> = {};

  @ChoiceKey(
    'which weights become zero together: none: each by itself; 4x1: those of four outputs and one input. Blocks are compared by the norm of their weights',
    BLOCKS,
  )
  readonly block: string = 'none';

  @ChoiceKey('how many of consecutive inputs of an output stay (2:4: two of four); none: zeros lie anywhere', PATTERNS)
  readonly pattern: string = 'none';

  override problem() {
    if (this.pattern !== 'none' && this.block !== 'none') {
      return { key: 'block', message: `${this.block} has no place beside pattern: leave one of the two out` };
    }
    if (this.pattern !== 'none' && this.steps > 1) {
      return { key: 'steps', message: `pattern: ${this.pattern} says how many weights go, all in one step` };
    }
    return super.problem();
  }

  override withoutEffect() {
    const { pattern, rates, scope, sparsity } = this;
    const all = super.withoutEffect();
    if (pattern === 'none') return all;
    const usual = new MagnitudePruningConfig();
    const given = {
      sparsity: sparsity !== usual.sparsity,
      scope: scope !== usual.scope,
      rates: Object.keys(rates).length > 0,
    };
    const message = `pattern: ${pattern} says how many weights become zero`;
    return [...all, ...Object.entries(given).flatMap(([key, is]) => (is ? [{ key, message }] : []))];
  }
}
