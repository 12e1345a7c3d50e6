import { ChoiceKey, FlagKey, IntegerKey, TextKey, TextListKey } from '#contracts';

/** Config of `tokenizer.learn`. */
export class TokenizerLearnConfig {
  @ChoiceKey('algorithm of the vocabulary', ['wordpiece'])
  readonly algorithm: string = 'wordpiece';

  @IntegerKey('pieces in the vocabulary, special tokens included', { min: 10, max: 1_000_000 })
  readonly vocab_size: number = 8000;

  @FlagKey('lower-case the text')
  readonly lowercase: boolean = true;

  @FlagKey('strip accents, ü to u; left out: where the text is lower-cased and not parallel text', { optional: true })
  readonly strip_accents?: boolean;

  @IntegerKey('occurrences that a piece needs', { min: 1, max: 1_000_000 })
  readonly min_frequency: number = 2;

  @TextKey('column of the files that holds the text; left out: files are plain text', { optional: true })
  readonly column?: string;

  @TextListKey(
    'of parallel text: endings of the files that are learned from together, such as [en, de]; left out: files are told by their usual endings',
    { optional: true, min: 1, max: 2 },
  )
  readonly languages?: string[];

  problem() {
    if (this.languages === undefined || this.column === undefined) return undefined;
    return { key: 'languages', message: 'parallel text has no columns' };
  }
}
