import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { AdamW, random, type Scalar, tf, valueAndGradients } from '#engine';
import { disposeModel, layerParts } from '#models';
import { L0PruningConfig } from './config.js';
import { gatesOf } from './gates.js';
import plugin from './index.js';
import { multiplierOf } from './multiplier.js';

const withFixture = fixtures();
const [FIRST, SECOND] = ['bert.encoder.layer.0', 'bert.encoder.layer.1'];

const configOf = (plain: object) =>
  checkConfig(L0PruningConfig, { finetune: { stop: { steps: 4 }, learning_rate: 1e-3 }, ...plain });

describe('gates', () => {
  it('stand on all inputs of a head, and leave other weights alone', () =>
    withFixture(async ({ model }) => {
      const gates = gatesOf(model.config, configOf({ gate_rate: 1 }));
      const own = gates.trained.get(`${FIRST}.gates`)!;
      tf.tidy(() => own.assign(tf.tensor1d([-9, 0, 9])));
      const name = `${FIRST}.attention.output.dense.weight`;
      const weight = model.parameters.get(name)!.value;
      const gated = Array.from(tf.tidy(() => gates.settled(name, weight).dataSync()));
      const before = weight.dataSync();
      const factors = [0, 0.5, 1];
      gated.forEach((value, i) => expect(value).toBeCloseTo(factors[Math.floor((i % 48) / 16)] * before[i], 6));
      const query = model.parameters.get(`${FIRST}.attention.self.query.weight`)!.value;
      expect(gates.settled('bert.encoder.layer.0.attention.self.query.weight', query)).toBe(query);
      gates.dispose();
    }));
});

describe('the multiplier', () => {
  it('rises while too many gates are open, and falls while too few are, to 0 at least', () => {
    const held = multiplierOf();
    const penalty = (open: number) => {
      const value = held.penalty(tf.scalar(open));
      const [number] = value.dataSync();
      value.dispose();
      return number;
    };
    held.follow(1, 0.5);
    expect(penalty(1)).toBeCloseTo(30 * 0.25, 5);
    held.follow(0.9, 0.5);
    // λ = 0.3 · 0.4, d = 0.3
    expect(penalty(0.8)).toBeCloseTo(0.12 * 0.3 + 30 * 0.09, 5);
    held.follow(0, 0.5);
    expect(penalty(0.6)).toBeCloseTo(30 * 0.01, 5);
    held.dispose();
  });
});

const STEPS = 150;

describe('gates under their penalty', () => {
  // A loss of -Σ c z: what a gate is worth is known
  it('close until as many are as is wanted, those that are worth least', () =>
    withFixture(async ({ model }) => {
      const gates = gatesOf(model.config, configOf({ gate_rate: 1 }));
      const held = multiplierOf();
      const worth = new Map([
        [FIRST, [0.3, 0.01, 0.2]],
        [SECOND, [0.02, 0.4, 0.25]],
      ]);
      const ones = tf.ones([1, 48]);
      const value = (layer: string, each: number[]) => {
        const z = gates.sampled(`${layer}.attention.output.dense.weight`, ones);
        const own = tf.mean(tf.reshape(z, [3, 16]), 1);
        return tf.sum(tf.mul(own, tf.tensor1d(each)));
      };
      const optimizer = new AdamW(gates.trained, { weightDecay: 0 });
      for (let step = 0; step < STEPS; step++) {
        gates.draw(random(7).derive(step));
        const { gradients } = valueAndGradients(() => {
          const sum = tf.addN([...worth].map(([layer, each]) => value(layer, each)));
          return tf.sub<Scalar>(held.penalty(gates.open()), sum as Scalar);
        }, gates.trained);
        optimizer.step(gradients, 0.1);
        tf.dispose([...gradients.values()]);
        held.follow(
          tf.tidy(() => gates.open().dataSync()[0]),
          1 - (2 / 6) * Math.min(1, (2 * step) / STEPS),
        );
      }
      expect(tf.tidy(() => gates.open().dataSync()[0])).toBeCloseTo(4 / 6, 1);
      const settled = (layer: string) => {
        const z = tf.tidy(() => gates.settled(`${layer}.attention.output.dense.weight`, ones).dataSync());
        return [z[0], z[16], z[32]];
      };
      expect([settled(FIRST), settled(SECOND)]).toEqual([
        [1, 0, 1],
        [0, 1, 1],
      ]);
      tf.dispose(ones);
      optimizer.dispose();
      held.dispose();
      gates.dispose();
    }));
});

describe('l0-pruning', () => {
  it.each([
    ['heads', 6, 0.5],
    ['neurons', 192, 0.25],
  ] as const)('removes the share of %s that it is asked for', (units, total, share) =>
    withFixture(async ({ model, dataset }) => {
      const context = createContext({ seed: 1, dataset });
      const { model: smaller } = await compressModel(plugin, model, configOf({ units, share }), context);
      const left = layerParts(smaller.config).reduce(
        (sum, { heads, inner }) => sum + (units === 'heads' ? heads : inner),
        0,
      );
      expect(left).toBe(total * (1 - share));
      disposeModel(smaller);
    }),
  );
});
