import { afterAll, describe, expect, it } from '@jest/globals';
import { type Tensor, tf } from '#engine';
import { disposeModel } from '#models';
import { finetuneConfig, tinyTraining } from '../fixtures/tiny-training.js';
import { train } from '../train.js';
import { depthsOf } from './depth.js';

const { tuning, dispose } = await tinyTraining();
afterAll(dispose);

const LAYER = 'bert.encoder.layer.0.output.dense.weight';
const TABLE = 'bert.embeddings.word_embeddings.weight';
const POOLER = 'bert.pooler.dense.weight';

/** The values of all parameters after one step. */
async function trained(keys: object): Promise<ReadonlyMap<string, Float32Array>> {
  const usual = { warmup: 0, learning_rate: 0.1, dropout: 0, weight_decay: 0, evaluations: 0 };
  const { model } = await train(tuning({ config: finetuneConfig({ steps: 1 }, { ...usual, ...keys }) }));
  const values = [...model.parameters].map(([name, { value }]) => [name, Float32Array.from(value.dataSync())] as const);
  disposeModel(model);
  return new Map(values);
}

const start = await trained({ learning_rate: 0 });

/** How far one step moves a parameter at most. */
async function moves(keys: object): Promise<(name: string) => number> {
  const after = await trained(keys);
  return (name) =>
    start.get(name)!.reduce((most, value, i) => Math.max(most, Math.abs(after.get(name)![i] - value)), 0);
}

it('the depth of a parameter is that of its layer, between embeddings and head', () => {
  const names = ['e.word', 'e.norm', 'x.layer.0.a', 'x.layer.1.a', 'x.layer.11.b', 'x.norm', 'pooler.dense'];
  const { of, most } = depthsOf(names);
  expect([...names.map(of), most]).toEqual([0, 0, 1, 2, 12, 13, 13, 13]);
});

describe('in training', () => {
  it('the learning rate of a layer is a share of that of the layer above it', async () => {
    const [even, decayed] = [await moves({ optimizer: 'sgd' }), await moves({ optimizer: 'sgd', layer_decay: 0.5 })];
    // One layer: a half for it, a quarter for the embeddings
    for (const [name, share] of [
      [POOLER, 1],
      [LAYER, 0.5],
      [TABLE, 0.25],
    ] as const) {
      expect([name, decayed(name) / even(name)]).toEqual([name, expect.closeTo(share, 3)]);
    }
  });

  it('what is frozen stays as it was to the bit', async () => {
    const moved = await moves({ freeze: ['bert.embeddings.*', '*.output.dense.weight'] });
    expect([TABLE, LAYER].map(moved)).toEqual([0, 0]);
    expect(moved(POOLER)).toBeGreaterThan(0);
  });

  it('what is not to decay does not', async () => {
    const still = { learning_rate: 1e-3, optimizer: 'sgd', clip_norm: 1e-9, weight_decay: 10 };
    const [all, without] = [await moves(still), await moves({ ...still, no_decay: ['*embeddings*'] })];
    expect(all(TABLE)).toBeGreaterThan(1e-4);
    expect(without(TABLE)).toBeLessThan(1e-6);
    expect(without(LAYER)).toBe(all(LAYER));
  });

  it.each(['muon', 'adafactor'])('%s moves tensors of a method, too', async (optimizer) => {
    const gate = tf.variable(tf.ones([16, 1]));
    const reparametrize = (name: string, weight: Tensor) => (name === LAYER ? tf.mul(weight, gate) : weight);
    const hooks = { reparametrize, state: { trained: new Map([['gate', gate]]) } };
    const config = finetuneConfig({ steps: 2 }, { optimizer: optimizer as never, warmup: 0, evaluations: 0 });
    disposeModel((await train(tuning({ config, hooks }))).model);
    expect([...gate.dataSync()]).not.toContain(1);
    gate.dispose();
  });

  it('muon moves the matrices of layers, by its own learning rate, and adamw all others', async () => {
    const [own, adamw] = [await moves({ optimizer: 'muon', muon_learning_rate: 0.02 }), await moves({})];
    for (const name of [TABLE, POOLER]) expect(own(name)).toBeCloseTo(adamw(name), 6);
    // Singular values of at most 1.3, 0.2 times the root of the larger side
    expect(own(LAYER)).toBeLessThan(0.02 * 0.2 * Math.sqrt(64) * 1.3);
    expect(own(LAYER)).toBeGreaterThan(0);
  });
});
