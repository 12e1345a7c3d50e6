import { TlcError } from '#contracts';
import type { Decoder } from './decoder.js';

/** How texts are searched for. */
export interface SearchOptions {
  /** Continuations of a source that are followed at once; 1 follows the most probable token alone. */
  readonly beams: number;
  /** A text's score is the sum of its tokens' log-probabilities, divided by its length to this power, the end counted: 0
   * favours short texts, 1 takes the mean. */
  readonly lengthPenalty?: number;
  /** When the search of a source is over, in the terms of Transformers' `generate`: 'never' before no text that goes on can
   * come before those that have ended, however long it becomes; false when none would if it ended now; true as soon as as
   * many texts as beams have ended. False when left out. */
  readonly earlyStopping?: boolean | 'never';
  /** Tokens that a text may have, the end counted, for each source. */
  readonly longest: Int32Array;
  /** Tokens that a text has at least before it may end. */
  readonly shortest?: number;
  /** Texts that are returned for each source, best first. */
  readonly best?: number;
  /** Sequences of so many tokens may not come twice in a text; 0 allows all. */
  readonly noRepeat?: number;
  /** Tokens that every text begins with, such as that of its language. They count in its length, but not in its
   * probability: they were not chosen. */
  readonly prefix?: readonly number[];
}

/** The options with those that were left out.
 * @throws TlcError CONFIG_WRONG_VALUE */
export function checkedOptions(
  options: SearchOptions,
  { sources, vocabulary, end }: Pick<Decoder<unknown>, 'sources' | 'vocabulary' | 'end'>,
): Required<SearchOptions> {
  const { beams, lengthPenalty = 1, longest, shortest = 0, best = 1, noRepeat = 0, prefix = [] } = options;
  const { earlyStopping = false } = options;
  whole('beams', beams, 1, vocabulary);
  whole('best', best, 1, beams);
  whole('shortest', shortest, 0);
  whole('noRepeat', noRepeat, 0);
  if (!Number.isFinite(lengthPenalty)) throw wrong('lengthPenalty', lengthPenalty, 'a number');
  if (longest.length !== sources) throw wrong('longest', longest.length, `one number for each of ${sources} sources`);
  for (const length of longest) whole('longest', length, prefix.length + 1);
  for (const token of prefix) {
    whole('prefix', token, 0, vocabulary - 1);
    if (token === end) throw wrong('prefix', token, 'tokens that do not end a text');
  }
  return { beams, lengthPenalty, earlyStopping, longest, shortest, best, noRepeat, prefix };
}

function whole(key: string, value: number, least: number, most = Infinity): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw wrong(key, value, `a whole number from ${least}${most === Infinity ? '' : ` to ${most}`}`);
}

const wrong = (key: string, value: number, expected: string) =>
  new TlcError('CONFIG_WRONG_VALUE', `${key} is ${value}, expected ${expected}.`, { details: { key, value } });
