import { FlagKey, IntegerKey, NumberKey } from '#contracts';

/** `clean` of `dataset.encode`: what pairs of the train split are left out for, besides an empty side and more than max_length
 * tokens. */
export class CleaningConfig {
  @FlagKey('leave out a pair that stands before, case and spaces aside')
  readonly duplicates: boolean = true;

  @FlagKey('leave out a pair whose source is one of the dev or test split, case and spaces aside')
  readonly held_out: boolean = true;

  @FlagKey('leave out a pair whose two sides are the same: text that nobody translated')
  readonly copies: boolean = false;

  @IntegerKey('tokens that each side has at least, special ones not counted', { min: 1, max: 8192, optional: true })
  readonly min_length?: number;

  @NumberKey('how many times the tokens of the other side a side may have; 9 is what Moses leaves out by', {
    min: 1,
    max: 1000,
  })
  readonly max_ratio: number = 9;
}
