#!/usr/bin/env node
/**
 * `node tools/bench/observations.mjs TASK=RUN.json … [--home FOLDER]` turns what `tlc run --json` printed of
 * pipelines/compression-costs.yaml into the observations that `tlc fit` predicts from
 * (libs/study/src/quality/observations.json): one for each scores artifact, by walking from it to what its model was made of.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openFolderStore } from '#artifacts';
import { dimensions, readModelShape } from '#families';
import { coverageOf, effectiveRows } from '#study';
import { readDataset, readDescription } from '#text';

const { values, positionals } = parseArgs({
  options: { home: { type: 'string', default: '.tlc' } },
  allowPositionals: true,
});
const store = await openFolderStore(values.home);
const target = new URL('../../libs/study/src/quality/observations.json', import.meta.url);

/** @param {Record<string, any>} inputs @param {string} name */
const idOf = (inputs, name) => /** @type {string} */ (inputs[name].artifact);

/** Everything on the way to a model. @param {string} id */
async function chainOf(id) {
  const { recipe, summary } = await store.manifest(id);
  const rest = 'model' in recipe.inputs ? await chainOf(idOf(recipe.inputs, 'model')) : [];
  return [{ id, operation: recipe.operation, recipe, summary }, ...rest];
}

/** @type {Map<string, (size: number) => number>} */
const coverages = new Map();
/** @param {string} dataset @param {number} vocabulary */
async function coverage(dataset, vocabulary) {
  if (!coverages.has(dataset)) {
    const { splits } = await readDataset(store.layout.artifact(dataset));
    coverages.set(dataset, coverageOf(/** @type {any} */ (splits.train).ids, vocabulary));
  }
  return /** @type {(size: number) => number} */ (coverages.get(dataset));
}

/** Share of the rows that one answer to all gets wrong; 1 of scores. @param {string} dataset */
async function worstOf(dataset) {
  const { objective, splits } = await readDataset(store.layout.artifact(dataset));
  const labels = /** @type {any} */ (splits.dev).labels;
  if (objective !== 'classification') return 1;
  const counts = new Map();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return 1 - Math.max(...counts.values()) / labels.length;
}

/** Undefined of a model that has not begun to learn: it says nothing of one that has. @param {string} task @param {string} id */
async function observationOf(task, id) {
  const { recipe, summary } = await store.manifest(id);
  const dataset = idOf(recipe.inputs, 'dataset');
  const error = 1 - /** @type {number} */ (summary.accuracy ?? summary.pearson);
  if (error >= (await worstOf(dataset)) - 1e-6) return undefined;
  const chain = await chainOf(idOf(recipe.inputs, 'model'));
  /** @param {string} name */
  const method = (name) => chain.find(({ recipe: { config } }) => /** @type {any} */ (config).with === name);
  const trained = /** @type {any} */ (chain.find(({ operation }) => operation === 'model.finetune'));
  const start = /** @type {any} */ (chain.at(-1));
  const [whole, own] = await Promise.all(
    [start.id, trained.id].map((each) => readModelShape(store.layout.artifact(each))),
  );
  const trimmed = /** @type {any} */ (method('vocabulary-pruning'));
  const { splits } = await readDescription(store.layout.artifact(dataset));
  const { train, dev } = /** @type {any} */ (splits);
  const seen = (trained.summary.tokens * train.sentences) / train.tokens;
  const covered = trimmed
    ? (await coverage(idOf(trimmed.recipe.inputs, 'dataset'), dimensions(whole.config).vocabulary))(
        trimmed.recipe.config.config.size,
      )
    : 1;
  const round = (/** @type {number} */ value) => Number(value.toPrecision(4));
  return {
    task,
    training: trained.id.slice(0, 8),
    layers: round(dimensions(own.config).layers / dimensions(whole.config).layers),
    rows: Math.round(effectiveRows(seen, train.sentences)),
    bits: /** @type {any} */ (method('uniform-quantization'))?.recipe.config.config.bits ?? 32,
    covered: round(covered),
    error: round(error),
    measured: dev.sentences,
  };
}

const observations = [];
for (const argument of positionals) {
  const [task, file] = argument.split('=');
  const { steps } = JSON.parse(await readFile(file, 'utf8'));
  for (const { operation, status, artifact } of steps) {
    if (operation !== 'evaluate' || status !== 'completed') continue;
    const observation = await observationOf(task, artifact);
    if (observation) observations.push(observation);
  }
}
await writeFile(target, `[\n${observations.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}\n]\n`);
process.stderr.write(
  `${observations.length} observations of ${new Set(observations.map(({ task }) => task)).size} tasks\n`,
);
