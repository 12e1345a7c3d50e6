import { describe, expect, it } from '@jest/globals';
import { random } from '#random';
import { claimsOf, type SizedGroup } from './claims.js';
import { multiBootstrap } from './multi-bootstrap.js';

/** Answers of which a share is right, each example by itself. */
function answers(share: number, examples: number, seed: number): Uint8Array {
  const stream = random(seed);
  return Uint8Array.from({ length: examples }, () => Number(stream.uniform() < share));
}

const group = (size: string, seeds: readonly Uint8Array[]) => ({ size, form: 'dense', seeds });

describe('the multi-bootstrap', () => {
  it('of one seed is the bootstrap of a share: its interval is that of a binomial', () => {
    const only = answers(0.8, 1000, 1);
    const { value, low, high } = multiBootstrap([group('a', [only])])((accuracy) => accuracy('a', 'dense'));
    const right = only.reduce((sum, one) => sum + one, 0) / 1000;
    expect(value).toBeCloseTo(right, 10);
    const reach = 1.96 * Math.sqrt((right * (1 - right)) / 1000);
    expect(low).toBeCloseTo(right - reach, 2);
    expect(high).toBeCloseTo(right + reach, 2);
  });

  it('is wider where seeds differ, as their own deviation says', () => {
    const shares = [0.6, 0.7, 0.8, 0.9];
    const seeds = shares.map((share, i) => answers(share, 1000, 10 + i));
    const { low, high } = multiBootstrap([group('a', seeds)])((accuracy) => accuracy('a', 'dense'));
    // The mean of four draws of four: variance of the shares over four, and little of the examples
    const deviation = Math.sqrt(
      shares.reduce((sum, share) => sum + (share - 0.75) ** 2, 0) / 4 / 4 + 0.1875 / 1000 / 4,
    );
    expect(high - low).toBeGreaterThan(2 * 1.6 * deviation);
    expect(high - low).toBeLessThan(2 * 2.1 * deviation);
  });

  it('compares models on the same examples: a difference that never changes has no interval', () => {
    const base = answers(0.5, 500, 3);
    const better = Uint8Array.from(base, (one, i) => (i % 10 === 0 ? 1 : one));
    const groups = [group('a', [base, base]), group('b', [better, better])];
    const estimate = multiBootstrap(groups);
    const { low, value, high } = estimate((accuracy) => accuracy('b', 'dense') - accuracy('a', 'dense'));
    expect(value).toBeGreaterThan(0.03);
    expect(high - low).toBeLessThan(0.04);
    const same = estimate((accuracy) => accuracy('a', 'dense') - accuracy('a', 'dense'));
    expect([same.low, same.high]).toEqual([0, 0]);
  });
});

describe('the verdicts of a study', () => {
  const sizes = ['s', 'm', 'l'];
  /** Three sizes by three seeds, dense and in two compressed forms. */
  function study(share: (size: number, form: string) => number): SizedGroup[] {
    return sizes.flatMap((size, i) =>
      ['dense', '2 bits', '80 % zeros'].map((form, j) => ({
        size,
        form,
        parameters: 1e5 * 4 ** i,
        bytes: form === 'dense' ? 4e5 * 4 ** i : 6e4 * 4 ** i * (j === 1 ? 0.5 : 1.1),
        ...(form === '2 bits' && { bits: 2 }),
        ...(form === '80 % zeros' && { sparsity: 0.8 }),
        seeds: [1, 2, 3].map((seed) => answers(share(i, form), 1000, 100 * i + 10 * j + seed)),
      })),
    );
  }
  const verdicts = (groups: readonly SizedGroup[]) => claimsOf(groups).map(({ verdict }) => verdict);

  it('support what is so', () => {
    const groups = study((i, form) => 0.7 + 0.05 * i - (form === 'dense' ? 0 : 0.1 - 0.045 * i));
    expect(verdicts(groups)).toEqual(['supported', 'supported', 'supported']);
  });

  it('say where the opposite is so', () => {
    const groups = study((i, form) => 0.8 - 0.05 * i - (form === 'dense' ? 0 : 0.05 + 0.04 * i));
    expect(verdicts(groups).slice(0, 3)).toEqual(['not supported', 'not supported', 'not supported']);
  });

  it('are undecided where nothing differs, and with two seeds', () => {
    expect(verdicts(study(() => 0.75)).every((verdict) => verdict === 'undecided')).toBe(true);
    const two = study((i) => 0.6 + 0.1 * i).map((each) => ({ ...each, seeds: each.seeds.slice(0, 2) }));
    expect(verdicts(two)).not.toContain('supported');
  });

  it('compare at equal bytes what is larger and compressed harder', () => {
    const groups = study((i, form) => 0.7 + 0.05 * i - (form === 'dense' ? 0 : 0.01));
    const bytes = groups.map((each) =>
      each.size === 's' && each.form === '80 % zeros' ? { ...each, bytes: 2e5 } : each,
    );
    const claim = claimsOf(bytes).at(-1);
    expect(claim).toMatchObject({
      verdict: 'supported',
      what: expect.stringMatching(/^m 2 bits against s 80 % zeros/),
    });
    // 5 points and what chance makes of them on 500 examples
    expect(Math.abs((claim?.points.value as number) - 5)).toBeLessThan(4);
  });
});
