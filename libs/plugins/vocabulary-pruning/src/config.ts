import { IntegerKey } from '#contracts';

/** Config of `vocabulary-pruning`. */
export class VocabularyPruningConfig {
  @IntegerKey(
    'how many tokens are left: special tokens, the characters of the data, and those that the data uses most',
    { min: 1, max: 2 ** 24 },
  )
  readonly size!: number;
}
