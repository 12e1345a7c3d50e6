import { describe, expect, it } from '@jest/globals';
import { estimateCompression } from '#compression';
import { checkConfig } from '#contracts';
import { architectureClass } from '#families';
import { newConfig, shapeOf } from '#models';
import { UniformQuantizationConfig } from './config.js';
import plugin from './index.js';

const base = newConfig(checkConfig(architectureClass(), { layers: 12, hidden_size: 768, heads: 12 }), {
  size: 30_522,
  pad: 0,
});
const bert = shapeOf(base, { kind: 'classification', labels: ['0', '1'] });
/** Weights of BERT-base in matrices: layers, pooler, classifier, and the three embeddings. */
const WEIGHTS = 12 * 12 * 768 ** 2 + 768 ** 2 + 768 * 2 + (30_522 + 128 + 2) * 768;

const saved = (plain: object) => {
  const { bytes } = estimateCompression(plugin, bert, checkConfig(UniformQuantizationConfig, plain));
  return bytes.before - bytes.after;
};

describe('the plan', () => {
  it('counts bits for each weight, and four bytes for each scale', () => {
    const groups = WEIGHTS / 64;
    const expected = 4 * WEIGHTS - (WEIGHTS / 2 + 4 * groups);
    expect(saved({ bits: 4, granularity: 'group' }) / expected).toBeCloseTo(1, 3);
    expect(saved({ bits: 2, granularity: 'tensor' }) / (4 * WEIGHTS - WEIGHTS / 4)).toBeCloseTo(1, 3);
  });

  it('counts a byte more for each scale that has a zero point', () => {
    const plain = { bits: 8, granularity: 'group', group_size: 32 };
    const difference = saved(plain) - saved({ ...plain, symmetric: false });
    expect(difference / (WEIGHTS / 32)).toBeCloseTo(1, 2);
  });

  it('names the runtime that gains by it, though no operation is saved', () => {
    const { operations, faster } = estimateCompression(
      plugin,
      bert,
      checkConfig(UniformQuantizationConfig, { bits: 4 }),
    );
    expect(faster).toEqual([expect.stringContaining('ONNX Runtime')]);
    expect(operations.after).toBe(operations.before);
  });

  it('refuses to quantize what takes no more bytes already', () => {
    const config = checkConfig(UniformQuantizationConfig, { bits: 8 });
    const parameters = bert.parameters.map((parameter) =>
      parameter.role === 'linear' || parameter.role === 'embedding'
        ? { ...parameter, encoding: { grid: { bits: 8, granularity: 'channel', symmetric: true } as const } }
        : parameter,
    );
    expect(() => estimateCompression(plugin, { ...bert, parameters }, config)).toThrow(
      'codes of 8 bits with a scale for each channel',
    );
  });
});
