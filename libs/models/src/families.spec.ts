import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { floatsHeld, tf, valueAndGradients, type Tensor, type Variable } from '#engine';
import { count, FAMILIES, shapeOf } from '#families';
import type { Batch } from '#text';
import { type ExpectedAnswers, batchOf, wantedOf } from './fixtures/expected-answers.js';
import { readModel } from './folder/read.js';
import { writeModel } from './folder/write.js';
import { encode, logits } from './forward.js';
import { loss } from './loss.js';
import { disposeModel, modelShape, type Model } from './model.js';
import { weightsOf } from './weights.js';

const FOLDER = fileURLToPath(new URL('../../families/src/families/', import.meta.url));

const answersOf = (model: Model, batch: Batch): number[] => {
  const compute = model.head.kind === 'none' ? encode : logits;
  const answer = compute(weightsOf(model), model, batch);
  const values = [...answer.dataSync()];
  answer.dispose();
  return values;
};

const furthest = (given: readonly number[], wanted: readonly number[]) => {
  expect(given.length).toBe(wanted.length);
  return given.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i])), 0);
};

/** What every family must do, ours or a new one: its folder's fixtures say how. */
describe.each(FAMILIES.map(({ id }) => id))('%s', (family) => {
  const fixtures = join(FOLDER, family, 'fixtures');
  const names = readdirSync(fixtures).filter((name) => existsSync(join(fixtures, name, 'expected.json')));
  const own = names.filter((name) => !name.startsWith('sentences'));
  const expectedOf = (name: string) =>
    JSON.parse(readFileSync(join(fixtures, name, 'expected.json'), 'utf8')) as ExpectedAnswers;
  let base: string;
  let before: number;
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'tlc-families-'));
    before = tf.memory().numTensors;
  });
  afterAll(async () => {
    await rm(base, { recursive: true });
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(own)('%s: answers and losses of Transformers, all sentences in one batch', async (name) => {
    const expected = expectedOf(name);
    const model = await readModel(join(fixtures, name));
    const batch = batchOf(expected);
    expect(modelShape(model).parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(shapeOf(model.config, model.head).parameters.map(({ name }) => name)),
    );
    expect(furthest(answersOf(model, batch), wantedOf(expected))).toBeLessThan(1e-4);
    if (expected.loss !== undefined) {
      const value = loss(weightsOf(model), model, batch);
      expect(Math.abs(value.dataSync()[0] - expected.loss)).toBeLessThan(1e-4);
      value.dispose();
    }
    if (expected.smoothed_loss !== undefined) {
      const value = loss(weightsOf(model), model, batch, { labelSmoothing: 0.1 });
      expect(Math.abs(value.dataSync()[0] - expected.smoothed_loss)).toBeLessThan(1e-4);
      value.dispose();
    }
    disposeModel(model);
  });

  it.each(own)('%s: file to model to file, to the byte', async (name) => {
    const [first, second] = [join(base, `${name}-1`), join(base, `${name}-2`)];
    const model = await readModel(join(fixtures, name));
    await writeModel(model, first);
    const again = await readModel(first);
    await writeModel(again, second);
    expect(again.config).toEqual(model.config);
    expect(again.head).toEqual(model.head);
    for (const file of ['config.json', 'model.safetensors']) {
      expect((await readFile(join(first, file))).equals(await readFile(join(second, file)))).toBe(true);
    }
    const batch = batchOf(expectedOf(name));
    expect(answersOf(again, batch)).toEqual(answersOf(model, batch));
    disposeModel(model);
    disposeModel(again);
  });

  it.each(own.filter((name) => ['masked-lm', 'classification', 'tokens', 'seq2seq-lm'].includes(name)))(
    '%s: keeps for backward what was counted',
    async (name) => {
      const model = await readModel(join(fixtures, name));
      const batch = batchOf(expectedOf(name));
      const variables = new Map<string, Variable>();
      for (const [name, { value }] of model.parameters) variables.set(name, tf.variable(value));
      const weights = (name: string): Tensor => variables.get(name)!;
      const dropout = { seed: 1, step: 5, rate: 0.2 };
      const held = floatsHeld(() => loss(weights, model, batch, { dropout }), variables.values());
      const extent = {
        tokens: batch.ids.length,
        sentences: batch.starts.length - 1,
        masked: batch.masked?.rows.length ?? 0,
        length: batch.ids.length,
        ...(batch.target && { target: batch.target.ids.length }),
      };
      const counts = count(model.config, model.head, extent);
      const parts = [counts.embeddings, ...counts.layers, counts.head];
      const counted = parts.reduce((sum, { kept }) => sum + kept, 0);
      // Ids, and what the loss keeps of the logits, are no small part of a model without layers
      const few = name === 'classification' ? batch.ids.length + 2 * answersOf(model, batch).length : 0;
      expect(Math.abs(held - counted)).toBeLessThan(0.05 * counted + few);
      tf.dispose([...variables.values()]);
      disposeModel(model);
    },
  );

  const trained = own.includes('classification') ? 'classification' : own[0];
  it('its gradients are the slopes of its loss, and the same bits with gradient checkpointing', async () => {
    const model = await readModel(join(fixtures, trained));
    const batch = batchOf(expectedOf(trained));
    const variables = new Map<string, Variable>();
    for (const [name, { value }] of model.parameters) variables.set(name, tf.variable(value));
    const weights = (name: string): Tensor => variables.get(name)!;
    const dropout = { seed: 1, step: 5, rate: 0.2 };
    const [kept, computedAgain] = [false, true].map((gradientCheckpointing) =>
      valueAndGradients(() => loss(weights, model, batch, { dropout, gradientCheckpointing }), variables),
    );
    expect(computedAgain.value).toBe(kept.value);
    for (const [name, gradient] of computedAgain.gradients) {
      expect([name, gradient.dataSync()]).toEqual([name, kept.gradients.get(name)!.dataSync()]);
    }
    // Along the gradient of all parameters the slope is its norm
    const squares = [...kept.gradients.values()].map((gradient) =>
      tf.tidy(() => tf.sum(tf.square(gradient)).dataSync()[0]),
    );
    const norm = Math.sqrt(squares.reduce((a, b) => a + b, 0));
    const step = 0.005 / Math.max(norm, 1);
    const start = new Map([...variables].map(([name, variable]) => [name, variable.clone()]));
    const [up, down] = [1, -1].map((sign) => {
      for (const [name, variable] of variables) {
        const gradient = kept.gradients.get(name)!;
        tf.tidy(() => variable.assign(tf.add(start.get(name)!, tf.mul(gradient, (sign * step) / norm))));
      }
      return tf.tidy(() => loss(weights, model, batch, { dropout }).dataSync()[0]);
    });
    const slope = (up - down) / (2 * step);
    expect(Math.abs(slope - norm)).toBeLessThan(0.02 * norm + 4e-7 / (2 * step));
    tf.dispose([
      [...variables.values()],
      [...start.values()],
      [...kept.gradients.values()],
      [...computedAgain.gradients.values()],
    ]);
    disposeModel(model);
  });
});
