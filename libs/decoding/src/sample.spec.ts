import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Decoder } from './decoder.js';
import { draw, type DrawOptions } from './draw.js';
import { sampleTexts, type SampleOptions } from './sample.js';

interface Case {
  readonly logits: readonly number[];
  readonly how: DrawOptions;
  readonly probabilities: readonly number[];
}

const CASES = JSON.parse(readFileSync(new URL('fixtures/sampling.json', import.meta.url), 'utf8')) as readonly Case[];
const POINTS = 2000;

it.each(CASES)('draws as Transformers does: $how of $logits', ({ logits, how, probabilities }) => {
  const sum = Math.log(logits.reduce((all, logit) => all + Math.exp(logit), 0));
  const kept = logits.slice(0, how.topK ?? logits.length);
  const sorted = Float32Array.from(kept, (logit) => logit - sum);
  const shares = new Float64Array(logits.length);
  for (let i = 0; i < POINTS; i++) shares[draw(sorted, how, (i + 0.5) / POINTS)] += 1 / POINTS;
  shares.forEach((share, token) => expect(Math.abs(share - probabilities[token])).toBeLessThan(1.5 / POINTS));
});

it('draws nothing where nothing has a probability, and never what has none', () => {
  expect(draw(Float32Array.of(-Infinity, -Infinity), {}, 0.5)).toBe(-1);
  expect(draw(Float32Array.of(0, -Infinity), {}, 1 - 2 ** -32)).toBe(0);
});

const END = 0;

/** Three tokens beside the end, whose probabilities depend on the source alone. */
function decoderOver(sources: readonly number[]): Decoder<readonly number[]> {
  return {
    end: END,
    vocabulary: 4,
    sources: sources.length,
    begin: () => sources,
    step(state, _last, count, banned) {
      const rows = state.map((source, row) => {
        const weights = [1, 2 + source, 3, 4];
        const sum = weights.reduce((a, b) => a + b);
        const logs = weights.map((weight, token) => ({
          token,
          log: banned?.[row]?.includes(token) ? -Infinity : Math.log(weight / sum),
        }));
        return logs.sort((a, b) => b.log - a.log || a.token - b.token).slice(0, count);
      });
      const next = {
        tokens: Int32Array.from(rows.flat(), ({ token }) => token),
        logProbabilities: Float32Array.from(rows.flat(), ({ log }) => log),
      };
      return { next, state };
    },
    pick: (state, rows) => Array.from(rows, (row) => state[row]),
    free: () => undefined,
  };
}

/** Numbers that the source and the number of the text decide. */
function numbersOf(sources: readonly number[]): SampleOptions['numbers'] {
  return (source, text) => {
    let state = sources[source] * 7919 + text * 104_729 + 1;
    return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  };
}

function sampled(sources: readonly number[], own: Partial<SampleOptions> = {}) {
  const longest = Int32Array.from(sources, () => 30);
  return sampleTexts(decoderOver(sources), { longest, numbers: numbersOf(sources), ...own });
}

describe('sampling', () => {
  it('gives a source the same texts whatever is beside it', () => {
    const own = { best: 3, shortest: 2 };
    const together = sampled([5, 6, 7, 8], own);
    const alone = [5, 6, 7, 8].map((source) => sampled([source], own)[0]);
    expect(together).toEqual(alone);
    expect(together.map((texts) => texts.length)).toEqual([3, 3, 3, 3]);
    for (const texts of together) {
      expect(texts.map(({ score }) => score)).toEqual(texts.map(({ score }) => score).sort((a, b) => b - a));
      for (const { tokens } of texts) expect(tokens.length).toBeGreaterThanOrEqual(2);
    }
    expect(new Set(together[0].map(({ tokens }) => tokens.join())).size).toBeGreaterThan(1);
  });

  it('follows the most probable token with topK: 1, and sums log-probabilities as they were', () => {
    const [[text]] = sampled([1], { topK: 1, temperature: 0.3 });
    expect(text.tokens).toEqual(new Array(30).fill(3));
    expect(text.logProbability).toBeCloseTo(30 * Math.log(4 / 11), 4);
    expect(text.ended).toBe(false);
  });

  it('begins with the tokens that are given', () => {
    for (const [text] of sampled([1, 2], { prefix: [2, 2], best: 2 })) expect(text.tokens.slice(0, 2)).toEqual([2, 2]);
  });

  it.each([{ temperature: 0 }, { topP: 1.5 }, { topP: 0 }, { topK: 0 }, { topK: 2.5 }])('refuses %j', (own) => {
    expect(() => sampled([1], own)).toThrow(expect.objectContaining({ code: 'CONFIG_WRONG_VALUE' }));
  });
});
