import { ChoiceKey, FlagKey, IntegerKey, TextKey, TextListKey } from '#contracts';

/** The 256 bytes and the five special tokens. */
const LEAST_OF_BYTES = 261;

/** Config of `tokenizer.learn`. */
export class TokenizerLearnConfig {
  @ChoiceKey(
    'algorithm of the vocabulary: wordpiece, BERT’s; bpe, byte-pair encoding, whose text is written again as it was; byte-level-bpe, GPT-2’s, which knows every character; unigram, SentencePiece’s',
    ['wordpiece', 'bpe', 'byte-level-bpe', 'unigram'],
  )
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
    'of parallel text: endings of the files (or names of the columns) that are learned from together, such as [en, de]; left out: files are told by their usual endings',
    { optional: true, min: 1, max: 2 },
  )
  readonly languages?: string[];

  problem() {
    if (this.algorithm === 'byte-level-bpe' && this.vocab_size < LEAST_OF_BYTES) {
      return {
        key: 'vocab_size',
        message: `byte-level-bpe needs ${LEAST_OF_BYTES} at least: the bytes and the special tokens`,
      };
    }
    if (this.languages === undefined || this.column === undefined) return undefined;
    return { key: 'languages', message: 'parallel text has no columns' };
  }
}
