import { describe, expect, it } from '@jest/globals';
import { beamSearch } from './beam-search.js';
import type { Banned, Decoder } from './decoder.js';
import { greedySearch } from './greedy-search.js';
import type { FoundText } from './text.js';

const END = 0;
const VOCABULARY = 4;

/** A pseudo-random number from 0 to 1 that the numbers decide. */
function chance(...numbers: number[]): number {
  let state = 0x9e3779b9;
  for (const number of numbers) state = Math.imul(state ^ (number + 0x7f4a7c15), 0x85ebca6b) ^ (state >>> 13);
  return ((Math.imul(state, 0xc2b2ae35) ^ (state >>> 16)) >>> 0) / 2 ** 32;
}

/** Log-probabilities of the next token after the tokens before, of a source. */
function nextOf(source: number, tokens: readonly number[]): number[] {
  const scores = Array.from({ length: VOCABULARY }, (_, token) => 4 * chance(source, tokens.length, ...tokens, token));
  const sum = Math.log(scores.reduce((all, score) => all + Math.exp(score), 0));
  return scores.map((score) => score - sum);
}

interface Row {
  readonly source: number;
  readonly tokens: readonly number[];
}

/** A decoder whose probabilities depend on all that came before. */
function decoderOver(sources: number): Decoder<readonly Row[]> {
  return {
    end: END,
    vocabulary: VOCABULARY,
    sources,
    begin: () => Array.from({ length: sources }, (_, source) => ({ source, tokens: [] })),
    step(rows, last, count, banned?: Banned) {
      const state = rows.map((row, i) => (last ? { ...row, tokens: [...row.tokens, last[i]] } : row));
      const best = state.map(({ source, tokens }, i) =>
        nextOf(source, tokens)
          .map((log, token) => ({ token, log: banned?.[i]?.includes(token) ? -Infinity : log }))
          .sort((a, b) => b.log - a.log)
          .slice(0, count),
      );
      const next = {
        tokens: Int32Array.from(best.flat(), ({ token }) => token),
        logProbabilities: Float32Array.from(best.flat(), ({ log }) => log),
      };
      return { next, state };
    },
    pick: (rows, kept) => Array.from(kept, (row) => rows[row]),
    free: () => undefined,
  };
}

/** Every text of a source by its score, best first. */
function everyText(source: number, longest: number, lengthPenalty: number): FoundText[] {
  const found: FoundText[] = [];
  const follow = (tokens: readonly number[], sum: number) => {
    nextOf(source, tokens).forEach((log, token) => {
      const [length, logProbability] = [tokens.length + 1, sum + log];
      const score = logProbability / length ** lengthPenalty;
      if (token === END) found.push({ tokens, ended: true, logProbability, score });
      else if (length === longest) found.push({ tokens: [...tokens, token], ended: false, logProbability, score });
      else follow([...tokens, token], logProbability);
    });
  };
  follow([], 0);
  return found.sort((a, b) => b.score - a.score);
}

const SOURCES = 6;
const longestOf = (length: number) => new Int32Array(SOURCES).fill(length);

