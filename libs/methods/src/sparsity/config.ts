import { ChoiceKey, IntegerKey, NumberKey, TextListKey } from '#contracts';
import { CHOICE_WORDS } from '../choose-parameters.js';
import { PATTERNS } from './pattern.js';

/** The keys that methods share which make weights zero by what the layers' inputs say. */
export class InputSparsityConfig {
  @NumberKey('share of the weights that becomes zero', { min: 0, max: 0.99 })
  readonly sparsity: number = 0.5;

  @ChoiceKey('how many of consecutive inputs of an output stay (2:4: two of four); none: zeros lie anywhere', PATTERNS)
  readonly pattern: string = 'none';

  @IntegerKey('sentences of the train split to look at, in whole batches of 32', { min: 1, max: 1_000_000 })
  readonly sentences: number = 512;

  @TextListKey(`weights to prune, ${CHOICE_WORDS}; only those of layers can be`)
  readonly include: string[] = ['layers'];

  @TextListKey('weights among them to leave as they are, in the same words', { min: 0 })
  readonly skip: string[] = [];

  withoutEffect() {
    if (this.pattern === 'none' || this.sparsity === 0.5) return [];
    return [{ key: 'sparsity', message: `pattern: ${this.pattern} says how many weights become zero` }];
  }
}
