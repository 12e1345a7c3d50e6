import { describe, expect, it } from '@jest/globals';
import type { Candidate } from '#contracts';
import { budgetOf, choose } from './choose.js';

const candidate = (layers: number, bits: number, bytes: number, latency: number, value: number): Candidate => ({
  vocabulary: 4000,
  layers,
  bits,
  bytes,
  latency_ms: latency,
  seconds: 60,
  rows_seen: 1000,
  quality: { value, low: value - 0.02, high: value + 0.02 },
});

const all = [
  candidate(6, 32, 40e6, 6, 0.9),
  candidate(6, 4, 6e6, 6, 0.89),
  candidate(3, 8, 6e6, 3, 0.87),
  candidate(3, 4, 4e6, 3, 0.86),
  { ...candidate(6, 4, 5e6, 6, 0.88), vocabulary: 2000 },
];

describe('a choice', () => {
  it('is the best expected within the budget; what differs in layers or bits comes after it', () => {
    const { choice, runnersUp, allowed } = choose(all, { maxBytes: 7e6 });
    expect(choice).toBe(all[1]);
    expect(runnersUp).toEqual([all[2], all[3]]);
    expect(allowed).toBe(4);
    expect(choose(all, { maxBytes: 7e6, maxLatency: 4 }).choice).toBe(all[2]);
  });

  it('is the smaller of two that are expected to be as good', () => {
    const twin = { ...all[1], bytes: 5.5e6 };
    expect(choose([all[1], twin], { maxBytes: 7e6 }).choice).toBe(twin);
  });

  it('cannot be made where nothing is small or fast enough: what would be, is said', () => {
    expect(() => choose(all, { maxBytes: 1e6 })).toThrow(
      'no model has at most 1,000,000 bytes; the smallest has some 4,000,000',
    );
    expect(() => choose(all, { maxBytes: 7e6, maxLatency: 1 })).toThrow('the fastest is expected to take 3.0 ms');
  });

  it('has a tenth of the start’s bytes where no budget is named', () => {
    expect(budgetOf({}, 90e6)).toEqual({ maxBytes: 9e6, maxLatency: undefined });
    expect(budgetOf({ max_bytes: 5 }, 90e6)).toEqual({ maxBytes: 5, maxLatency: undefined });
  });
});
