import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tf } from '#engine';
import { FAMILIES, targetTokens } from '#families';
import { disposeModel, logits, type Model, readModel, translate, weightsOf } from '#models';
import type { Batch } from '#text';
import { checkSeq2Seq } from './check-seq2seq.js';
import { exportSeq2Seq, seq2seqFiles } from './export-seq2seq.js';
import { openSeq2Seq } from './seq2seq-session.js';

const FOLDER = fileURLToPath(new URL('../../families/src/families/', import.meta.url));

/** Sources of 1, 5 and 14 tokens, and targets. */
const LENGTHS = [1, 5, 14];
const rows = LENGTHS.reduce((a, b) => a + b);
const batch: Batch = {
  ids: Int32Array.from({ length: rows }, (_, i) => 4 + ((i * 37) % 46)),
  positions: Int32Array.from(LENGTHS.flatMap((length) => Array.from({ length }, (_, i) => i))),
  types: new Int32Array(rows),
  starts: Int32Array.of(0, 1, 6, 20),
  target: {
    ids: Int32Array.of(1, 1, 9, 30, 4, 1, 44),
    positions: Int32Array.of(0, 0, 1, 2, 3, 0, 1),
    starts: Int32Array.of(0, 1, 5, 7),
    labels: new Int32Array(7),
  },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tlc-onnx-seq2seq-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function answers(model: Model): Float32Array {
  const own = tf.tidy(() => logits(weightsOf(model), model, batch));
  const values = own.dataSync<'float32'>().slice();
  own.dispose();
  return values;
}

/** The most probable tokens of each source, one after another, as long as `steps`; what follows an end is cut. */
async function greedy(model: Model, steps: number): Promise<number[][]> {
  const { start, end, never } = targetTokens(model.config);
  const onnx = await openSeq2Seq(folder, seq2seqFiles('fp32'));
  const sources = await onnx.encode(batch);
  const texts: number[][] = LENGTHS.map(() => []);
  let last = BigInt64Array.from(texts, () => BigInt(start));
  let past: Awaited<ReturnType<typeof onnx.decode>>['past'] | undefined;
  for (let step = 0; step < steps; step++) {
    const decoded = await onnx.decode(sources, last, past);
    past = decoded.past;
    const width = decoded.logits.length / texts.length;
    last = BigInt64Array.from(texts, (text, i) => {
      const own = decoded.logits.slice(i * width, (i + 1) * width);
      for (const token of never) own[token] = -Infinity;
      const best = own.indexOf(Math.max(...own));
      text.push(best);
      return BigInt(best);
    });
  }
  await onnx.close();
  return texts.map((text) => (text.includes(end) ? text.slice(0, text.indexOf(end)) : text));
}

const translators = FAMILIES.filter(({ decode }) => decode).flatMap(({ id }) => {
  const fixtures = join(FOLDER, id, 'fixtures');
  const names = readdirSync(fixtures).filter((name) => existsSync(join(fixtures, name, 'expected.json')));
  return names.map((name) => join(id, 'fixtures', name));
});

describe.each(translators)('%s as an ONNX encoder and a decoder with a cache', (name) => {
  it('gives the engine’s logits, for all tokens at once and by what was kept of those before', async () => {
    const model = await readModel(join(FOLDER, name));
    const expected = answers(model);
    await exportSeq2Seq(model, folder, 'fp32');
    expect(await checkSeq2Seq(folder, seq2seqFiles('fp32'), batch, expected, 2e-5)).toBeLessThan(1e-4);
    await exportSeq2Seq(model, folder, 'fp16');
    await checkSeq2Seq(folder, seq2seqFiles('fp16'), batch, expected, 0.02);
    disposeModel(model);
  });

  it('writes the engine’s texts, token by token', async () => {
    const model = await readModel(join(FOLDER, name));
    await exportSeq2Seq(model, folder, 'fp32');
    const sources = { sentences: LENGTHS.length, tokens: rows, ids: batch.ids, starts: batch.starts };
    const found = await translate(weightsOf(model), model, sources, { beams: 1 });
    const tokens = found.map(([{ tokens }]) => tokens.slice(0, 8));
    expect((await greedy(model, 8)).map((text, i) => text.slice(0, tokens[i].length))).toEqual(tokens);
    disposeModel(model);
  });
});

it('has the inputs and outputs that Optimum and Transformers.js know', async () => {
  const model = await readModel(join(FOLDER, translators[0]));
  await exportSeq2Seq(model, folder, 'fp32');
  const { encoder, decoder } = seq2seqFiles('fp32');
  expect([encoder, decoder]).toEqual(['encoder_model.onnx', 'decoder_model_merged.onnx']);
  expect(seq2seqFiles('q8').decoder).toBe('decoder_model_merged_quantized.onnx');
  const session = await InferenceSession.create(join(folder, decoder));
  const parts = ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value'];
  const layers = [...new Set(session.outputNames.flatMap((each) => /^present\.(\d+)\./.exec(each)?.[1] ?? []))];
  const kept = layers.flatMap((layer) => parts.map((part) => `${layer}.${part}`));
  expect([...session.inputNames].sort()).toEqual(
    [
      'encoder_attention_mask',
      'encoder_hidden_states',
      'input_ids',
      'use_cache_branch',
      ...kept.map((each) => `past_key_values.${each}`),
    ].sort(),
  );
  expect([...session.outputNames].sort()).toEqual(['logits', ...kept.map((each) => `present.${each}`)].sort());
  await session.release();
  disposeModel(model);
});
