import { expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { AdamW, random, tf } from '#engine';
import { architectureClass, type ModelConfig } from '#families';
import { createModel, disposeModel, type HeadedConfig, newConfig } from '#models';
import { type Batch, batchOf, translationBatch } from '#text';
import { trainedWeights } from './trained-weights.js';
import { trainStep } from './train-step.js';

const [PAD, START, END, FIRST] = [1, 2, 3, 4];
const STEPS = 60;

/** Short texts of 12 different tokens and the same backwards. */
function batches(): Batch[] {
  const numbers = random(1);
  const text = () => Array.from({ length: 2 + numbers.integer(5) }, () => FIRST + numbers.integer(12));
  return Array.from({ length: STEPS }, () => {
    const texts = Array.from({ length: 16 }, text).flatMap((own) => [
      [...own, END],
      [...own.toReversed(), END],
    ]);
    const starts = [0];
    for (const { length } of texts) starts.push(starts.at(-1)! + length);
    const ids = Int32Array.from(texts.flat());
    const split = { sentences: texts.length, tokens: ids.length, ids, starts: Int32Array.from(starts), together: 2 };
    return translationBatch(batchOf(split, [...texts.keys()]), START);
  });
}

/** Losses of the steps of a new model, without warmup. */
function losses(family: string): number[] {
  const shape = { family, layers: 20, decoder_layers: 2, hidden_size: 32, heads: 4, ffn_size: 64, max_positions: 16 };
  const config = newConfig(checkConfig(architectureClass(shape), shape), {
    size: 16,
    pad: PAD,
    start: START,
    end: END,
  });
  // Both from the weights that norms before the sub-layers begin with
  const model = createModel(
    { ...config, init_std: shape.hidden_size ** -0.5 } as ModelConfig,
    { kind: 'seq2seq-lm' },
    1,
  );
  const trained = trainedWeights(model, undefined);
  const optimizer = new AdamW(trained.variables, { beta2: 0.98, weightDecay: 0, clipNorm: 1 });
  const options = { learningRate: 0.002, dropout: () => undefined, labelSmoothing: 0 };
  const found = batches().map((batch) => trainStep(model as HeadedConfig, trained, optimizer, [batch], options).loss);
  optimizer.dispose();
  trained.dispose();
  disposeModel(model);
  return found;
}

const meanOfLast = (all: readonly number[]) => all.slice(-10).reduce((sum, loss) => sum + loss, 0) / 10;

/* Wang et al. 2019, arXiv 1906.01787: with norms before the sub-layers 20 encoder layers learn, with norms after them gradients
 * vanish on the way, and the model learns no more than which tokens there are: ln 12 = 2.48 for each. */
it('20 encoder layers learn from the first step with norms before the sub-layers, and not with norms after them', () => {
  const before = tf.memory().numTensors;
  const [preNorm, postNorm] = ['m2m_100', 'marian'].map(losses);
  expect(preNorm.every(Number.isFinite)).toBe(true);
  expect(meanOfLast(preNorm)).toBeLessThan(2.2);
  expect(meanOfLast(postNorm)).toBeGreaterThan(2.3);
  expect(tf.memory().numTensors).toBe(before);
});
