import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tf } from '#engine';
import { FAMILIES } from '#families';
import { disposeModel, encode, logits, readModel, weightsOf, withHead, type Model } from '#models';
import type { Batch } from '#text';
import { checkOnnx } from './check.js';
import { exportOnnx } from './export.js';

const POOLING = ['first', 'last', 'mean', 'mean-root', 'weighted-mean', 'largest'] as const;

const FOLDER = fileURLToPath(new URL('../../families/src/families/', import.meta.url));

/** Sentences of 1, 5 and 14 tokens; all tokens are asked for in masked LM. */
const LENGTHS = [1, 5, 14];
const rows = LENGTHS.reduce((a, b) => a + b);
const batch: Batch = {
  ids: Int32Array.from({ length: rows }, (_, i) => 4 + ((i * 37) % 46)),
  positions: Int32Array.from(LENGTHS.flatMap((length) => Array.from({ length }, (_, i) => i))),
  types: new Int32Array(rows),
  starts: Int32Array.of(0, 1, 6, 20),
  masked: { rows: Int32Array.from({ length: rows }, (_, i) => i), labels: new Int32Array(rows) },
  target: {
    ids: Int32Array.of(1, 1, 9, 30, 4, 1, 44),
    positions: Int32Array.of(0, 0, 1, 2, 3, 0, 1),
    starts: Int32Array.of(0, 1, 5, 7),
    labels: new Int32Array(7),
  },
};

/** What the engine answers. */
function answers(model: Model): Float32Array {
  const compute = model.head.kind === 'none' ? encode : logits;
  const own = tf.tidy(() => compute(weightsOf(model), model, batch));
  const values = own.dataSync().slice() as Float32Array;
  own.dispose();
  return values;
}

describe.each(FAMILIES.map(({ id }) => id))('%s as ONNX gives the engine’s answers', (family) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tlc-onnx-families-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const fixtures = join(FOLDER, family, 'fixtures');
  const names = readdirSync(fixtures).filter((name) => existsSync(join(fixtures, name, 'expected.json')));
  it.each(names)('%s', async (name) => {
    const model = await readModel(join(fixtures, name));
    const path = join(folder, 'model.onnx');
    await exportOnnx(model, path);
    const expected = answers(model);
    expect(await checkOnnx(path, batch, expected, 2e-5)).toBeLessThan(1e-4);
    await exportOnnx(model, path, { float: 'float16' });
    await checkOnnx(path, batch, expected, 0.02);
    disposeModel(model);
  });

  // An encoder-decoder has no vectors of texts
  if (!names.includes('base')) return;
  it.each([false, true])('embeddings by every pooling, of length 1: %s', async (normalize) => {
    const encoder = await readModel(join(fixtures, 'base'));
    const model = withHead(encoder, { kind: 'embeddings', pooling: POOLING, normalize }, 1);
    const path = join(folder, 'model.onnx');
    await exportOnnx(model, path);
    const expected = answers(model);
    expect(await checkOnnx(path, batch, expected, 2e-5)).toBeLessThan(1e-4);
    await exportOnnx(model, path, { float: 'float16' });
    await checkOnnx(path, batch, expected, 0.02);
    [encoder, model].forEach(disposeModel);
  });
});

it('embeddings as ONNX are there beside the hidden states of their tokens, under Optimum’s names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tlc-onnx-embeddings-'));
  const model = await readModel(join(FOLDER, 'bert/fixtures/sentences'));
  await exportOnnx(model, join(folder, 'model.onnx'));
  const session = await InferenceSession.create(join(folder, 'model.onnx'));
  expect(session.outputNames).toEqual(['token_embeddings', 'sentence_embedding']);
  await session.release();
  disposeModel(model);
  rmSync(folder, { recursive: true });
});
