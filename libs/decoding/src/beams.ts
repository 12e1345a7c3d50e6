import type { Next } from './decoder.js';
import type { SearchOptions } from './options.js';
import { scoreOf, type FoundText } from './text.js';

/** A text that has not ended. */
export interface Beam {
  readonly tokens: readonly number[];
  readonly sum: number;
}

/** What decides when a source's search is over; `longest` is its own. */
export type SourceLimits = Pick<Required<SearchOptions>, 'beams' | 'lengthPenalty' | 'earlyStopping' | 'prefix'> & {
  readonly longest: number;
};

/** The search of one source: the texts that it follows, and the best ones that have ended. */
export class SourceBeams {
  beams: readonly Beam[];
  /** Best first, as many as beams at most. */
  readonly ended: FoundText[] = [];

  constructor(private readonly limits: SourceLimits) {
    this.beams = [{ tokens: limits.prefix, sum: 0 }];
  }

  /**
   * Goes on by one token.
   *
   * @param next most probable tokens of all rows, `count` of each
   * @param row that of the first beam
   * @returns the beam that each of the new ones continues
   */
  extend(next: Next, row: number, count: number, end: number): readonly number[] {
    const { beams, lengthPenalty, longest } = this.limits;
    const length = this.beams[0].tokens.length + 1;
    const going: Continuation[] = [];
    // One end at most from each beam, so that as many as beams go on
    for (const [rank, candidate] of continuations(this.beams, next, row, count, 2 * beams).entries()) {
      const { tokens } = this.beams[candidate.beam];
      if (candidate.token === end) {
        // An end that is less probable than texts which go on would only crowd out later ones
        if (rank < beams) this.finish(tokens, candidate.sum, true, lengthPenalty);
      } else if (going.length < beams) going.push(candidate);
    }
    this.beams = going.map(({ beam, token, sum }) => ({ tokens: [...this.beams[beam].tokens, token], sum }));
    if (length === longest) {
      for (const { tokens, sum } of this.beams) this.finish(tokens, sum, false, lengthPenalty);
      this.beams = [];
    } else if (this.isDecided()) this.beams = [];
    return going.slice(0, this.beams.length).map(({ beam }) => beam);
  }

  private finish(tokens: readonly number[], sum: number, ended: boolean, lengthPenalty: number): void {
    const score = scoreOf(sum, tokens.length + Number(ended), lengthPenalty);
    const place = this.ended.findIndex((other) => other.score < score);
    this.ended.splice(place < 0 ? this.ended.length : place, 0, { tokens, ended, logProbability: sum, score });
    if (this.ended.length > this.limits.beams) this.ended.pop();
  }

  /** Whether no text that goes on is looked for any more: each further token makes its sum smaller, and what it is divided by
   * is greatest at the end. */
  private isDecided(): boolean {
    const { beams, lengthPenalty, earlyStopping, longest } = this.limits;
    if (this.beams.length === 0) return true;
    if (this.ended.length < beams) return false;
    if (earlyStopping === true) return true;
    const { sum, tokens } = this.beams[0];
    const length = earlyStopping === 'never' && lengthPenalty > 0 ? longest : tokens.length;
    return this.ended.at(-1)!.score >= scoreOf(sum, length, lengthPenalty);
  }
}

interface Continuation {
  readonly beam: number;
  readonly token: number;
  readonly sum: number;
}

/** The most probable continuations of texts by one token, best first, `most` at most: those of each come best first already. */
function continuations(texts: readonly Beam[], next: Next, row: number, count: number, most: number): Continuation[] {
  const found: Continuation[] = [];
  const taken = new Int32Array(texts.length);
  while (found.length < most) {
    let best: Continuation | undefined;
    for (let beam = 0; beam < texts.length; beam++) {
      if (taken[beam] === count) continue;
      const at = (row + beam) * count + taken[beam];
      const sum = texts[beam].sum + next.logProbabilities[at];
      if (sum > (best?.sum ?? -Infinity)) best = { beam, token: next.tokens[at], sum };
    }
    if (!best) break;
    taken[best.beam]++;
    found.push(best);
  }
  return found;
}
