import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { random, tf } from '#engine';
import {
  type CardContent,
  type Model,
  denseModel,
  disposeModel,
  encode,
  logits,
  readModel,
  weightsOf,
  writeModel,
} from '#models';
import { dimensions, FILES } from '#families';
import { checkOnnx, exportOnnx, hasInt8 } from '#onnx';
import { type OperationContext, type OperationResult, pathOf } from '#jobs';
import type { Batch, Target } from '#text';
import { cardOf, readLineage } from '#training';
import { scoresOf } from './scores.js';
import { checkFormats } from './check-formats.js';
import type { ModelExportConfig } from './config.js';

/** Tokens of the longest sentence that an exported file is tried with. */
const LONGEST = 512;

/** Lengths of the sentences by which an exported file is compared with the engine. */
const LENGTHS = [16, 3, 9, 1];

/** Writes a model for other runtimes, into one folder in the layout of Transformers.js: config.json, model.safetensors
 * (dense float32) and the tokenizer for Transformers, `onnx/model.onnx` for ONNX Runtime, beside which config.json and
 * tokenizer stand also alone, and where weights are bytes `onnx/model_quantized.onnx`, which multiplies them as such. The card has the model's lineage and scores. The ONNX file is compared with the engine.
 * @throws TlcError CONFIG_WRONG_VALUE where scores are of another model */
export async function run(context: OperationContext<ModelExportConfig>): Promise<OperationResult> {
  const { config, inputs, output, signal } = context;
  const model = await readModel(pathOf(inputs, 'model'));
  const summary: Record<string, number> = {};
  try {
    checkFormats(config, model.config);
    const forTransformers = config.formats.includes('transformers');
    const lineage = await readLineage(pathOf(inputs, 'model'));
    if (lineage.length > 0) await writeFile(join(output, 'lineage.json'), `${JSON.stringify(lineage, null, 2)}\n`);
    const card = cardOf(lineage, model.head, await scoresOf(inputs));
    await writeFolder(model, output, { ...card, weights: forTransformers });
    if (forTransformers) summary.transformers_bytes = (await stat(join(output, FILES.weights))).size;
    signal.throwIfAborted();
    if (config.formats.includes('onnx')) Object.assign(summary, await writeOnnx(model, output));
    return { summary };
  } finally {
    disposeModel(model);
  }
}

/** The dense model's folder. */
async function writeFolder(model: Model, output: string, content: CardContent): Promise<void> {
  const dense = denseModel(model);
  try {
    await writeModel(dense, output, content);
  } finally {
    disposeModel(dense);
  }
}

async function writeOnnx(model: Model, output: string) {
  const folder = join(output, 'onnx');
  await mkdir(folder, { recursive: true });
  const bytes = await exportOnnx(model, join(folder, 'model.onnx'));
  const batch = sentencesOfAnyTokens(model);
  const answer = model.head.kind === 'none' ? encode : logits;
  const expected = tf.tidy(() => answer(weightsOf(model), model, batch));
  const difference = await checkOnnx(join(folder, 'model.onnx'), batch, expected.dataSync());
  const rounded = hasInt8(model) ? await writeRounded(model, folder, batch, expected.dataSync()) : {};
  expected.dispose();
  return { onnx_bytes: bytes, onnx_difference: difference, ...rounded };
}

/** The file with products of bytes, under the name that Transformers.js has for it. It rounds what the engine does not: more than
 * the largest logit is no rounding. */
async function writeRounded(model: Model, folder: string, batch: Batch, expected: ArrayLike<number>) {
  const path = join(folder, 'model_quantized.onnx');
  const bytes = await exportOnnx(model, path, 'int8');
  return { quantized_bytes: bytes, quantized_difference: await checkOnnx(path, batch, expected, 1) };
}

/** A batch of random tokens, as long as the model takes. */
function sentencesOfAnyTokens({ config }: Model): Batch {
  const numbers = random(0).derive('export');
  const { vocabulary, positions } = dimensions(config);
  const lengths = [positions, ...LENGTHS].map((length) => Math.min(length, positions, LONGEST));
  const starts = Int32Array.from([0, ...lengths]).map((_, i, all) => all.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const rows = starts[lengths.length];
  return {
    ids: Int32Array.from({ length: rows }, () => numbers.integer(vocabulary)),
    positions: Int32Array.from(lengths.flatMap((length) => Array.from({ length }, (_, i) => i))),
    types: new Int32Array(rows),
    starts,
    // A graph answers for every token, masked or not
    masked: { rows: Int32Array.from({ length: rows }, (_, i) => i), labels: new Int32Array(rows) },
    target: targetsOf(lengths, () => numbers.integer(vocabulary)),
  };
}

/** What a decoder is given: texts of these lengths, the longest one last. */
function targetsOf(lengths: readonly number[], token: () => number): Target {
  const own = lengths.toSorted((a, b) => a - b);
  const starts = [0];
  for (const length of own) starts.push(starts.at(-1)! + length);
  const rows = starts.at(-1)!;
  return {
    ids: Int32Array.from({ length: rows }, token),
    positions: Int32Array.from(own.flatMap((length) => Array.from({ length }, (_, i) => i))),
    starts: Int32Array.from(starts),
    labels: new Int32Array(rows),
  };
}
