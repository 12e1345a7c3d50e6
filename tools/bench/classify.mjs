#!/usr/bin/env node
/**
 * Sentences that a classifier answers in a second, packed, as the peer in peers/classify.py does it by other runtimes.
 *
 * `node tools/bench/classify.mjs --model bert-mini --folder DIR --prepare` writes what both sides read: a model folder
 * (bert-mini with random weights, or a pre-trained folder with a new head) and the dev sentences of SST-2, encoded.
 * `node tools/bench/classify.mjs --folder DIR --batch 32 --seconds 4` prints one line of JSON; batch 0 is the product's own
 * `predict`, with batches of 4,096 tokens.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { peakMemory, quantile } from './measure.mjs';
import { dataOf, filesOf, modelOf } from './recipes.mjs';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    model: { type: 'string', default: 'bert-mini' },
    prepare: { type: 'boolean' },
    batch: { type: 'string', default: '32' },
    seconds: { type: 'string', default: '4' },
  },
});
const lib = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);
const { readModel, withHead, writeModel, logits, weightsOf } = await lib('models');
const sentencesFile = join(values.folder, 'sentences.json');

console.log(JSON.stringify(values.prepare ? await prepare() : await measured()));

async function prepare() {
  const { encodeTask, findTask, openTokenizer } = await lib('text');
  const own = values.model === 'bert-mini';
  let dataset = own ? await dataOf('sst2', {}) : undefined;
  const made = own ? await modelOf('sst2', dataset, 1) : await readModel(values.model);
  dataset ??= await encodeTask(openTokenizer(made.tokenizer, 'tokenizer.json'), findTask('sst2'), filesOf('sst2'), {
    maxLength: 128,
  });
  const model = withHead(made, { kind: 'classification', labels: ['0', '1'] }, 1);
  await writeModel(model, values.folder);
  const { ids, starts, sentences } = dataset.splits.dev;
  const lists = Array.from({ length: sentences }, (_, i) => [...ids.subarray(starts[i], starts[i + 1])]);
  await writeFile(sentencesFile, JSON.stringify(lists));
  return { sentences };
}

async function measured() {
  const { engineInfo, tf } = await lib('engine');
  const { predict } = await lib('evaluation');
  const { batches, fileOrder } = await lib('text');
  const model = await readModel(values.folder);
  const lists = JSON.parse(await readFile(sentencesFile, 'utf8'));
  const starts = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => (starts[i + 1] = starts[i] + list.length));
  const dev = { sentences: lists.length, tokens: starts.at(-1), ids: Int32Array.from(lists.flat()), starts };
  const dataset = { objective: 'classification', labels: model.head.labels, splits: { dev } };
  const size = { sentences: Number(values.batch) };
  const pass = async () => {
    if (size.sentences === 0) return (await predict(model, dataset, 'dev')).logits;
    const all = [];
    for (const { batch } of batches(dev, fileOrder(dev), size)) {
      const own = tf.tidy(() => logits(weightsOf(model), model, batch));
      all.push(...own.dataSync());
      own.dispose();
    }
    return all;
  };
  await pass();
  const seconds = [];
  let answers;
  const end = performance.now() + 1000 * Number(values.seconds);
  while (seconds.length < 3 || performance.now() < end) {
    const start = performance.now();
    answers = await pass();
    seconds.push((performance.now() - start) / 1000);
  }
  return {
    engine: engineInfo(),
    batch: size.sentences,
    sentences_per_s: Math.round(lists.length / quantile(seconds, 0.5)),
    runs: seconds.length,
    peak_memory_mb: peakMemory(),
    logits: [...answers.slice(0, 64)],
  };
}
