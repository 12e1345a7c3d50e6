import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { linear, rows, tf, type Tensor1D, type Tensor2D } from '#engine';
import { packSentences } from './fixtures/pack-sentences.js';
import { readModel } from './folder/read.js';
import { encode, logits } from './forward.js';
import { disposeModel, type Model } from './model.js';
import { weightsOf } from './weights.js';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const json = (path: string) => JSON.parse(readFileSync(at(path), 'utf8'));

/** Hidden states of the sentences, all in one batch. */
function hiddenOf(model: Model, sentences: number[][], types?: number[][]) {
  const batch = packSentences(sentences, types);
  return { hidden: encode(weightsOf(model), model, batch), starts: batch.starts };
}

function expectClose(actual: Iterable<number>, expected: readonly number[], tolerance: number) {
  const given = [...actual];
  expect(given.length).toBe(expected.length);
  const largest = Math.max(...given.map((value, i) => Math.abs(value - expected[i])));
  expect(largest).toBeLessThan(tolerance);
}

describe('the tiny BERT of another project', () => {
  let model: Model;
  beforeAll(async () => {
    model = await readModel(at('fixtures/tiny'));
  });
  afterAll(() => disposeModel(model));

  it('is an encoder without a head, with its tokenizer', () => {
    expect(model.head).toEqual({ kind: 'none' });
    expect(model.tokenizer).toContain('[MASK]');
    expect([...model.parameters.keys()][0]).toBe('bert.embeddings.word_embeddings.weight');
  });

  it('gives the expected hidden states to 1e-5, its sentences packed into one batch', () => {
    const { cases } = json('fixtures/tiny/expected.json') as {
      cases: { input_ids: number[]; last_hidden_state: number[][] }[];
    };
    const { hidden } = hiddenOf(
      model,
      cases.map((one) => one.input_ids),
    );
    expectClose(
      hidden.dataSync(),
      cases.flatMap((one) => one.last_hidden_state.flat()),
      1e-5,
    );
    hidden.dispose();
  });

  it('gives a sentence the same hidden states whatever else is in the batch', () => {
    const sentences = [
      [2, 5, 1, 3],
      [2, 9, 10, 11, 12, 13, 14, 3],
      [2, 3],
      [2, 77, 3],
    ];
    const { hidden, starts } = hiddenOf(model, sentences);
    sentences.forEach((sentence, i) => {
      const alone = hiddenOf(model, [sentence]).hidden;
      const together = tf.slice(hidden, [starts[i], 0], [sentence.length, -1]);
      expectClose(together.dataSync(), [...alone.dataSync()], 1e-6);
      tf.dispose([alone, together]);
    });
    hidden.dispose();
  });
});

// The real model is fetched into the cache by set-up; where it cannot be had, its tests are skipped with the reason
const fetched = spawnSync(process.execPath, [at('../../../tools/setup/minilm.mjs')], { encoding: 'utf8' });
const folder = fetched.stdout.trim();
const real = fetched.status === 0 ? describe : describe.skip;
const reason = fetched.status === 0 ? '' : ` (skipped: ${fetched.stderr.trim().split('\n', 1)[0]})`;

real(`all-MiniLM-L6-v2${reason}`, () => {
  interface Case {
    readonly input_ids: number[];
    readonly token_type_ids: number[];
    readonly first_token_hidden: number[];
    readonly mean_hidden: number[];
    readonly pooler_output: number[];
  }

  it('gives the outputs of Transformers to 1e-5', async () => {
    const model = await readModel(folder);
    const { cases } = json('fixtures/minilm/expected.json') as { cases: Case[] };
    const { hidden, starts } = hiddenOf(
      model,
      cases.map((one) => one.input_ids),
      cases.map((one) => one.token_type_ids),
    );
    const weights = weightsOf(model);
    expect(model.head).toEqual({ kind: 'embeddings', pooling: ['mean'], normalize: true, longest: 256 });
    const batch = packSentences(
      cases.map((one) => one.input_ids),
      cases.map((one) => one.token_type_ids),
    );
    const vectors = logits(weights, model, batch);
    const unit = cases.flatMap(({ mean_hidden: mean }) => mean.map((value) => value / Math.hypot(...mean)));
    expectClose(vectors.dataSync(), unit, 1e-6);
    vectors.dispose();
    const first = rows(hidden, starts.subarray(0, -1));
    const [weight, bias] = ['weight', 'bias'].map((part) => weights(`bert.pooler.dense.${part}`));
    const pooler = tf.tanh(linear(first, weight as Tensor2D, bias as Tensor1D));
    cases.forEach((one, i) => {
      tf.tidy(() => {
        const own = tf.slice(hidden, [starts[i], 0], [one.input_ids.length, -1]) as Tensor2D;
        expectClose(tf.slice(own, [0, 0], [1, -1]).dataSync(), one.first_token_hidden, 1e-5);
        expectClose(tf.mean(own, 0).dataSync(), one.mean_hidden, 1e-5);
        expectClose(tf.slice(pooler, [i, 0], [1, -1]).dataSync(), one.pooler_output, 1e-5);
      });
    });
    tf.dispose([hidden, first, pooler]);
    disposeModel(model);
  });
});
