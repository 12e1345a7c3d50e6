import { describe, expect, it } from '@jest/globals';
import { estimateCompression } from '#compression';
import { checkConfig } from '#contracts';
import { newConfig, type ModelShape, shapeOf } from '#models';
import { architectureClass } from '#families';
import { MagnitudePruningConfig } from './config.js';
import plugin from './index.js';

const base = newConfig(checkConfig(architectureClass(), { layers: 12, hidden_size: 768, heads: 12 }), {
  size: 30_522,
  pad: 0,
});
const bert = shapeOf(base, { kind: 'classification', labels: ['0', '1'] });

const onGrid = (shape: ModelShape, bits: number): ModelShape => ({
  ...shape,
  parameters: shape.parameters.map((parameter) =>
    parameter.role === 'linear'
      ? { ...parameter, encoding: { grid: { bits, granularity: 'channel', symmetric: true } } }
      : parameter,
  ),
});

const config = (plain: object) => checkConfig(MagnitudePruningConfig, plain);

describe('the plan', () => {
  it('counts four bytes for each weight that is left and a bit for each that was there', () => {
    const { bytes } = estimateCompression(plugin, bert, config({ sparsity: 0.6 }));
    // 12 layers of 12 x 768^2
    const weights = 12 * 12 * 768 ** 2;
    const saved = 4 * weights - (4 * 0.4 * weights + weights / 8);
    expect((bytes.before - bytes.after) / saved).toBeCloseTo(1, 3);
  });

  it('knows that no runtime computes faster', () => {
    const { operations, faster } = estimateCompression(plugin, bert, config({ sparsity: 0.9 }));
    expect(operations.after).toBe(operations.before);
    expect(faster).toEqual([]);
  });

  it('refuses a sparsity that would make the file larger', () => {
    expect(() => estimateCompression(plugin, bert, config({ sparsity: 0.03 }))).toThrow(
      'would not make the model smaller',
    );
    expect(() => estimateCompression(plugin, bert, config({ sparsity: 0.035 }))).not.toThrow();
    expect(() => estimateCompression(plugin, onGrid(bert, 4), config({ sparsity: 0.24 }))).toThrow(
      '4-bit ones above 0.25',
    );
    expect(() => estimateCompression(plugin, onGrid(bert, 4), config({ sparsity: 0.26 }))).not.toThrow();
  });
});
