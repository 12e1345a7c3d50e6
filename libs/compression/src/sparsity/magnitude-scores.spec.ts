import { describe, expect, it } from '@jest/globals';
import { random } from '#engine';
import { zerosOf } from '#methods';
import { magnitudeScores, zeroByScores } from './magnitude-scores.js';
import { zeroSmallest } from './zero-smallest.js';

describe('the score of a block', () => {
  // [4, 4]: blocks of 2 x 2 with the norms 5, 1, 0 and 2
  const weights = Float32Array.of(3, 0, -1, 0, 0, -4, 0, 0, 0, 0, 1, 1, 0, 0, -1, 1);

  it('is the norm of its weights, blocks row by row', () => {
    const scores = magnitudeScores(weights, 4, { block: { rows: 2, columns: 2 } });
    expect(Array.from(scores)).toEqual([5, 1, 0, 2]);
  });

  it.each([
    [{ rows: 4, columns: 1 }, [3, 4, Math.sqrt(3), Math.sqrt(2)]],
    [{ rows: 1, columns: 4 }, [Math.sqrt(10), 4, Math.sqrt(2), Math.sqrt(2)]],
    [{ rows: 1, columns: 2 }, [3, 1, 4, 0, 0, Math.sqrt(2), 0, Math.sqrt(2)]],
  ])('takes blocks of %j', (block, expected) => {
    expect(Array.from(magnitudeScores(weights, 4, { block }))).toEqual(expected.map(Math.fround));
  });

  it('takes its weights with it', () => {
    const own = weights.slice();
    const block = { rows: 2, columns: 2 };
    const scores = magnitudeScores(own, 4, { block });
    zeroSmallest([scores], 3);
    zeroByScores(own, 4, scores, block);
    expect(Array.from(own)).toEqual([3, 0, 0, 0, 0, -4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('of weights that are there is not that of none, however small they are', () => {
    const [tiny, none] = magnitudeScores(Float32Array.of(1e-40, 0, 0, 0), 2, { block: { rows: 1, columns: 2 } });
    expect(tiny).toBeGreaterThan(0);
    expect(none).toBe(0);
  });
});

// Two normal matrices of deviations 1 and 2, half of both together gone. One threshold t for all (class-blind) has
// erf(t / √2) + erf(t / √8) = 1, t = 0.9235; with thresholds in proportion to the deviations (class-distribution of See et al.
// 2016) each loses half.
it.each([
  [false, [0.6443, 0.3557]],
  [true, [0.5, 0.5]],
])(
  'magnitudes, relative to deviations: %p, take from normal matrices what their distribution says',
  (relative, shares) => {
    const size = 200_000;
    const weights = [1, 2].map((deviation) => random(deviation).normals(size, deviation));
    const scores = weights.map((own) => magnitudeScores(own, 100, { relative }));
    zeroSmallest(scores, zerosOf(2 * size, 0.5));
    weights.forEach((own, i) => zeroByScores(own, 100, scores[i]));
    const gone = weights.map((own) => own.filter((weight) => weight === 0).length / size);
    gone.forEach((share, i) => expect(share).toBeCloseTo(shares[i], 2));
  },
);
