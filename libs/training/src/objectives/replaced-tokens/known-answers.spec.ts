import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { random, tf, type Tensor2D, valueAndGradients } from '#engine';
import { disposeModel, logits, readModel, type Weights } from '#models';
import type { Batch } from '#text';
import { trainedWeights } from '../../trained-weights.js';
import { replaceMasked } from './replace.js';
import { bothLosses } from './index.js';

const answers = JSON.parse(readFileSync(new URL('../../fixtures/replaced_tokens.json', import.meta.url), 'utf8'));
const folder = (name: string) =>
  new URL(`../../../../families/src/families/electra/fixtures/${name}`, import.meta.url).pathname;

/** The sentences with their masks, and the tokens that take the masks' places. */
function given(): { batch: Batch; filled: Int32Array } {
  const starts = [0];
  const [ids, positions, rows, labels, filled]: number[][] = [[], [], [], [], []];
  (answers.ids as number[][]).forEach((sentence, i) => {
    const masked = answers.masked[i] as Record<string, number>;
    sentence.forEach((token, position) => {
      if (position in masked) {
        rows.push(ids.length);
        labels.push(token);
        filled.push(answers.filled[i][position]);
      }
      ids.push(position in masked ? answers.mask : token);
      positions.push(position);
    });
    starts.push(ids.length);
  });
  const masked = { rows: Int32Array.from(rows), labels: Int32Array.from(labels) };
  const [all, at] = [Int32Array.from(ids), Int32Array.from(positions)];
  const batch = { ids: all, positions: at, types: new Int32Array(ids.length), starts: Int32Array.from(starts), masked };
  return { batch, filled: Int32Array.from(filled) };
}

it('has the loss and the gradients of Transformers for given masks and replacements', async () => {
  const [generator, discriminator] = [await readModel(folder('masked-lm')), await readModel(folder('replaced-tokens'))];
  const trained = trainedWeights(discriminator, undefined);
  const own = trainedWeights(generator, undefined);
  const isOwn = (name: string) => generator.parameters.get(name)?.role !== 'embedding';
  const weights: Weights = (name) => (isOwn(name) ? own.raw(name) : trained.raw(name));
  const { batch, filled } = given();
  const vocabulary = (generator.config as unknown as { vocab_size: number }).vocab_size;
  const certain = tf.tidy(() => tf.mul<Tensor2D>(tf.oneHot(tf.tensor1d(filled, 'int32'), vocabulary), 100));
  const replaced = replaceMasked(batch, certain, random(1));
  certain.dispose();
  const loss = () =>
    bothLosses(
      { guesses: logits(weights, generator, batch), labels: batch.masked!.labels },
      { answers: logits(trained.raw, discriminator, replaced), labels: replaced.labels },
    );
  const ofGenerator = [...own.variables].filter(([name]) => isOwn(name));
  const variables = new Map([
    ...trained.variables,
    ...ofGenerator.map(([name, variable]) => [`generator.${name}`, variable] as const),
  ]);
  const { value, gradients } = valueAndGradients(loss, variables);
  expect(value / answers.loss).toBeCloseTo(1, 5);
  for (const [name, norm] of Object.entries(answers.gradient_norms as Record<string, number>)) {
    if (name.endsWith('key.bias')) continue; // 0 but for rounding
    const found = tf.tidy(() => tf.norm(gradients.get(name)!).dataSync()[0]);
    expect([name, Math.abs(found - norm) < 1e-4 * norm + 1e-6]).toEqual([name, true]);
  }
  expect(Object.keys(answers.gradient_norms)).toEqual(expect.arrayContaining([...variables.keys()]));
  tf.dispose([...gradients.values()]);
  [trained, own].forEach((weights) => weights.dispose());
  [generator, discriminator].forEach(disposeModel);
});
