import { describe, expect, it } from '@jest/globals';
import { IntegerKey, NumberKey, TlcError, checkConfig } from '#contracts';
import { FAMILIES, type ModelShape, shapeOf } from '#families';
import type { CompressionMethod } from '../method.js';
import { createRegistry } from '../registry.js';
import { choosePlugin } from '../choose-plugin.js';
import { searchedStrengths } from './candidates.js';
import { TargetConfig } from './config.js';
import { plannedStrengths, strengthValues } from './strength.js';

class Config {
  @IntegerKey('bits', { min: 2, max: 8 })
  readonly bits: number = 4;

  @NumberKey('share', { min: 0, max: 1 })
  readonly share: number = 0.5;
}

/** Stores matrices by codes; 7 bits it refuses. */
const method = (strength: CompressionMethod['strength']): CompressionMethod => ({
  id: 'codes',
  version: '1.0.0',
  kind: 'quantization',
  description: 'Stores matrices by codes.',
  config: Config,
  example: {},
  ...(strength && { strength }),
  plan(shape, config) {
    const { bits } = config as Config;
    if (bits === 7) throw new TlcError('PLUGIN_REFUSED', 'not 7 bits');
    const grid = { bits, granularity: 'channel', symmetric: true } as const;
    const parameters = shape.parameters.map((own) => (own.role === 'linear' ? { ...own, encoding: { grid } } : own));
    return { shape: { ...shape, parameters } };
  },
});

const bits = method({ key: 'bits', stronger: 'less' });

function shape(): ModelShape {
  const family = FAMILIES.find(({ id }) => id === 'bert')!;
  const sizes = { family: 'bert', layers: 1, hidden_size: 32, heads: 2, ffn_size: 64, max_positions: 8 };
  const config = family.newConfig(checkConfig(family.architecture, sizes), { size: 20, pad: 0 });
  return shapeOf(config, { kind: 'none' });
}

const target = (plain: object) => checkConfig(TargetConfig, plain);

describe('the strengths of a method', () => {
  it('go from the weakest to the strongest through the range of its key', () => {
    expect(strengthValues(bits)).toEqual([8, 7, 6, 5, 4, 3, 2]);
    const shares = strengthValues(method({ key: 'share', stronger: 'more' }));
    expect([shares.length, shares[0], shares[32], shares[64]]).toEqual([65, 0, 0.5, 1]);
  });

  it('are without those that it refuses', () => {
    expect(plannedStrengths(bits, shape(), {}).map(({ value }) => value)).toEqual([8, 6, 5, 4, 3, 2]);
  });

  it('for bytes are the weakest that the plan says to be small enough', () => {
    const all = plannedStrengths(bits, shape(), {});
    const { bytes } = all[3].estimate;
    const found = searchedStrengths(bits, shape(), {}, target({ bytes: bytes.after + 1 }));
    expect(found.map(({ value }) => value)).toEqual([4]);
    expect(() => searchedStrengths(bits, shape(), {}, target({ bytes: 100 }))).toThrow(
      `with bits 2 it makes ${all.at(-1)!.estimate.bytes.after} bytes, the fewest`,
    );
    expect(searchedStrengths(bits, shape(), {}, target({ quality_loss: 1 }))).toHaveLength(6);
  });
});

describe('a plugin whose strength is searched for', () => {
  const registry = (plugin: CompressionMethod) =>
    createRegistry([{ from: 'here', plugin: { ...plugin, apply: () => 0 } }]);

  it('is chosen with the rest of its config, which has no strength', () => {
    expect(choosePlugin(registry(bits), 'codes', { share: 0.2 }, 'config', true).config).toEqual({ share: 0.2 });
    expect(() => choosePlugin(registry(bits), 'codes', { bits: 3 }, 'config', true)).toThrow(
      'config.bits has no place beside target',
    );
  });

  it('says which key it is, a number within bounds', () => {
    expect(() => choosePlugin(registry(method(undefined)), 'codes', {}, 'config', true)).toThrow(
      'codes says of none of its keys that it is its strength',
    );
    expect(() => registry(method({ key: 'bit', stronger: 'less' }))).toThrow('strength: bit must be a key of config');
  });
});

it('a target is one of bytes, speedup, latency and quality_loss', () => {
  expect(() => target({})).toThrow('give one of bytes, speedup, latency, quality_loss');
  expect(() => target({ bytes: 5, latency: 2 })).toThrow('not bytes and latency');
});
