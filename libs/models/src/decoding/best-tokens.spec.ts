import { expect, it } from '@jest/globals';
import { random, tf, type Tensor2D } from '#engine';
import { bestTokens } from './best-tokens.js';

const [ROWS, WORDS] = [5, 12];
const logits = () => tf.tensor2d(random(3).normals(ROWS * WORDS, 2), [ROWS, WORDS]) as Tensor2D;
const BANNED = [undefined, [2], [0, 5, 7], [], Array.from({ length: 10 }, (_, token) => token)];

it.each([1, 4, 12])('are the %i most probable of those that are not banned, with their own probabilities', (count) => {
  const scores = logits();
  const rows = scores.arraySync() as number[][];
  const before = tf.memory().numTensors;
  const next = bestTokens(scores, count, { banned: BANNED, never: [1] });
  expect(tf.memory().numTensors).toBe(before);
  for (const [row, own] of rows.entries()) {
    const sum = Math.log(own.reduce((total, logit) => total + Math.exp(logit), 0));
    const out = new Set([1, ...(BANNED[row] ?? [])]);
    const allowed = own.flatMap((logit, token) => (out.has(token) ? [] : [{ token, log: logit - sum }]));
    const wanted = allowed.sort((a, b) => b.log - a.log).slice(0, count);
    const found = [...next.tokens.subarray(row * count, (row + 1) * count)];
    const logs = [...next.logProbabilities.subarray(row * count, (row + 1) * count)];
    expect(found.slice(0, wanted.length)).toEqual(wanted.map(({ token }) => token));
    wanted.forEach(({ log }, i) => expect(logs[i]).toBeCloseTo(log, 5));
    expect(logs.slice(wanted.length)).toEqual(Array<number>(count - wanted.length).fill(-Infinity));
  }
  scores.dispose();
});
