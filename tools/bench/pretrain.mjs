#!/usr/bin/env node
/**
 * Pre-training by the product's own training, on a budget of processor time: `node tools/bench/pretrain.mjs --recipe
 * baseline --seconds 720 --seed 1`. Prints one line of JSON: the masked-LM loss on the whole valid split, and the curve of
 * the loss on its first sentences against the processor's seconds.
 *
 * Seconds are the processor's, of all threads of this process together: what else the machine does takes less of them than
 * of the clock's. `--config` changes keys of the recipe's config, `--architecture` of its model; `--epochs` ends the
 * training by the data instead; `--cache` keeps the encoded text in a folder; `--evaluations` are points of the curve in an
 * epoch; `--short` leaves the whole valid split out.
 */
import { parseArgs } from 'node:util';
import { corpusOf, RECIPES, shapeOf } from './pretraining-recipes.mjs';

const { values } = parseArgs({
  options: {
    recipe: { type: 'string', default: 'baseline' },
    seconds: { type: 'string' },
    epochs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string' },
    width: { type: 'string', default: '256' },
    config: { type: 'string', default: '{}' },
    architecture: { type: 'string', default: '{}' },
    watched: { type: 'string', default: '300' },
    evaluations: { type: 'string', default: '24' },
    data: { type: 'string' },
    cache: { type: 'string' },
    short: { type: 'boolean' },
  },
});
const recipe = RECIPES[values.recipe];
if (!recipe) throw new Error(`--recipe ${values.recipe} is not one of ${Object.keys(RECIPES).join(', ')}`);
// Read when TensorFlow and the kernels are loaded
if (values.threads) {
  for (const key of ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS', 'OMP_NUM_THREADS'])
    process.env[key] = values.threads;
}

const seed = Number(values.seed);
const lib = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);
const { checkConfig } = await lib('contracts');
const { engineInfo } = await lib('engine');
const { maskedLoss } = await lib('evaluation');
const { architectureClass } = await lib('families');
const { createModel, modelShape, newConfig, parameterCount, withZeroOutputs } = await lib('models');
const { batchOf } = await lib('text');
const { train } = await lib('training');
const { default: operation } = await lib('operations/model.pretrain');

const dataset = await corpusOf(values);
const given = { ...shapeOf(Number(values.width)), ...recipe.architecture, ...JSON.parse(values.architecture) };
const architecture = checkConfig(architectureClass(given), given);
const config = checkConfig(operation.config, {
  ...recipe.config,
  ...JSON.parse(values.config),
  architecture: given,
  stop: {
    ...(values.seconds && { seconds: Number(values.seconds) }),
    ...(values.epochs && { epochs: Number(values.epochs) }),
    // Has the dev split looked at for the curve; it never ends anything
    patience: 1000,
  },
});
const vocabulary = { size: dataset.vocabSize, pad: dataset.special.pad };
const drawn = createModel(newConfig(architecture, vocabulary), { kind: 'masked-lm' }, seed, dataset.tokenizer);
const model = config.initial_outputs === 'zero' ? withZeroOutputs(drawn) : drawn;
const watched = { ...dataset, splits: { ...dataset.splits, dev: firstOf(dataset.splits.dev, Number(values.watched)) } };

const wallBegan = performance.now();
performance.now = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const trained = await train({
  model,
  dataset: watched,
  objective: 'masked-lm',
  config: { ...config, evaluations: Number(values.evaluations) },
  seed,
});
delete performance.now;
const wall = (performance.now() - wallBegan) / 1000;
const curve = trained.history
  .filter(({ dev }) => dev)
  .map(({ seconds, dev }) => [rounded(seconds, 1), rounded(dev.value, 4)]);

console.log(
  JSON.stringify({
    case: `${values.recipe}, seed ${seed}`,
    engine: engineInfo(),
    parameters: parameterCount(modelShape(trained.model)),
    ...(values.short ? {} : { loss: rounded(await maskedLoss(trained.model, dataset, 'dev'), 4) }),
    steps: trained.steps,
    tokens: trained.tokens,
    seconds: rounded(trained.seconds, 1),
    wall_seconds: rounded(wall, 1),
    tokens_per_s: Math.round(trained.tokens / trained.seconds),
    curve,
  }),
);

/** The first sentences of a split. */
function firstOf(split, sentences) {
  const { ids, starts } = batchOf(
    split,
    Array.from({ length: Math.min(sentences, split.sentences) }, (_, i) => i),
  );
  return { sentences: starts.length - 1, tokens: ids.length, ids, starts };
}

function rounded(value, digits) {
  return Number(value.toFixed(digits));
}
