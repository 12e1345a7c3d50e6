import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { FAMILIES, type ModelConfig } from '#families';
import { type Model, createModel, disposeModel, layerParts, shapeOf } from '#models';
import { LayerDroppingConfig } from './config.js';
import plugin from './index.js';
import { keptLayers } from './layers.js';

const withFixture = fixtures();
const HEAD = { kind: 'classification', labels: ['no', 'yes'] } as const;

const dropped = async (model: Model, plain: object) =>
  compressModel(plugin, model, checkConfig(LayerDroppingConfig, plain), createContext({ seed: 1 }));

const valuesOf = (model: Model, name: string) => Array.from(model.parameters.get(name)!.value.dataSync());

/** A new model of four layers. */
function modelOf(family: string, change: object = {}): Model {
  const own = FAMILIES.find(({ id }) => id === family)!;
  const architecture = { family, layers: 4, hidden_size: 24, heads: 2, max_positions: 32 };
  const config = own.newConfig(checkConfig(own.architecture, architecture), { size: 50, pad: 0 });
  return createModel({ ...config, ...change } as ModelConfig, HEAD, 1);
}

describe('the strategies of Sajjad et al. (2020), of whose layers the first is 1', () => {
  it.each([
    ['top', 6, [7, 8, 9, 10, 11, 12]],
    ['bottom', 4, [1, 2, 3, 4]],
    ['symmetric', 6, [4, 5, 6, 7, 8, 9]],
    ['odd-alternate', 4, [5, 7, 9, 11]],
    ['even-alternate', 4, [6, 8, 10, 12]],
  ])('%s drops of twelve layers %i: %j', (strategy, count, gone) => {
    const kept = keptLayers(12, checkConfig(LayerDroppingConfig, { strategy, count }));
    expect(Array.from({ length: 12 }, (_, i) => i).filter((layer) => !kept.includes(layer))).toEqual(
      gone.map((layer) => layer - 1),
    );
  });

  it.each([
    [{ count: 12 }, 'PLUGIN_REFUSED', 'none would be left'],
    [{ count: 7, strategy: 'odd-alternate' }, 'CONFIG_WRONG_VALUE', 'at most 6'],
    [{ layers: [0, 12] }, 'CONFIG_WRONG_VALUE', 'from 0 to 11'],
  ])('refuses %j', (plain, code, message) => {
    expect(() => keptLayers(12, checkConfig(LayerDroppingConfig, plain))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });
});

describe('layer-dropping', () => {
  it('leaves a model that its family’s config describes: those that stay move up, with their own weights', () =>
    withFixture(async ({ model }) => {
      const { model: shorter, estimate } = await dropped(model, { layers: [0] });
      expect(shorter.config).toEqual({ ...model.config, num_hidden_layers: 1 });
      expect([...shorter.parameters.keys()]).toEqual(
        shapeOf(shorter.config, model.head).parameters.map(({ name }) => name),
      );
      const name = (layer: number) => `bert.encoder.layer.${layer}.output.dense.weight`;
      expect(valuesOf(shorter, name(0))).toEqual(valuesOf(model, name(1)));
      expect(estimate.operations.after).toBe(estimate.operations.before / 2);
      disposeModel(shorter);
    }));

  it('says by its structure what the family’s config cannot: local layers of ModernBERT in the places of global ones', async () => {
    // Layers 0 and 3 see all of a sentence
    const model = modelOf('modernbert');
    const cases: readonly [number[], ModelConfig][] = [
      [[3], { ...model.config, num_hidden_layers: 3 } as ModelConfig],
      [[1], { ...model.config, structure: { layers: [0, 2, 3] } }],
      [[0], { ...model.config, structure: { layers: [1, 2, 3] } }],
    ];
    for (const [layers, config] of cases) {
      const { model: shorter } = await dropped(model, { layers });
      expect(shorter.config).toEqual(config);
      disposeModel(shorter);
    }
    disposeModel(model);
  });

  it('of layers that share their parameters drops the use, and the parameters where no other uses them', async () => {
    const shared = modelOf('albert');
    const { model: shorter, estimate } = await dropped(shared, { count: 2 });
    expect(shorter.config).toEqual({ ...shared.config, num_hidden_layers: 2 });
    expect(estimate.bytes.after).toBe(estimate.bytes.before);
    expect(estimate.operations.after).toBe(estimate.operations.before / 2);
    const groups = modelOf('albert', { num_hidden_groups: 2 });
    const { model: first } = await dropped(groups, { count: 2 });
    expect(first.config.structure).toEqual({ layers: [0, 1] });
    expect([...first.parameters.keys()].some((name) => name.includes('groups.1'))).toBe(false);
    const { model: each } = await dropped(groups, { layers: [1, 3] });
    expect(each.config).toEqual({ ...groups.config, num_hidden_layers: 2 });
    for (const model of [shared, shorter, groups, first, each]) disposeModel(model);
  });

  it('says so of layers that are applied in several steps, each with a position of its own', async () => {
    const model = modelOf('universal-transformer');
    const steps = layerParts(model.config).length;
    const { model: shorter, estimate } = await dropped(model, { layers: [1] });
    const left = Array.from({ length: steps }, (_, layer) => layer).filter((layer) => layer !== 1);
    expect(shorter.config).toEqual({ ...model.config, structure: { layers: left } });
    expect(estimate.bytes.after).toBeLessThanOrEqual(estimate.bytes.before);
    expect(estimate.operations.after).toBe((estimate.operations.before * (steps - 1)) / steps);
    disposeModel(model);
    disposeModel(shorter);
  });

  it('drops again what was dropped before', async () => {
    const model = modelOf('modernbert');
    const { model: once } = await dropped(model, { layers: [1] });
    const { model: twice } = await dropped(once, { layers: [1] });
    // Layers 0 and 3, both of which see all, are no model of two layers, of which the second sees what is near
    expect(twice.config.structure).toEqual({ layers: [0, 3] });
    for (const one of [model, once, twice]) disposeModel(one);
  });
});

describe('LayerDroppingConfig', () => {
  it.each([
    [{}, 'give one of count and layers'],
    [{ count: 1, layers: [0] }, 'give one of count and layers, not both'],
    [{ count: 1, strategy: 'topp' }, 'strategy: "topp" is not one of'],
  ])('refuses %j', (plain, message) => {
    expect(() => checkConfig(LayerDroppingConfig, plain)).toThrow(message);
  });
});
