import { describe, expect, it } from '@jest/globals';
import { type Tensor2D, tf, valueAndGradients } from '#engine';
import { type Model, loss, weightsOf } from '#models';
import { fixtures, withoutSentences } from '../conformance/fixture.js';
import { createContext } from './create-context.js';
import type { LayerStatistics } from './statistics.js';

const withFixture = fixtures();
const UP = 'bert.encoder.layer.0.intermediate.dense';

/** Largest difference between two lists of numbers, as a share of the largest number. */
function difference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [most, off] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    most = Math.max(most, Math.abs(expected[i]));
    off = Math.max(off, Math.abs(found[i] - expected[i]));
  }
  return found.length === expected.length ? off / most : Infinity;
}

describe('statistics', () => {
  it('are the sums over all inputs of each linear layer, and leave nothing behind', () =>
    withFixture(async ({ model, dataset }) => {
      const context = createContext({ seed: 1, dataset });
      const inputs: Tensor2D[] = [];
      await context.observe(model, 2, {
        inputs: (layer, x) => void (layer === UP && inputs.push(tf.keep(tf.clone(x)))),
      });
      const all = tf.concat(inputs, 0) as Tensor2D;
      const before = tf.memory().numTensors;
      const layers: string[] = [];
      await context.statistics(
        model,
        { batches: 2, of: ['products', 'magnitudes', 'ranges'] },
        ({ layer, rows, ...sums }) => {
          layers.push(layer);
          expect(sums.squaredGradients).toBeUndefined();
          if (layer !== UP) return;
          tf.tidy(() => {
            expect(rows).toBe(all.shape[0]);
            expect(difference(sums.products!.dataSync(), tf.matMul(all, all, true).dataSync())).toBeLessThan(1e-5);
            expect(difference(sums.magnitudes!, tf.sum(tf.abs(all), 0).dataSync())).toBeLessThan(1e-5);
            expect(sums.ranges!.least).toEqual(tf.min(all, 0).dataSync());
            expect(sums.ranges!.greatest).toEqual(tf.max(all, 0).dataSync());
          });
        },
      );
      expect(tf.memory().numTensors).toBe(before);
      expect(layers).toHaveLength(2 * 6);
      expect(layers.slice(0, 6).every((layer) => layer.startsWith('bert.encoder.layer.0.'))).toBe(true);
      tf.dispose([all, ...inputs]);
    }));

  it('multiply the gradients of each block, one for each batch, and fill up the last block', () =>
    withFixture(async ({ model, dataset }) => {
      const context = createContext({ seed: 1, dataset });
      const name = `${UP}.weight`;
      const [block, batches, size] = [100, 20, 96 * 48];
      const own = tf.variable(model.parameters.get(name)!.value);
      const expected = new Float64Array(2 * block * block);
      for (const batch of [...context.batches('train', 3)].slice(0, batches)) {
        const others = weightsOf(model);
        const { gradients } = valueAndGradients(
          () => loss((each) => (each === name ? own : others(each)), model, batch),
          new Map([[name, own]]),
        );
        const g = gradients.get(name)!.dataSync();
        // The first block and the last, which has 8 weights
        [0, 46].forEach((from, place) => {
          for (let i = 0; i < block; i++) {
            for (let j = 0; j < block; j++) {
              const [a, b] = [from * block + i, from * block + j];
              if (Math.max(a, b) < size) expected[(place * block + i) * block + j] += g[a] * g[b];
            }
          }
        });
        tf.dispose([...gradients.values()]);
      }
      own.dispose();
      const before = tf.memory().numTensors;
      const request = { batches, sentences: 3, of: ['outer-products'] as const, block, layers: new Set([UP]) };
      await context.statistics(model, request, ({ outerProducts }) => {
        expect(outerProducts!.count).toBe(batches);
        expect(outerProducts!.sum.shape).toEqual([47, block, block]);
        const found = outerProducts!.sum.dataSync();
        const both = [...found.subarray(0, block ** 2), ...found.subarray(46 * block ** 2)];
        expect(difference(both, expected)).toBeLessThan(1e-5);
      });
      expect(tf.memory().numTensors).toBe(before);
    }));

  it('see what was changed of the layers before', () =>
    withFixture(async ({ model, dataset }) => {
      const context = createContext({ seed: 1, dataset });
      const parameters = new Map(model.parameters);
      const changing = { ...model, parameters };
      const gather = async (use: (statistics: LayerStatistics) => void) => {
        let last = new Float32Array();
        await context.statistics(changing, { batches: 1, of: ['ranges'] }, (statistics) => {
          use(statistics);
          last = statistics.ranges!.greatest as Float32Array<ArrayBuffer>;
        });
        return last;
      };
      const name = `${UP}.weight`;
      const own = parameters.get(name)!;
      const zeros = tf.zerosLike(own.value);
      const whole = await gather(() => undefined);
      const changed = await gather(({ layer }) => {
        if (layer === UP) parameters.set(name, { ...own, value: zeros });
      });
      zeros.dispose();
      expect(changed).not.toEqual(whole);
    }));

  it('are, after every change, those of the changed model from its beginning', () =>
    withFixture(async ({ model, dataset }) => {
      const context = createContext({ seed: 1, dataset });
      const parameters = new Map(model.parameters);
      const request = { batches: 2, of: ['products', 'squares'] as const };
      const found = new Map<string, ArrayLike<number>>();
      const halved: Tensor2D[] = [];
      const before = tf.memory().numTensors;
      await context.statistics({ ...model, parameters }, request, ({ layer, products }) => {
        found.set(layer, Float32Array.from(products!.dataSync()));
        const own = parameters.get(`${layer}.weight`)!;
        const value = tf.mul<Tensor2D>(own.value, 0.5);
        halved.push(value);
        parameters.set(own.name, { ...own, value });
      });
      expect(tf.memory().numTensors).toBe(before + halved.length);
      // The inputs of a layer come from changed layers before it; its neighbours were changed after they were looked at
      await context.statistics({ ...model, parameters }, request, ({ layer, products, squares }) => {
        if (!layer.endsWith('attention.self.query')) return;
        expect(Float32Array.from(products!.dataSync())).toEqual(found.get(layer));
        squares!.forEach((square, i) => expect(square / products!.arraySync()[i][i]).toBeCloseTo(1, 4));
      });
      tf.dispose(halved);
    }));

  it('are shared by layers of one input, and only of those that are asked for', () =>
    withFixture(async ({ model, dataset }) => {
      const context = createContext({ seed: 1, dataset });
      const seen = new Map<string, Tensor2D>();
      const own = (part: string) => `bert.encoder.layer.1.attention.self.${part}`;
      const layers = new Set([own('key'), own('value'), UP]);
      await context.statistics(model, { batches: 1, of: ['products'], layers }, ({ layer, products }) => {
        seen.set(layer, products!);
      });
      expect([...seen.keys()]).toEqual([UP, own('key'), own('value')]);
      expect(seen.get(own('key'))).toBe(seen.get(own('value')));
    }));

  it('refuse a split without sentences', () =>
    withFixture(async ({ model, dataset }) => {
      const context = createContext({ seed: 1, dataset: withoutSentences(dataset) });
      const gathering = context.statistics(model, { batches: 1, of: ['squares'] }, () => undefined);
      await expect(gathering).rejects.toMatchObject({ code: 'DATA_NO_SENTENCES' });
    }));

  it('sum the squared gradients of each batch, layer by layer', () =>
    withFixture(async ({ model, dataset }) => {
      const context = createContext({ seed: 1, dataset });
      const name = `${UP}.weight`;
      const variable = tf.variable(model.parameters.get(name)!.value);
      const own = weightsOf(model);
      const expected = new Float64Array(variable.size);
      let batches = 0;
      for (const batch of context.batches('train', 16)) {
        if (batches++ === 3) break;
        const weights = (asked: string) => (asked === name ? variable : own(asked));
        const { gradients } = valueAndGradients(() => loss(weights, model, batch), new Map([[name, variable]]));
        gradients
          .get(name)!
          .dataSync()
          .forEach((gradient, i) => (expected[i] += gradient ** 2));
        tf.dispose([...gradients.values()]);
      }
      variable.dispose();
      const before = tf.memory().numTensors;
      let found = new Float32Array();
      await context.statistics(model, { batches: 3, sentences: 16, of: ['gradients'] }, (statistics) => {
        if (statistics.layer === UP) found = Float32Array.from(statistics.squaredGradients!.dataSync());
      });
      expect(tf.memory().numTensors).toBe(before);
      expect(difference(found, expected)).toBeLessThan(1e-4);
    }));

  it('towards a reference are the products with what would give its hidden states', () =>
    withFixture(async ({ model: reference, dataset }) => {
      const context = createContext({ seed: 1, dataset });
      const parameters = new Map(reference.parameters);
      const model: Model = { ...reference, parameters };
      const at = (part: string) => `bert.encoder.layer.1.${part}`;
      const first = 'bert.encoder.layer.0.output.dense.weight';
      const own = parameters.get(first)!;
      const halved = tf.mul(own.value, 0.5);
      parameters.set(first, { ...own, value: halved });
      const inputsOf = async (one: Model) => {
        const found = new Map<string, Tensor2D>();
        await context.observe(one, 1, { inputs: (layer, x) => void found.set(layer, tf.keep(tf.clone(x))) });
        return found;
      };
      const [before, now] = [await inputsOf(reference), await inputsOf(model)];
      const tensors = tf.memory().numTensors;
      const seen: string[] = [];
      const request = { batches: 1, of: ['products'] as const, reference, apart: true };
      await context.statistics(model, request, ({ layer, targets }) => {
        // Of the layers whose output is added to a residual, what comes into the first layer of the block is the residual
        const residual = layer === at('attention.output.dense') ? at('attention.self.query') : at('intermediate.dense');
        if (![at('attention.output.dense'), at('output.dense')].includes(layer)) return;
        seen.push(layer);
        tf.tidy(() => {
          const weight = reference.parameters.get(`${layer}.weight`)!.value as Tensor2D;
          const output = tf.matMul(before.get(layer)!, weight, false, true);
          const wanted = tf.sub<Tensor2D>(tf.add(output, before.get(residual)!), now.get(residual)!);
          const expected = tf.matMul(now.get(layer)!, wanted, true, false);
          expect(difference(targets!.dataSync(), expected.dataSync())).toBeLessThan(1e-5);
        });
      });
      expect(seen).toEqual([at('attention.output.dense'), at('output.dense')]);
      expect(tf.memory().numTensors).toBe(tensors);
      tf.dispose([halved, ...before.values(), ...now.values()]);
    }));

  it('need data', () =>
    withFixture(async ({ model }) => {
      const gathering = createContext({ seed: 1 }).statistics(model, { batches: 1, of: ['ranges'] }, () => undefined);
      await expect(gathering).rejects.toMatchObject({ code: 'PIPELINE_MISSING_INPUT' });
    }));
});
