import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { checkConfig, TrainConfig } from '#contracts';
import { AdamW, tf } from '#engine';
import { disposeModel, type HeadedConfig, readModel } from '#models';
import { batchOf, translationBatch } from '#text';
import { learningRate } from './schedule/learning-rate.js';
import { trainedWeights } from './trained-weights.js';
import { trainStep } from './train-step.js';

const { pairs, models } = JSON.parse(readFileSync(new URL('fixtures/translation.json', import.meta.url), 'utf8')) as {
  readonly pairs: readonly (readonly [number[], number[]])[];
  readonly models: Readonly<Record<string, readonly { loss: number; gradient_norm: number; lr: number }[]>>;
};
const folder = new URL('../../families/src/families/', import.meta.url).pathname;
/** Id of the token that targets begin with; Transformers does not train the embedding of padding, which begins Marian's own. */
const START = 2;

/* The gradient of the keys' biases is zero but for rounding, by which Adam moves them as far as all others: after some steps the norms
 * of float32 differ, those of PyTorch itself too. */
it.each(Object.entries(models))(
  '8 steps of translation reproduce PyTorch’s losses and learning rates, and its first gradient norms: %s',
  async (name, steps) => {
    const before = tf.memory().numTensors;
    const model = await readModel(folder + name);
    const texts = pairs.flat();
    const starts = new Int32Array(texts.length + 1);
    texts.forEach(({ length }, i) => (starts[i + 1] = starts[i] + length));
    const ids = Int32Array.from(texts.flat());
    const split = { sentences: texts.length, tokens: ids.length, ids, starts, together: 2 };
    const sentences = texts.length / steps.length;
    const trained = trainedWeights(model, undefined);
    const optimizer = new AdamW(trained.variables, { beta2: 0.98, weightDecay: 0, clipNorm: 1 });
    const config = checkConfig(TrainConfig, { stop: { steps: steps.length }, learning_rate: 1e-3, warmup: 0.25 });
    const losses: number[] = [];
    const norms: number[] = [];
    for (const [step, expected] of steps.entries()) {
      const rate = learningRate(config, { done: step / steps.length, step });
      expect(rate).toBeCloseTo(expected.lr, 10);
      const rows = Int32Array.from({ length: sentences }, (_, i) => step * sentences + i);
      const batch = translationBatch(batchOf(split, rows), START);
      const options = { learningRate: rate, dropout: () => undefined, labelSmoothing: config.label_smoothing };
      const { loss, gradientNorm } = trainStep(model as HeadedConfig, trained, optimizer, [batch], options);
      losses.push(Math.abs(loss / expected.loss - 1));
      norms.push(Math.abs(gradientNorm / expected.gradient_norm - 1));
    }
    expect(Math.max(...losses)).toBeLessThan(5e-5);
    expect(Math.max(...norms.slice(0, 2))).toBeLessThan(5e-5);
    optimizer.dispose();
    trained.dispose();
    disposeModel(model);
    expect(tf.memory().numTensors).toBe(before);
  },
);
