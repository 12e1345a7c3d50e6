#!/usr/bin/env node
/**
 * What compressing once, without fine-tuning after it, leaves of a model's accuracy on the dev split of SST-2:
 * `node tools/bench/one-shot.mjs --model FOLDER`, a model fine-tuned on SST-2. Without `--model` MiniLM is fine-tuned first,
 * for one epoch as in `fine-tune.mjs` (batch 32, learning rate 5e-5 with 10 % warm-up); `--save FOLDER` keeps it. Prints a
 * line of JSON for each of `--sparsities`; `--include layers,head` prunes other weights than the usual ones, `--scope tensor` each
 * matrix for itself. `--with ID --configs '[{...}, {...}]'` tries configs of another method, a line for each. `--dataset FOLDER` is
 * a data set as `dataset.encode` writes it, in the place of SST-2's.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pretrainedModel } from './recipes.mjs';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    save: { type: 'string' },
    data: { type: 'string', default: join(fileURLToPath(new URL('../..', import.meta.url)), 'data/SST-2') },
    dataset: { type: 'string' },
    include: { type: 'string', default: 'layers' },
    scope: { type: 'string', default: 'global' },
    sparsities: { type: 'string', default: '0.15,0.3,0.45,0.6,0.75,0.9' },
    with: { type: 'string', default: 'magnitude-pruning' },
    configs: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const lib = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);
const { compressModel, createContext, discoverPlugins } = await lib('compression');
const { checkConfig, FinetuneConfig } = await lib('contracts');
const { evaluateModel } = await lib('evaluation');
const { operationsPerToken } = await lib('families');
const { disposeModel, modelShape, readModel, weightFileBytes, writeModel } = await lib('models');
const { encodeTask, findTask, openTokenizer, readDataset } = await lib('text');
const { train } = await lib('training');

const given = values.model ?? pretrainedModel();
if (!given) throw new Error('no model: give --model, or TLC_MINILM');
const start = await readModel(given);
const dataset = values.dataset ? await readDataset(values.dataset) : await encoded();

function encoded() {
  const tokenizer = openTokenizer(start.tokenizer, given);
  return encodeTask(tokenizer, findTask('glue/sst2'), values.data, { maxLength: 128 });
}

const model = values.model ? start : await tuned();

async function tuned() {
  const settings = { batch_sentences: 32, learning_rate: 5e-5, warmup: 0.1, weight_decay: 0, evaluations: 0 };
  const config = checkConfig(FinetuneConfig, { stop: { epochs: 1 }, ...settings });
  const result = await train({ model: start, dataset, objective: 'task', config, seed: Number(values.seed) });
  disposeModel(start);
  return result.model;
}

if (values.save) {
  await mkdir(values.save, { recursive: true });
  await writeModel(model, values.save);
}

async function report(told, one) {
  const { measures } = await evaluateModel(one, dataset, 'dev', { measures: ['accuracy'] });
  const [bytes, operations] = [weightFileBytes, operationsPerToken].map((count) => count(modelShape(one)));
  console.log(JSON.stringify({ ...told, accuracy: Number((100 * measures[0].value).toFixed(2)), bytes, operations }));
}

const include = values.include.split(',');
const configs = values.configs
  ? JSON.parse(values.configs)
  : values.sparsities.split(',').map((sparsity) => ({ sparsity: Number(sparsity), include, scope: values.scope }));

await report({ with: 'nothing' }, model);
const plugin = (await discoverPlugins({ packages: [] })).get(values.with);
for (const plain of configs) {
  const config = checkConfig(plugin.config, plain);
  const began = performance.now();
  const { model: made } = await compressModel(plugin, model, config, createContext({ seed: 1, dataset }));
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
  await report({ with: plugin.id, ...plain, seconds }, made);
  disposeModel(made);
}
