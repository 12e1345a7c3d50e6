import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { writeSst2 } from './system/sst2.mjs';
import { sst2, vocabulary } from './system/steps.mjs';
import { startSystem, stepOf } from './system/system.mjs';

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
before(async () => {
  system = await startSystem();
  await writeSst2(join(system.folder, 'SST-2'));
});
after(() => system.close());

const architecture = { layers: 2, hidden_size: 32, heads: 4 };
const pretrained = {
  do: 'model.pretrain',
  dataset: 'sst2',
  architecture,
  batch_sentences: 8,
  stop: { steps: 4 },
};

test('a model that somebody else made loses heads, then neurons and a layer, is evaluated, and answers alike as ONNX', async () => {
  const first = await system.run({ vocabulary, sst2, pretrained });
  assert.equal(first.status, 'completed', JSON.stringify(first));
  const from = join(system.home, 'artifacts', `${stepOf(first, 'pretrained').artifact}`);
  const finetune = { stop: { steps: 4 } };
  const score = (/** @type {string} */ model) => ({
    do: 'evaluate',
    model,
    dataset: 'sst2',
    beside: 'tuned',
    measure: ['accuracy', 'bytes', 'parameters'],
  });
  const state = await system.run({
    vocabulary,
    sst2,
    imported: { do: 'model.import', from },
    tuned: { do: 'model.finetune', model: 'imported', dataset: 'sst2', stop: { steps: 8 } },
    heads: {
      do: 'compress',
      with: 'head-pruning',
      model: 'tuned',
      dataset: 'sst2',
      config: { share: 0.5, steps: 2, sentences: 16, finetune },
    },
    neurons: { do: 'compress', with: 'neuron-pruning', model: 'heads', config: { share: 0.5 } },
    short: { do: 'compress', with: 'layer-dropping', model: 'neurons', config: { count: 1 } },
    'heads-score': score('heads'),
    'short-score': score('short'),
    exported: { do: 'model.export', model: 'heads', formats: ['onnx', 'transformers'] },
    'short-exported': { do: 'model.export', model: 'short', formats: ['onnx'] },
  });
  assert.equal(state.status, 'completed', JSON.stringify(state));
  const summary = (/** @type {string} */ name) => /** @type {Record<string, number>} */ (stepOf(state, name).summary);
  // The export compares ONNX Runtime's logits with the engine's
  for (const name of ['exported', 'short-exported']) assert.ok(summary(name).onnx_difference < 1e-4);

  const folder = (/** @type {string} */ name) => join(system.home, 'artifacts', `${stepOf(state, name).artifact}`);
  const config = async (/** @type {string} */ name) =>
    JSON.parse(await readFile(join(folder(name), 'config.json'), 'utf8'));
  const pruned = await config('heads');
  const heads = Object.values(/** @type {Record<string, number[]>} */ (pruned.structure.heads));
  // Of two layers of four heads; a layer that lost none is not named
  assert.equal(heads.flat().length + 4 * (2 - heads.length), 4);
  assert.equal(pruned.model_type, 'tlc-bert');
  assert.equal((await config('exported')).model_type, 'bert');
  assert.equal((await config('neurons')).intermediate_size, 64);
  assert.equal((await config('short')).num_hidden_layers, 1);
  // A head is 3 x 8 rows of 32 weights and a bias, and 8 columns of 32; a neuron a row, its bias and a column
  const floats = (summary('heads').bytes_before - summary('heads').bytes) / 4;
  assert.ok(Math.abs(floats - 4 * (24 * 33 + 8 * 32)) < 100, `${floats} floats`);
});
