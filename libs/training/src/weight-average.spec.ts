import { afterAll, expect, it } from '@jest/globals';
import { type Tensor, tf, type Variable } from '#engine';
import { disposeModel } from '#models';
import { finetuneConfig, tinyTraining } from './fixtures/tiny-training.js';
import { train } from './train.js';
import { weightAverage } from './weight-average.js';

const { tuning, dispose } = await tinyTraining();
afterAll(dispose);

it('is the exponential moving average, with less of the past in the first steps', () => {
  const weights = new Map<string, Variable>([['w', tf.variable(tf.tensor1d([1, 2]))]]);
  const average = weightAverage(0.2, weights);
  weights.get('w')!.assign(tf.tensor1d([3, 4]));
  average.afterStep(1);
  // 2 / 11 < 0.2
  const first = [(1 * 2 + 3 * 9) / 11, (2 * 2 + 4 * 9) / 11];
  expect([...average.variables.get('w')!.dataSync()]).toEqual(first.map((x) => expect.closeTo(x, 5)));
  average.afterStep(100);
  const second = first.map((x, i) => 0.2 * x + 0.8 * [3, 4][i]);
  average.swap();
  expect([...weights.get('w')!.dataSync()]).toEqual(second.map((x) => expect.closeTo(x, 5)));
  average.swap();
  expect([...weights.get('w')!.dataSync()]).toEqual([3, 4]);
  average.dispose();
});

it('is what training results in, and changes nothing of the training itself', async () => {
  const seen = new Map<number, Float32Array[]>();
  const of = async (average: number) => {
    const steps: Float32Array[] = [];
    const probe = (name: string, weight: Tensor) => {
      if (name === 'classifier.bias') steps.push(Float32Array.from(weight.dataSync()));
      return weight;
    };
    const config = finetuneConfig({ steps: 8 }, { average, learning_rate: 1e-2, evaluations: 8, dropout: 0 });
    const { model } = await train(tuning({ config, hooks: { reparametrize: probe } }));
    seen.set(average, steps.slice(0, 6));
    const result = Float32Array.from(model.parameters.get('classifier.bias')!.value.dataSync());
    disposeModel(model);
    return result;
  };
  const [last, averaged] = [await of(0), await of(0.9)];
  expect(averaged).not.toEqual(last);
  expect(seen.get(0.9)!.length).toBeGreaterThan(3);
});
