import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { architectureClass } from '#families';
import { createModel, type Head, logits, newConfig, weightsOf, writeModel } from '#models';
import { batchOf, encode, learnTokenizer, type Tokenizer } from '#text';
import { openPredictor } from './predictor.js';

const TEXTS = ['a fine film', 'dull', 'what a long, fine and dull film '.repeat(5), '', 'fine'];
const LABELS = ['bad', 'good', 'mixed'];

let base: string;
let tokenizer: Tokenizer;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-serving-'));
  tokenizer = learnTokenizer(TEXTS, { vocabSize: 60, lowercase: true, minFrequency: 1 });
});
afterAll(() => rm(base, { recursive: true }));

function modelOf(head: Head) {
  const shape = checkConfig(architectureClass(), { layers: 2, hidden_size: 16, heads: 2, max_positions: 24 });
  return createModel(newConfig(shape, { size: tokenizer.vocabSize, pad: 0 }), head, 7, tokenizer.json);
}

async function opened(head: Head) {
  const folder = join(base, head.kind);
  await mkdir(folder, { recursive: true });
  await writeModel(modelOf(head), folder);
  return openPredictor(folder);
}

/** The logits of one text alone, as the model computes them. */
async function logitsOf(head: Head, text: string, pair?: string): Promise<number[]> {
  const model = modelOf(head);
  const encoded = await encode(tokenizer, [text], pair === undefined ? undefined : [pair], { maxLength: 24 });
  const batch = batchOf({ sentences: 1, tokens: encoded.ids.length, ...encoded }, [0]);
  return [...tf.tidy(() => logits(weightsOf(model), model, batch)).dataSync()];
}

const softmax = (values: readonly number[]) => {
  const powers = values.map(Math.exp);
  return powers.map((power) => power / powers.reduce((sum, value) => sum + value));
};

describe('a model in use answers', () => {
  it('with the probability of each class, texts in their order as each one alone', async () => {
    const head = { kind: 'classification', labels: LABELS } as const;
    const predictor = await opened(head);
    expect(predictor).toMatchObject({ kind: 'classification', labels: LABELS, maxLength: 24 });
    const { answers, cut } = await predictor.answer(TEXTS.map((text) => ({ text })));
    for (const [i, text] of TEXTS.entries()) {
      const expected = softmax(await logitsOf(head, text));
      answers[i].forEach((value, label) => expect(value).toBeCloseTo(expected[label], 5));
    }
    expect(cut).toBe(1);
  });

  it('for pairs as for pairs, and for no mixture', async () => {
    const head = { kind: 'classification', labels: LABELS } as const;
    const predictor = await opened(head);
    const { answers } = await predictor.answer([{ text: 'a film', pair: 'fine' }]);
    const expected = softmax(await logitsOf(head, 'a film', 'fine'));
    answers[0].forEach((value, label) => expect(value).toBeCloseTo(expected[label], 5));
    await expect(predictor.answer([{ text: 'a' }, { text: 'b', pair: 'c' }])).rejects.toMatchObject({
      code: 'TEXT_LENGTH_MISMATCH',
    });
  });

  it('for each of several classes by itself', async () => {
    const head = { kind: 'multi-label', labels: LABELS } as const;
    const { answers } = await (await opened(head)).answer([{ text: 'fine' }]);
    const expected = (await logitsOf(head, 'fine')).map((value) => 1 / (1 + Math.exp(-value)));
    answers[0].forEach((value, label) => expect(value).toBeCloseTo(expected[label], 5));
  });

  it('with a score in regression', async () => {
    const predictor = await opened({ kind: 'regression' });
    expect(predictor.labels).toEqual(['score']);
    const { answers } = await predictor.answer([{ text: 'fine' }]);
    expect(answers[0][0]).toBeCloseTo((await logitsOf({ kind: 'regression' }, 'fine'))[0], 5);
  });

  it('with a vector where its head pools, of so many tokens as its users cut a text to', async () => {
    const head = { kind: 'embeddings', pooling: ['mean'], normalize: true, longest: 12 } as const;
    const predictor = await opened(head);
    expect(predictor).toMatchObject({ kind: 'embeddings', labels: [], maxLength: 12 });
    const { answers, cut } = await predictor.answer(TEXTS.map((text) => ({ text })));
    expect(cut).toBe(1);
    const expected = await logitsOf(head, TEXTS[0]);
    expect(answers[0]).toHaveLength(16);
    answers[0].forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
    for (const answer of answers) expect(Math.hypot(...answer)).toBeCloseTo(1, 5);
  });

  it('no texts with no answers', async () => {
    const predictor = await opened({ kind: 'regression' });
    expect(await predictor.answer([])).toEqual({ answers: [], cut: 0 });
  });
});

it('a model that answers for no whole texts is refused', async () => {
  await expect(opened({ kind: 'masked-lm' })).rejects.toMatchObject({ code: 'MODEL_WRONG_HEAD' });
});
