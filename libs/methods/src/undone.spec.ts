import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { architectureClass } from '#families';
import { type EncodingSpec, type ModelShape, newConfig, shapeOf } from '#families';
import { undoneBy } from './undone.js';

const architecture = checkConfig(architectureClass(), { layers: 1, hidden_size: 8, heads: 2 });
const dense = shapeOf(newConfig(architecture, { size: 50, pad: 0 }), { kind: 'none' });
const WEIGHT = 'bert.encoder.layer.0.output.dense.weight';

/** The model with its linear weights held so. */
const held = (encoding?: EncodingSpec, nonZeros?: number): ModelShape => ({
  ...dense,
  parameters: dense.parameters.map((parameter) =>
    parameter.role === 'linear' ? { ...parameter, encoding, ...(nonZeros !== undefined && { nonZeros }) } : parameter,
  ),
});

const grid = (bits: number) => ({ bits, granularity: 'tensor', symmetric: true }) as const;

const FIRST = 'bert.encoder.layer.0.attention.self.query.weight and 5 other weights';

describe('undoneBy', () => {
  it('finds nothing in a step that adds to those before it', () => {
    expect(undoneBy(dense, held({ sparse: true }, 10))).toEqual([]);
    expect(undoneBy(held({ sparse: true }, 10), held({ sparse: true, grid: grid(4) }, 10))).toEqual([]);
    expect(undoneBy(held({ grid: grid(8) }), held({ grid: grid(4) }))).toEqual([]);
  });

  it('finds zeros that are not kept, and weights that leave their grid or grow', () => {
    expect(undoneBy(held({ sparse: true }, 10), held({ grid: grid(2) }))).toEqual([
      `${FIRST} will lose zeros in later training, which undoes pruning`,
    ]);
    expect(undoneBy(held({ grid: grid(4) }), held())).toEqual([
      `${FIRST} will be float32 again, which undoes quantization`,
      `${FIRST} will take more bytes than before`,
    ]);
    expect(undoneBy(held({ grid: grid(4) }), held({ grid: grid(8) }))).toEqual([
      `${FIRST} will take more bytes than before`,
    ]);
  });

  it('finds weights that are gone with their zeros', () => {
    const pruned = held({ sparse: true }, 10);
    const without = { ...pruned, parameters: pruned.parameters.filter(({ name }) => name !== WEIGHT) };
    expect(undoneBy(pruned, without)).toEqual([`${WEIGHT} will lose zeros in later training, which undoes pruning`]);
  });
});
