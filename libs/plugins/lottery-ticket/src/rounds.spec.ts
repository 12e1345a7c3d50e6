import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { LotteryTicketConfig } from './config.js';
import { roundsOf } from './rounds.js';

describe('rounds', () => {
  it('of 20 percent leave 10 percent after log 0.1 / log 0.8 = 10.3 of them, so eleven', () => {
    const rounds = roundsOf({ sparsity: 0.9, per_round: 0.2 });
    expect(rounds).toHaveLength(11);
    // 1 - 0.8, 1 - 0.64, 1 - 0.512
    [0.2, 0.36, 0.488].forEach((share, i) => expect(rounds[i]).toBeCloseTo(share, 12));
    expect(rounds[9]).toBeCloseTo(1 - 0.8 ** 10, 12);
    expect(rounds[10]).toBe(0.9);
  });

  it('are one where one is enough, and as many as come out even', () => {
    expect(roundsOf({ sparsity: 0.1, per_round: 0.2 })).toEqual([0.1]);
    expect(roundsOf({ sparsity: 0.2, per_round: 0.2 })).toEqual([0.2]);
    expect(roundsOf({ sparsity: 0.36, per_round: 0.2 })).toHaveLength(2);
  });
});

it('has a share of the limits for each round, or is refused', () => {
  const plain = { sparsity: 0.9, finetune: { stop: { steps: 10 } } };
  expect(() => checkConfig(LotteryTicketConfig, plain)).toThrow(
    'finetune.stop.steps: 10 is too little for 11 steps: each needs 1 at least',
  );
});
