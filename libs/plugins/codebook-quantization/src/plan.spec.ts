import { describe, expect, it } from '@jest/globals';
import { estimateCompression } from '#compression';
import { checkConfig } from '#contracts';
import { architectureClass } from '#families';
import { newConfig, shapeOf } from '#models';
import { CodebookQuantizationConfig } from './config.js';
import plugin from './index.js';

const base = newConfig(checkConfig(architectureClass(), { layers: 12, hidden_size: 768, heads: 12 }), {
  size: 30_522,
  pad: 0,
});
const bert = shapeOf(base, { kind: 'classification', labels: ['0', '1'] });
/** Rows of BERT-base's matrices: query, key, value, output and the two of the feed-forward block of each layer, pooler,
 * classifier, and the three embeddings. */
const ROWS = 12 * (5 * 768 + 3072) + 768 + 2 + (30_522 + 128 + 2);
const WEIGHTS = 12 * 12 * 768 ** 2 + 768 ** 2 + 768 * 2 + (30_522 + 128 + 2) * 768;

const estimate = (plain: object) =>
  estimateCompression(plugin, bert, checkConfig(CodebookQuantizationConfig, plain)).bytes;

const saved = (plain: object) => {
  const { before, after } = estimate(plain);
  return before - after;
};

describe('the plan', () => {
  it('counts bits for each weight, and two or four bytes for each centroid', () => {
    const expected = (bytes: number) => 4 * WEIGHTS - (WEIGHTS / 2 + ROWS * 16 * bytes);
    expect(saved({ bits: 4 }) / expected(2)).toBeCloseTo(1, 3);
    expect(saved({ bits: 4, precision: 'float32' }) / expected(4)).toBeCloseTo(1, 3);
  });

  it('counts a scale for each group of NormalFloat 4, and 1.6 bits for each ternary weight', () => {
    const nf4 = { codebook: 'nf4', granularity: 'group', group_size: 64 };
    expect(saved(nf4) / (4 * WEIGHTS - (WEIGHTS / 2 + (2 * WEIGHTS) / 64))).toBeCloseTo(1, 3);
    expect(saved({ codebook: 'ternary' }) / (4 * WEIGHTS - (WEIGHTS / 5 + 2 * ROWS))).toBeCloseTo(1, 3);
  });

  it('says of codes by Huffman how large the file is at most', () => {
    expect(estimate({ bits: 3 }).atMost).toBe(false);
    expect(estimate({ bits: 3, coding: 'huffman' })).toMatchObject({ atMost: true });
    // The lengths of the codes take some bytes
    const [fixed, most] = [estimate({ bits: 3 }).after, estimate({ bits: 3, coding: 'huffman' }).after];
    expect(most / fixed).toBeCloseTo(1, 2);
  });

  it('refuses a codebook that takes more bytes than the weights', () => {
    const config = { bits: 8, granularity: 'group', group_size: 8, precision: 'float32' };
    expect(() => estimate(config)).toThrow('would not make the model smaller');
  });
});

describe('the config', () => {
  it('has centroids to train of k-means only', () => {
    const plain = { codebook: 'nf4', trains: 'centroids', finetune: { stop: { steps: 3 } } };
    expect(() => checkConfig(CodebookQuantizationConfig, plain)).toThrow('no centroids to train');
  });

  it('says which keys have no effect', () => {
    const keysOf = (plain: object) =>
      checkConfig(CodebookQuantizationConfig, plain)
        .withoutEffect()
        .map(({ key }) => key);
    expect(keysOf({})).toEqual([]);
    expect(keysOf({ codebook: 'ternary', bits: 3, embedding_bits: 8, group_size: 32, trains: 'weights' })).toEqual([
      'bits',
      'embedding_bits',
      'group_size',
    ]);
    expect(keysOf({ trains: 'centroids' })).toEqual(['trains']);
  });
});
