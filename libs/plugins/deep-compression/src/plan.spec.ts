import { describe, expect, it } from '@jest/globals';
import { estimateCompression } from '#compression';
import { checkConfig } from '#contracts';
import { architectureClass } from '#families';
import { newConfig, shapeOf } from '#models';
import { DeepCompressionConfig } from './config.js';
import plugin from './index.js';

const base = newConfig(checkConfig(architectureClass(), { layers: 12, hidden_size: 768, heads: 12 }), {
  size: 30_522,
  pad: 0,
});
const bert = shapeOf(base, { kind: 'classification', labels: ['0', '1'] });
/** Weights of the layers of BERT-base, and of its other matrices: pooler, classifier, and the three embeddings. */
const LAYERS = 12 * 12 * 768 ** 2;
const OTHERS = 768 ** 2 + 768 * 2 + (30_522 + 128 + 2) * 768;

const estimate = (plain: object) => estimateCompression(plugin, bert, checkConfig(DeepCompressionConfig, plain)).bytes;

const saved = (plain: object) => {
  const { before, after } = estimate(plain);
  return before - after;
};

describe('the plan', () => {
  it('says the most bytes: codes of the bits, and gaps by the best Rice code', () => {
    const { atMost } = estimate({ sparsity: 0.9, bits: 5 });
    expect(atMost).toBe(true);
    // Nine zeros before a weight: 1 + 3 bits for each weight, and one for each eight zeros
    const gaps = 0.1 * 4.056 + 0.9 / 8;
    const bits = (0.1 * 5 + gaps) * LAYERS + 5 * OTHERS;
    expect(saved({ sparsity: 0.9, bits: 5 }) / (4 * (LAYERS + OTHERS) - bits / 8)).toBeCloseTo(1, 3);
  });

  it('counts a code for every weight where nothing is pruned', () => {
    const expected = 4 * (LAYERS + OTHERS) - ((LAYERS + OTHERS) * 3) / 8;
    expect(saved({ sparsity: 0, bits: 3 }) / expected).toBeCloseTo(1, 3);
  });

  it('says which key names a weight that there is not', () => {
    expect(() => estimate({ prune: ['layer'] })).toThrow('prune');
    expect(() => estimate({ include: ['layer'] })).toThrow('include');
  });
});

describe('the config', () => {
  it('wants a step of training after pruning and one after sharing', () => {
    const check = (steps: number) => () => checkConfig(DeepCompressionConfig, { finetune: { stop: { steps } } });
    expect(check(1)).toThrow('finetune.stop');
    expect(check(2)).not.toThrow();
  });

  it('says that nothing is trained without fine-tuning', () => {
    expect(checkConfig(DeepCompressionConfig, { trains: 'weights' }).withoutEffect()).toMatchObject([
      { key: 'trains' },
    ]);
    expect(checkConfig(DeepCompressionConfig, {}).withoutEffect()).toEqual([]);
  });
});
