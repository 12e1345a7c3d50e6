import { describe, expect, it } from '@jest/globals';
import type { Observation } from '../quality/observation.js';
import { scratchCandidates } from './candidates.js';
import { DEPTHS, scratchEpochs } from './ladder.js';
import type { ScratchResults } from './results.js';

const observed = (more: Partial<Observation>): Observation => ({
  task: 'text first',
  training: 'medium',
  layers: 4 / 6,
  rows: 4000,
  bits: 32,
  covered: 1,
  error: 0.3,
  measured: 5000,
  ...more,
});

const pilot: ScratchResults = {
  observations: [
    observed({}),
    observed({ bits: 4, error: 0.31 }),
    observed({ training: 'small', layers: 2 / 6, rows: 16_000, error: 0.28 }),
    observed({ task: 'task at once', training: 'direct', error: 0.25 }),
  ],
  trainRows: 60_000,
  devRows: 5000,
  secondsPerRow: { small: 0.0005, medium: 0.002 },
  latency: { small: 0.4, medium: 1.6 },
  pieces: 8000,
  besideBytes: 200_000,
  hasLearned: true,
  worst: 0.55,
};
const bytes = (layers: number, bits: number) => (layers === 6 && bits === 3 ? undefined : (1e6 * layers * bits) / 32);

describe('new models', () => {
  const candidates = scratchCandidates(pilot, bytes, 120);
  const find = (layers: number, bits: number, share: number) =>
    candidates.find((each) => each.layers === layers && each.bits === bits && each.scratch!.pretrain_share === share)!;

  it('are of every size, with every number of bits, whose bytes are known, the text first or not', () => {
    expect(candidates).toHaveLength((DEPTHS.length * 6 - 1) * 2);
    expect(find(3, 32, 0)).toMatchObject({ vocabulary: 8000, bytes: 3.2e6, scratch: { hidden: 192, heads: 3 } });
  });

  it('take the time that the two pilots let expect, by a power of their size', () => {
    // Twice the size took four times as long
    expect(find(1, 32, 0).latency_ms).toBeCloseTo(0.1, 12);
    expect(find(6, 32, 0).latency_ms).toBeCloseTo(1.6 * 1.5 ** 2, 12);
    expect(find(4, 32, 0).rows_seen).toBe(60_000);
    expect(find(2, 32, 0).rows_seen).toBe(240_000);
  });

  it('are as good as their own way of training was, and better for more rows', () => {
    const [direct, text] = [find(4, 32, 0), find(4, 32, 0.3)];
    expect(direct.quality.value).toBeGreaterThan(text.quality.value);
    // 0.25 of 4,000 rows, 60,000 later: 15^-0.2 of it, about
    expect(direct.quality.value).toBeGreaterThan(0.8);
    expect(direct.quality.value).toBeLessThan(0.9);
    expect(direct.quality.low).toBeLessThan(direct.quality.value);
    expect(find(4, 3, 0).quality.value).toBeLessThan(find(4, 8, 0).quality.value);
  });

  it('are no worse than one answer to all, and stop when the data have nothing more to give', () => {
    const bad = { ...pilot, observations: [observed({ error: 0.9 }), observed({ task: 'task at once', error: 0.9 })] };
    for (const { quality } of scratchCandidates(bad, bytes, 120)) expect(quality.value).toBeGreaterThanOrEqual(0.55);
    const few = scratchCandidates({ ...pilot, trainRows: 100 }, bytes, 1e5);
    for (const { rows_seen: rows } of few) expect(rows).toBe(100 * scratchEpochs(100));
    expect([100, 5000, 67_349].map(scratchEpochs)).toEqual([60, 24, 12]);
  });
});
