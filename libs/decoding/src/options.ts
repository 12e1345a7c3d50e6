import { TlcError } from '#contracts';

/** How texts are searched for. */
export interface SearchOptions {
  /** Continuations of a source that are followed at once; 1 follows the most probable token alone. */
  readonly beams: number;
  /** A text's score is the sum of its tokens' log-probabilities, divided by its length to this power, the end counted: 0
   * favours short texts, 1 takes the mean. */
  readonly lengthPenalty?: number;
  /** Tokens that a text may have, the end counted, for each source. */
  readonly longest: Int32Array;
  /** Tokens that a text has at least before it may end. */
  readonly shortest?: number;
  /** Texts that are returned for each source, best first. */
  readonly best?: number;
  /** Sequences of so many tokens may not come twice in a text; 0 allows all. */
  readonly noRepeat?: number;
}

/** The options with those that were left out.
 * @throws TlcError CONFIG_WRONG_VALUE */
export function checkedOptions(options: SearchOptions, sources: number, vocabulary: number): Required<SearchOptions> {
  const { beams, lengthPenalty = 1, longest, shortest = 0, best = 1, noRepeat = 0 } = options;
  whole('beams', beams, 1, vocabulary);
  whole('best', best, 1, beams);
  whole('shortest', shortest, 0);
  whole('noRepeat', noRepeat, 0);
  if (!Number.isFinite(lengthPenalty)) throw wrong('lengthPenalty', lengthPenalty, 'a number');
  if (longest.length !== sources) throw wrong('longest', longest.length, `one number for each of ${sources} sources`);
  for (const length of longest) whole('longest', length, 1);
  return { beams, lengthPenalty, longest, shortest, best, noRepeat };
}

function whole(key: string, value: number, least: number, most = Infinity): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw wrong(key, value, `a whole number from ${least}${most === Infinity ? '' : ` to ${most}`}`);
}

const wrong = (key: string, value: number, expected: string) =>
  new TlcError('CONFIG_WRONG_VALUE', `${key} is ${value}, expected ${expected}.`, { details: { key, value } });