describe('beamSearch', () => {
  // With as many beams as there are texts that go on, none is left out
  it.each([0, 0.6, 1, 1.5])('finds the best of all texts where nothing is left out, length penalty %p', (penalty) => {
    const longest = 2;
    const options = { beams: 4, lengthPenalty: penalty, longest: longestOf(longest), earlyStopping: 'never' } as const;
    const all = beamSearch(decoderOver(SOURCES), options);
    all.forEach(([best], source) => {
      const [wanted] = everyText(source, longest, penalty);
      expect(best.tokens).toEqual(wanted.tokens);
      expect(best.ended).toBe(wanted.ended);
      expect(best.score).toBeCloseTo(wanted.score, 5);
    });
  });

  it('finds no worse texts with more beams than the most probable token each time, on average', () => {
    const longest = longestOf(6);
    const mean = (texts: readonly FoundText[]) => texts.reduce((sum, { score }) => sum + score, 0) / texts.length;
    const greedy = greedySearch(decoderOver(SOURCES), { beams: 1, longest });
    const wide = beamSearch(decoderOver(SOURCES), { beams: 4, longest }).map(([best]) => best);
    expect(mean(wide)).toBeGreaterThan(mean(greedy));
    const exhaustive = Array.from({ length: SOURCES }, (_, source) => everyText(source, 6, 1)[0]);
    wide.forEach(({ score }, source) => expect(score).toBeLessThanOrEqual(exhaustive[source].score + 1e-5));
  });

  it('gives the same texts to a source alone and among others', () => {
    const among = beamSearch(decoderOver(SOURCES), { beams: 3, longest: longestOf(7), best: 3 });
    for (let source = 0; source < SOURCES; source++) {
      const others = decoderOver(SOURCES);
      const own: Decoder<readonly Row[]> = { ...others, sources: 1, begin: () => [{ source, tokens: [] }] };
      expect(beamSearch(own, { beams: 3, longest: Int32Array.of(7), best: 3 })).toEqual([among[source]]);
    }
  });

  it('takes no more steps the sooner it may stop, and never finds better texts by it', () => {
    const searches = ([true, false, 'never'] as const).map((earlyStopping) => {
      let steps = 0;
      const own = decoderOver(SOURCES);
      const counted: typeof own = { ...own, step: (...given) => (steps++, own.step(...given)) };
      return { found: beamSearch(counted, { beams: 3, longest: longestOf(30), earlyStopping }), steps: () => steps };
    });
    const [first, next, last] = searches;
    expect(first.steps()).toBeLessThanOrEqual(next.steps());
    expect(next.steps()).toBeLessThan(last.steps());
    for (let source = 0; source < SOURCES; source++) {
      const [[a], [b], [c]] = searches.map(({ found }) => found[source]);
      expect(a.score).toBeLessThanOrEqual(b.score);
      expect(b.score).toBeLessThanOrEqual(c.score);
    }
  });

  it('gives each source texts of its own length, best first', () => {
    const longest = Int32Array.of(1, 2, 3, 4, 5, 6);
    for (const [source, texts] of beamSearch(decoderOver(SOURCES), { beams: 3, longest, best: 3 }).entries()) {
      for (const { tokens, ended } of texts) expect(tokens.length + Number(ended)).toBeLessThanOrEqual(longest[source]);
      const scores = texts.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }
  });

  it.each([1, 3])('lets no text end too early, and no sequence come twice, with %p beams', (beams) => {
    const options = { beams, longest: longestOf(9), shortest: 4, noRepeat: 2 };
    for (const [{ tokens }] of beamSearch(decoderOver(SOURCES), options)) {
      expect(tokens.length).toBeGreaterThanOrEqual(4);
      const pairs = tokens.slice(1).map((token, i) => `${tokens[i]} ${token}`);
      expect(new Set(pairs).size).toBe(pairs.length);
    }
  });

  it.each([1, 3])('goes on after a prefix as it would after tokens of its own, with %p beams', (beams) => {
    const prefix = [2, 3, 1];
    const after = beamSearch(decoderOver(SOURCES), { beams, longest: longestOf(8), prefix, lengthPenalty: 0 });
    const begun: Decoder<readonly Row[]> = {
      ...decoderOver(SOURCES),
      begin: () => Array.from({ length: SOURCES }, (_, source) => ({ source, tokens: prefix })),
    };
    const wanted = beamSearch(begun, { beams, longest: longestOf(5), lengthPenalty: 0 });
    expect(after).toEqual(wanted.map(([text]) => [{ ...text, tokens: [...prefix, ...text.tokens] }]));
  });

  it.each([
    [{ beams: 0 }, 'beams is 0'],
    [{ beams: 5 }, 'beams is 5, expected a whole number from 1 to 4'],
    [{ beams: 2, best: 3 }, 'best is 3'],
    [{ beams: 2, lengthPenalty: NaN }, 'lengthPenalty is NaN'],
    [{ beams: 2, longest: Int32Array.of(3) }, 'one number for each of 6 sources'],
    [{ beams: 2, longest: longestOf(0) }, 'longest is 0'],
    [{ beams: 2, prefix: [VOCABULARY] }, 'prefix is 4, expected a whole number from 0 to 3'],
    [{ beams: 2, prefix: [1, 2, 3] }, 'longest is 3, expected a whole number from 4'],
    [{ beams: 1, prefix: [1, END] }, 'prefix is 0'],
  ])('refuses %p', (options, words) => {
    const whole = { longest: longestOf(3), ...options };
    const refusal = expect.objectContaining({ code: 'CONFIG_WRONG_VALUE', message: expect.stringContaining(words) });
    expect(() => beamSearch(decoderOver(SOURCES), whole)).toThrow(refusal);
  });
});
