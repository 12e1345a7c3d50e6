import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkConfig } from '#contracts';
import { crossEntropy, floatsHeld, tf, valueAndGradients, type Tensor, type Tensor2D, type Variable } from '#engine';
import { architectureClass, count, declared, familyOf, newConfig, type Head, type Operations } from '#families';
import { computing } from './computing/computing.js';
import { passOver, type ForwardOptions } from './computing/pass.js';
import { createModel } from './create-model.js';
import { batchOf, type ExpectedAnswers } from './fixtures/expected-answers.js';
import { readModel } from './folder/read.js';
import { loss } from './loss.js';
import { disposeModel, type Model } from './model.js';

const FOLDER = fileURLToPath(new URL('../../families/src/families/', import.meta.url));
const FAMILIES = ['roberta-prelayernorm', 'modernbert'];
const HEAD: Head = { kind: 'classification', labels: ['sad', 'calm', 'glad'] };

/** The same layers by operations whose tape keeps everything. */
const keepingAll = (on: Operations<Tensor2D>): Operations<Tensor2D> => ({
  ...on,
  reversible(layers, x) {
    let [x1, x2] = [x, x];
    for (const { attention, feedForward } of layers) {
      x1 = on.add(attention.body(x2), x1, attention.at);
      x2 = on.add(feedForward.body(x1), x2, feedForward.at);
    }
    return tf.add(x1, x2);
  },
});

const answersOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as ExpectedAnswers;
const sentences = batchOf(answersOf(join(FOLDER, FAMILIES[0], 'fixtures/classification-reversible')));

function variablesOf({ parameters }: Model) {
  const variables = new Map<string, Variable>();
  for (const [name, { value }] of parameters) variables.set(name, tf.variable(value));
  return { variables, weights: (name: string): Tensor => variables.get(name)! };
}

describe.each(FAMILIES)('%s with reversible layers', (family) => {
  it('has the loss and the gradients of the same model that keeps everything, with dropout and checkpointing, too', async () => {
    const before = tf.memory().numTensors;
    const folder = join(FOLDER, family, 'fixtures/classification-reversible');
    const model = await readModel(folder);
    const batch = batchOf(answersOf(folder));
    const { variables, weights } = variablesOf(model);
    const dropout = { seed: 1, step: 5, rate: 0.2 };
    const lossKeepingAll = () => {
      const on = keepingAll(computing(passOver(model, weights, batch, { dropout })));
      const logits = declared(on, familyOf(model.config), model.config, model.head);
      return crossEntropy(logits, Int32Array.from(batch.labels!));
    };
    const expected = valueAndGradients(lossKeepingAll, variables);
    for (const more of [{}, { gradientCheckpointing: true }]) {
      const options: ForwardOptions = { dropout, ...more };
      const own = valueAndGradients(() => loss(weights, model, batch, options), variables);
      expect(own.value).toBeCloseTo(expected.value, 6);
      for (const [name, gradient] of own.gradients) {
        const wanted = [...expected.gradients.get(name)!.dataSync()];
        const most = wanted.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
        const apart = [...gradient.dataSync()].reduce((far, value, i) => Math.max(far, Math.abs(value - wanted[i])), 0);
        expect([name, apart <= 1e-5 * Math.max(1, most)]).toEqual([name, true]);
      }
      tf.dispose([...own.gradients.values()]);
    }
    tf.dispose([...expected.gradients.values(), ...variables.values()]);
    disposeModel(model);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('keeps as much at 16 layers as at 4, and what was counted', () => {
    const tokens = sentences.ids.length;
    const extent = { tokens, sentences: sentences.starts.length - 1, masked: 0, length: tokens };
    const [shallow, deep] = [4, 16].map((layers) => {
      const shape = { family, layers, hidden_size: 16, heads: 2, max_positions: 40, reversible: true };
      const config = newConfig(checkConfig(architectureClass(shape), shape), { size: 50, pad: 1 });
      const model = createModel(config, HEAD, 1);
      const { variables, weights } = variablesOf(model);
      const dropout = { seed: 1, step: 5, rate: 0.2 };
      const held = floatsHeld(() => loss(weights, model, sentences, { dropout }), variables.values());
      const counts = count(config, HEAD, extent);
      const counted = [counts.embeddings, ...counts.layers, counts.head].reduce((sum, { kept }) => sum + kept, 0);
      expect(counts.layers.map(({ again }) => again! > counts.layers[0].kept)).toEqual(Array(layers).fill(true));
      tf.dispose([...variables.values()]);
      disposeModel(model);
      return { held, counted };
    });
    expect(deep).toEqual(shallow);
    expect(Math.abs(shallow.held / shallow.counted - 1)).toBeLessThan(0.05);
  });
});
