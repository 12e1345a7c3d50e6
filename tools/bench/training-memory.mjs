#!/usr/bin/env node
/**
 * A few steps of `train` on full batches of one length, in a process started as a service starts its own: `node
 * tools/bench/training-memory.mjs '{"layers": 4, "hidden": 256, "heads": 4, "batch": 32, "length": 64}'`. Prints one line
 * of JSON: the memory that was predicted, and the most that the process has held.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peakMemory, residentMemory } from './measure.mjs';

const shape = {
  vocabulary: 8000,
  objective: 'masked-lm',
  accumulate: 1,
  checkpointing: false,
  steps: 4,
  keep: 'last',
  checkpoints: true,
  architecture: {},
  ...JSON.parse(process.argv[2]),
};
const { layers, hidden, heads, vocabulary, batch, length, accumulate, steps } = shape;
const isLanguage = shape.objective === 'masked-lm';

const lib = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);
const { FinetuneConfig, PretrainConfig, checkConfig } = await lib('contracts');
const { random } = await lib('engine');
const { newConfig, createModel, parameterCount, shapeOf } = await lib('models');
const { architectureClass } = await lib('families');
const { predictMemory, trainingLoad } = await lib('memory');
const { train } = await lib('training');
// As a service's child has it
for (const name of ['model.pretrain', 'model.finetune'])
  await lib(`operations/${name}`).then(({ default: { load } }) => load());

const numbers = random(1);
const split = (sentences) => ({
  sentences,
  tokens: sentences * length,
  ids: Int32Array.from({ length: sentences * length }, () => 5 + numbers.integer(vocabulary - 5)),
  starts: Int32Array.from({ length: sentences + 1 }, (_, i) => i * length),
  labels: Int32Array.from({ length: sentences }, () => numbers.integer(2)),
});
const dataset = {
  objective: isLanguage ? 'language-modelling' : 'classification',
  ...(!isLanguage && { labels: ['0', '1'] }),
  maxLength: length,
  vocabSize: vocabulary,
  special: { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 },
  tokenizer: '{}',
  // Two epochs, so that the best weights are there while the second one trains
  splits: {
    train: split(batch * accumulate * Math.ceil(steps / 2)),
    dev: split(Math.max(1, Math.ceil(4096 / length))),
  },
};
const wanted = { layers, hidden_size: hidden, heads, max_positions: 512, ...shape.architecture };
const architecture = checkConfig(architectureClass(wanted), wanted);
const config = checkConfig(isLanguage ? PretrainConfig : FinetuneConfig, {
  stop: { steps },
  batch_sentences: batch,
  accumulate,
  checkpoint_seconds: 1,
  ...(shape.checkpointing && { gradient_checkpointing: true }),
  // Whole batches from the first step on: there are few
  ...(isLanguage ? { batch_warmup: 0 } : { keep: shape.keep }),
  ...(shape.stacking && { stacking: { layers: shape.stacking } }),
});
const encoder = newConfig(architecture, { size: vocabulary, pad: 0 });
const head = isLanguage ? { kind: 'masked-lm' } : { kind: 'classification', labels: dataset.labels };
const { load } = trainingLoad({ shape: shapeOf(encoder, head), config, seed: 1 }, dataset);
const { bytes, parts } = predictMemory(load);
const megabytes = (value) => Math.round(value / 1e6);

const work = shape.checkpoints ? await mkdtemp(join(tmpdir(), 'tlc-memory-')) : undefined;
const before = residentMemory();
const model = createModel(encoder, { kind: 'none' }, 1);
try {
  // A checkpoint after each step: less than a second apart, which no job may ask for
  const { tokens, seconds } = await train({
    model,
    disposesModel: true,
    dataset,
    objective: isLanguage ? 'masked-lm' : 'task',
    config: { ...config, checkpoint_seconds: 0 },
    seed: 1,
    work,
  });
  console.log(
    JSON.stringify({
      ...shape,
      parameters: parameterCount(load.shape),
      tokens_per_second: Number((tokens / seconds).toPrecision(4)),
      predicted_mb: megabytes(bytes),
      peak_mb: peakMemory(),
      parts_mb: Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, megabytes(value)])),
      before_mb: before,
    }),
  );
} finally {
  if (work) await rm(work, { recursive: true, force: true });
}
