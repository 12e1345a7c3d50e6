import { describe, expect, it } from '@jest/globals';
import { random } from '#random';
import { tf, type Tensor2D } from '../../backend.js';
import { kernelSet, setKernelThreads, threads } from '../../kernels/addon.js';
import { bestTokens } from './best-tokens.js';
import * as plain from './plain.js';

const [ROWS, WORDS] = [5, 45];
const logits = () => tf.tensor2d(random(3).normals(ROWS * WORDS, 2), [ROWS, WORDS]) as Tensor2D;
const BANNED = [[], [2], [0, 5, 7], [44], Array.from({ length: 43 }, (_, token) => token)].map((own) => [1, ...own]);

describe('bestTokens', () => {
  it.each([1, 4, 45])('finds the %i most probable that are not banned, with their own probabilities', (count) => {
    const scores = logits();
    const rows = scores.arraySync() as number[][];
    const before = tf.memory().numTensors;
    const next = bestTokens(scores, count, BANNED);
    expect(tf.memory().numTensors).toBe(before);
    for (const [row, own] of rows.entries()) {
      const sum = Math.log(own.reduce((total, logit) => total + Math.exp(logit), 0));
      const allowed = own.flatMap((logit, token) => (BANNED[row].includes(token) ? [] : [{ token, log: logit - sum }]));
      const wanted = allowed.sort((a, b) => b.log - a.log).slice(0, count);
      const found = [...next.tokens.subarray(row * count, (row + 1) * count)];
      const logs = [...next.logProbabilities.subarray(row * count, (row + 1) * count)];
      expect(found.slice(0, wanted.length)).toEqual(wanted.map(({ token }) => token));
      wanted.forEach(({ log }, i) => expect(logs[i]).toBeCloseTo(log, 5));
      expect(logs.slice(wanted.length)).toEqual(Array<number>(count - wanted.length).fill(-Infinity));
    }
    scores.dispose();
  });

  it('gives of tokens that are alike the one with the smaller id first, as its plain version', () => {
    const scores = tf.tensor2d(
      Array.from({ length: 2 * 40 }, (_, i) => i % 3),
      [2, 40],
    );
    const own = bestTokens(scores, 9, [[2, 5], []]);
    const bans = { starts: Int32Array.of(0, 2, 2), tokens: Int32Array.of(2, 5) };
    const reference = plain.bestTokens(scores, 9, bans);
    expect([...own.tokens.subarray(0, 9)]).toEqual([8, 11, 14, 17, 20, 23, 26, 29, 32]);
    expect(own.tokens).toEqual(reference.tokens);
    scores.dispose();
  });

  (kernelSet ? it : it.skip)('gives a row the same bits alone, among others, and with any number of threads', () => {
    const scores = logits();
    const all = [1, 2, 3, 4].map((count) => {
      setKernelThreads(count);
      return bestTokens(scores, 4, BANNED);
    });
    setKernelThreads(threads);
    for (const one of all) expect(one).toEqual(all[0]);
    for (let row = 0; row < ROWS; row++) {
      const alone = bestTokens(tf.slice(scores, [row, 0], [1, WORDS]), 4, [BANNED[row]]);
      expect(alone.logProbabilities).toEqual(all[0].logProbabilities.slice(4 * row, 4 * row + 4));
    }
  });

  it('refuses more tokens than there are, and a ban of none', () => {
    const scores = tf.zeros([1, 3]) as Tensor2D;
    expect(() => bestTokens(scores, 4, [[]])).toThrow('bestTokens: count is 4, expected 1 to 3.');
    expect(() => bestTokens(scores, 1, [])).toThrow('bestTokens: banned has 0 rows, expected 1.');
    expect(() => bestTokens(scores, 1, [[3]])).toThrow('bestTokens: banned[0] is 3, expected 0 to 2.');
  });
});
