#!/usr/bin/env node
/**
 * Fine-tuning on a task by the product's own training, as the peer in peers/fine_tuning.py does it: `node
 * tools/bench/fine-tune.mjs --task sst2 --seed 1`. Prints one line of JSON: speed of training alone (from its call to the
 * last update, without the dev split), the most memory that the process has held, and scores on the dev split.
 * `--max-steps` ends the training early; `--cache` keeps the encoded data set in a folder.
 */
import { parseArgs } from 'node:util';
import { peakMemory } from './measure.mjs';
import { dataOf, modelOf, RECIPES } from './recipes.mjs';

const { values } = parseArgs({
  options: {
    task: { type: 'string', default: 'sst2' },
    seed: { type: 'string', default: '1' },
    precision: { type: 'string', default: 'float32' },
    threads: { type: 'string' },
    epochs: { type: 'string' },
    'max-steps': { type: 'string' },
    data: { type: 'string' },
    model: { type: 'string' },
    cache: { type: 'string' },
  },
});
const recipe = RECIPES[values.task];
if (!recipe) throw new Error(`--task ${values.task} is not one of ${Object.keys(RECIPES).join(', ')}`);
// Read when TensorFlow and the kernels are loaded
if (values.threads) process.env.TF_NUM_INTRAOP_THREADS = values.threads;

const BATCH = 32;
const seed = Number(values.seed);
const epochs = Number(values.epochs ?? recipe.epochs);
const lib = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);
const { checkConfig, FinetuneConfig } = await lib('contracts');
const { engineInfo } = await lib('engine');
const { evaluateModel } = await lib('evaluation');
const { train } = await lib('training');

const dataset = await dataOf(values.task, values);
const model = await modelOf(values.task, dataset, seed, values.model);
const config = checkConfig(FinetuneConfig, {
  stop: { epochs, ...(values['max-steps'] && { steps: Number(values['max-steps']) }) },
  batch_sentences: BATCH,
  learning_rate: recipe.learningRate,
  warmup: 0.1,
  weight_decay: 0,
  evaluations: 0,
  ...(values.precision !== 'float32' && { precision: values.precision }),
});

const began = performance.now();
let ended = began;
const hooks = { afterStep: () => void (ended = performance.now()) };
const trained = await train({ model, dataset, objective: 'task', config, seed, hooks });
const seconds = (ended - began) / 1000;
const memory = peakMemory();
const { measures, loss } = await evaluateModel(trained.model, dataset, 'dev', { measures: recipe.measures });

const examples = Math.min(trained.steps * BATCH, epochs * dataset.splits.train.sentences);
const rounded = (value, digits) => Number(value.toFixed(digits));
console.log(
  JSON.stringify({
    case: `${values.task}, seed ${seed}`,
    engine: engineInfo(),
    precision: values.precision,
    steps: trained.steps,
    seconds: rounded(seconds, 2),
    examples_per_s: rounded(examples / seconds, 1),
    tokens_per_s: Math.round(trained.tokens / seconds),
    peak_memory_mb: memory,
    dev: {
      loss: rounded(loss, 4),
      ...Object.fromEntries(measures.map(({ name, value }) => [name, rounded(100 * value, 2)])),
    },
  }),
);
