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

  it.each([
    [{ block: '16x16' }, 'bert.encoder.layer.0.attention.self.query.weight [24, 24]', '16 outputs by 16 inputs'],
    [
      { pattern: '4:8', include: ['*.output.dense.weight'] },
      'bert.encoder.layer.0.output.dense.weight [24, 36]',
      '8 inputs',
    ],
  ])('refuses a matrix that is not made up of whole groups: %j', (plain, matrix, groups) => {
    const keys = { layers: 1, hidden_size: 24, heads: 2, ffn_size: 36 };
    const small = newConfig(checkConfig(architectureClass(), keys), { size: 100, pad: 0 });
    const shape = shapeOf(small, { kind: 'classification', labels: ['0', '1'] });
    const plan = () => estimateCompression(plugin, shape, config({ sparsity: 0.6, ...plain }));
    expect(plan).toThrow(expect.objectContaining({ code: 'PLUGIN_REFUSED' }));
    expect(plan).toThrow(matrix);
    expect(plan).toThrow(groups);
  });

  it('counts the zeros of a pattern, of blocks and of rates', () => {
    const bytesOf = (plain: object) => estimateCompression(plugin, bert, config(plain)).bytes.after;
    expect(bytesOf({ pattern: '1:4' })).toBe(bytesOf({ sparsity: 0.75 }));
    expect(bytesOf({ block: '16x16', sparsity: 0.75 })).toBe(bytesOf({ sparsity: 0.75 }));
    expect(bytesOf({ rates: { '*': 0.75 } })).toBe(bytesOf({ sparsity: 0.75, scope: 'tensor' }));
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
