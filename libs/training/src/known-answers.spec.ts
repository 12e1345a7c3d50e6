import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConfig, FinetuneConfig } from '#contracts';
import { AdamW, tf, type Tensor } from '#engine';
import { disposeModel, type Head, type Model, type Parameter, readModel, withHead } from '#models';
import { type Batch, batchOf, encode, openTokenizer, readText, type Split, wordPieceTokenizer } from '#text';
import { learningRate } from './schedule/learning-rate.js';
import { trainedWeights } from './trained-weights.js';
import { trainStep } from './train-step.js';

interface Answers {
  readonly missing: readonly string[];
  readonly float64: readonly { readonly loss: number; readonly gradient_norm: number; readonly lr: number }[];
  readonly float64_sums_and_square_sums_of_final_parameters: Readonly<Record<string, readonly [number, number]>>;
}

const answers = JSON.parse(readFileSync(new URL('fixtures/tiny_bert.json', import.meta.url), 'utf8')) as {
  readonly classification: Answers;
  readonly masked_lm: Answers;
};
const folder = new URL('../../models/src/fixtures/tiny', import.meta.url).pathname;
const data = new URL('../../../data/SST-2/train.tsv.gz', import.meta.url).pathname;
const MASK = 4;

let encoder: Model;
let split: Split;

beforeAll(async () => {
  encoder = await readModel(folder);
  const sentences = (await readText(data, 'sentence')).slice(0, 160);
  const labels = Int32Array.from((await readText(data, 'label')).slice(0, 160), Number);
  const encoded = await encode(bertTokenizer(), sentences, undefined, { maxLength: 48 });
  split = { sentences: 160, tokens: encoded.ids.length, ...encoded, labels };
});
afterAll(() => disposeModel(encoder));

/** BERT's tokenizer over the folder's vocabulary: Transformers 5 splits text as BERT does, whatever the tokenizer.json of
 * a BERT says. */
function bertTokenizer() {
  const { model } = JSON.parse(encoder.tokenizer ?? '') as { model: { vocab: Record<string, number> } };
  const pieces = Object.keys(model.vocab).sort((a, b) => model.vocab[a] - model.vocab[b]);
  return openTokenizer(wordPieceTokenizer(pieces, { lowercase: true }));
}

/** The recipe's values for parameters that the folder lacks. */
function filled({ name, value }: Parameter): Tensor {
  if (value.rank < 2) return /LayerNorm\.weight$/.test(name) ? tf.onesLike(value) : tf.zerosLike(value);
  return tf.tidy(() => {
    const sines = Float32Array.from({ length: value.size }, (_, i) => 0.02 * Math.sin(i + 1));
    return tf.tensor(sines, value.shape);
  });
}

/** The recipe's masks: in row r of the batch, column c is masked where (c + r) % 6 is 0, the ends excepted. */
function masked(batch: Batch): Batch {
  const rows: number[] = [];
  for (let sentence = 0; sentence + 1 < batch.starts.length; sentence++) {
    const length = batch.starts[sentence + 1] - batch.starts[sentence];
    for (let column = 1; column < length - 1; column++) {
      if ((column + sentence) % 6 === 0) rows.push(batch.starts[sentence] + column);
    }
  }
  const ids = batch.ids.slice();
  for (const row of rows) ids[row] = MASK;
  return {
    ...batch,
    ids,
    masked: { rows: Int32Array.from(rows), labels: Int32Array.from(rows, (row) => batch.ids[row]) },
  };
}

function relative(value: number, expected: number): number {
  return Math.abs(value - expected) / Math.max(1, Math.abs(expected));
}

describe.each([
  ['classification', { kind: 'classification', labels: ['0', '1'] }, answers.classification],
  ['masked LM', { kind: 'masked-lm' }, answers.masked_lm],
] as const)('20 steps of %s', (_, head: Head, expected) => {
  it('reproduce PyTorch’s losses, gradient norms, learning rates and final parameters to 1e-5', () => {
    const model = withHead(encoder, head, 1);
    for (const name of expected.missing) {
      const parameter = model.parameters.get(name) as Parameter;
      const value = filled(parameter);
      parameter.value.dispose();
      (model.parameters as Map<string, Parameter>).set(name, { ...parameter, value });
    }
    const trained = trainedWeights(model, undefined);
    const optimizer = new AdamW(trained.variables, { weightDecay: 0.01, clipNorm: 1 });
    const schedule = checkConfig(FinetuneConfig, { stop: { steps: 20 }, learning_rate: 1e-3, warmup: 0.2 });
    expected.float64.forEach((answer, step) => {
      const rate = learningRate(schedule, { done: step / 20, step });
      expect(rate).toBeCloseTo(answer.lr, 10);
      const rows = Int32Array.from({ length: 8 }, (__, i) => (8 * step + i) % 160);
      const batch = batchOf(split, rows);
      const { loss, gradientNorm } = trainStep(
        model,
        trained,
        optimizer,
        [head.kind === 'masked-lm' ? masked(batch) : batch],
        { learningRate: rate, dropout: () => undefined },
      );
      expect(relative(loss, answer.loss)).toBeLessThan(1e-5);
      expect(relative(gradientNorm, answer.gradient_norm)).toBeLessThan(1e-5);
    });
    const sums = expected.float64_sums_and_square_sums_of_final_parameters;
    expect([...trained.variables.keys()].sort()).toEqual(expect.arrayContaining(Object.keys(sums).sort()));
    for (const [name, [sum, squares]] of Object.entries(sums)) {
      const values = Array.from(trained.raw(name).dataSync());
      const own = values.reduce((total, value) => total + value, 0);
      const ownSquares = values.reduce((total, value) => total + value * value, 0);
      expect([name, relative(own, sum) < 1e-5, relative(ownSquares, squares) < 1e-5]).toEqual([name, true, true]);
    }
    optimizer.dispose();
    trained.dispose();
    disposeModel(model);
  });
});
