import { describe, expect, it } from '@jest/globals';
import { IntegerKey } from '#contracts';
import type { ModelShape } from '#families';
import { describePlugin } from './describe-plugin.js';
import { serviceOf } from './kind.js';
import { needsData } from './needed-inputs.js';
import { createRegistry } from './registry.js';

class Config {
  @IntegerKey('bits of a weight', { min: 2, max: 8 })
  readonly bits: number = 8;
}

const plugin = {
  id: 'rounding',
  version: '1.0.0',
  kind: 'quantization' as const,
  description: 'Rounds.',
  config: Config,
  example: { bits: 4 },
  needs: (config: Config) => ({ calibration: config.bits < 4 }),
  plan: (shape: ModelShape) => ({ shape }),
  apply: async (model: unknown) => model,
};

const thrownBy = (action: () => unknown) => {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

describe('createRegistry', () => {
  it('gives a plugin by its id and lists them in order', () => {
    const registry = createRegistry([
      { from: 'b', plugin },
      { from: 'a', plugin: { ...plugin, id: 'gating' } },
    ]);
    expect(registry.get('rounding')).toBe(plugin);
    expect(registry.list().map(({ id }) => id)).toEqual(['gating', 'rounding']);
  });

  it('names the nearest id for one that it does not have', () => {
    const registry = createRegistry([{ from: 'a', plugin }]);
    expect(thrownBy(() => registry.get('roundign'))).toMatchObject({
      code: 'PLUGIN_UNKNOWN',
      message: 'There is no plugin roundign. Did you mean rounding? Installed: rounding.',
      details: { nearest: 'rounding', allowed: ['rounding'] },
    });
  });

  it('refuses two plugins of one id, naming both homes', () => {
    const both = [
      { from: 'libs/plugins/a', plugin },
      { from: 'package-b', plugin: { ...plugin } },
    ];
    expect(thrownBy(() => createRegistry(both))).toMatchObject({
      code: 'PLUGIN_DUPLICATE',
      message: expect.stringContaining('libs/plugins/a and package-b'),
    });
  });

  it.each([
    ['no object', undefined, 'neither as default nor as `plugin`'],
    ['no id', { ...plugin, id: undefined }, 'id must be a string'],
    ['an id that is no name', { ...plugin, id: '../up' }, '"../up" is not a name'],
    ['a kind that does not exist', { ...plugin, kind: 'magic' }, 'kind must be one of pruning, quantization'],
    ['no functions', { ...plugin, plan: 1, apply: 2 }, 'plan must be a function of a shape and a config; a'],
    ['an example that its config refuses', { ...plugin, example: { bits: 9 } }, 'example.bits: 9 is not an integer'],
  ])('refuses a plugin with %s', (_, wrong, message) => {
    expect(thrownBy(() => createRegistry([{ from: 'x', plugin: wrong }]))).toMatchObject({
      code: 'PLUGIN_INVALID',
      message: expect.stringContaining(message),
    });
  });
});

describe('a plugin', () => {
  it('of a number format belongs to quantization, all others to pruning', () => {
    const kinds = ['pruning', 'quantization', 'factorization', 'sharing', 'distillation'] as const;
    expect(kinds.map(serviceOf)).toEqual(['pruning', 'quantization', 'pruning', 'pruning', 'pruning']);
  });

  it('is described from its config class', () => {
    expect(describePlugin(plugin)).toMatchObject({
      id: 'rounding',
      service: 'quantization',
      example: { bits: 4 },
      keys: [{ key: 'bits', allowed: 'an integer from 2 to 8', default: '8', description: 'bits of a weight' }],
    });
  });

  it('may need data for some configs only', () => {
    expect([{ bits: 2 }, { bits: 8 }].map((config) => needsData(plugin, config))).toEqual([true, false]);
    expect(needsData({ ...plugin, needs: undefined }, { bits: 2 })).toBe(false);
  });
});
