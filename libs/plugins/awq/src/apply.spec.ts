import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { type Model, disposeModel, quantizeParameter } from '#models';
import { AwqConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();
const GRID = { bits: 3, granularity: 'group', group_size: 16, sentences: 32 } as const;

describe('awq', () => {
  const quantized = <T>(plain: object, look: (after: Model, before: Model) => T) =>
    withFixture(async ({ model, dataset }) => {
      const config = checkConfig(AwqConfig, { ...GRID, ...plain });
      const result = await compressModel(plugin, model, config, createContext({ seed: 1, dataset }));
      const seen = look(result.model, model);
      disposeModel(result.model);
      return seen;
    });

  it('rounds all but what it looks at to nearest, and leaves norms', () =>
    quantized({ range: 'min-max' }, (after, before) => {
      for (const { name, role, value, encoding } of after.parameters.values()) {
        const own = before.parameters.get(name)!;
        const isMatrix = role === 'linear' || role === 'embedding';
        expect([name, encoding?.grid?.bits]).toEqual([name, isMatrix ? 3 : undefined]);
        if (!isMatrix || name.includes('.encoder.')) continue;
        const nearest = quantizeParameter(own, { bits: 3, granularity: 'group', groupSize: 16, symmetric: true });
        expect(value.dataSync()).toEqual(nearest.value.dataSync());
        nearest.value.dispose();
      }
    }));

  it('scales the values of attention where norms follow the sub-layers, their biases, too', () =>
    quantized({ clip: false }, (after, before) => {
      const changed = [...after.parameters.values()]
        .filter(({ name, role, value }) => {
          const own = before.parameters.get(name)!.value.dataSync();
          return role === 'bias' && value.dataSync().some((each, i) => each !== own[i]);
        })
        .map(({ name }) => name);
      expect(changed.every((name) => name.includes('.value.'))).toBe(true);
    }));

  it('narrows ranges where it is to', async () => {
    const scalesOf = (after: Model) =>
      Array.from(after.parameters.get('bert.encoder.layer.0.intermediate.dense.weight')!.encoding!.grid!.scales);
    const [whole, narrowed] = [await quantized({ clip: false }, scalesOf), await quantized({}, scalesOf)];
    expect(narrowed.every((scale, i) => scale <= whole[i])).toBe(true);
    expect(narrowed.filter((scale, i) => scale < whole[i]).length).toBeGreaterThan(whole.length / 2);
  });
});
