import assert from 'node:assert/strict';
import { cp, mkdir, readFile, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { editHeader, setHeaderLength } from './system/safetensors.mjs';
import { sst2, vocabulary, pretrained } from './system/steps.mjs';
import { writeSst2 } from './system/sst2.mjs';
import { startSystem, stepOf } from './system/system.mjs';

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
/** A model folder. @type {string} */
let model;
before(async () => {
  system = await startSystem();
  await writeSst2(join(system.folder, 'SST-2'));
  const state = await system.run({ vocabulary, sst2, pretrained: pretrained(2) });
  assert.equal(state.status, 'completed', JSON.stringify(state));
  model = join(system.home, 'artifacts', stepOf(state, 'pretrained').artifact);
});
after(() => system.close());

/** Data files that nobody can train on: [what, train.tsv, code, what the message says beside the file]. */
const DATA = /** @type {const} */ ([
  ['no-column', 'text\tlabel\ngood\t1\n', 'DATA_MISSING_COLUMN', /sentence/],
  ['no-label-column', 'sentence\ngood\n', 'DATA_MISSING_COLUMN', /label/],
  ['unknown-label', 'sentence\tlabel\ngood\t1\nbad\tawful\n', 'DATA_UNKNOWN_LABEL', /line 3, column "label"/],
  ['broken-utf8', Buffer.from('sentence\tlabel\ngood \xff\xfe\t1\n', 'latin1'), 'FILE_NOT_UTF8', /line 2|UTF-8/],
  ['no-rows', 'sentence\tlabel\n', 'FILE_EMPTY', /./],
  ['no-bytes', '', 'FILE_EMPTY', /./],
  ['wrong-row', 'sentence\tlabel\ngood\t1\tmore\n', 'DATA_WRONG_ROW', /line 2/],
]);

test('a data file that nobody can train on is refused before a job, naming the file and the place', async () => {
  for (const [what, train, code, says] of DATA) {
    const folder = join(system.folder, what);
    await cp(join(system.folder, 'SST-2'), folder, { recursive: true });
    await writeFile(join(folder, 'train.tsv'), train);
    const pipeline = { name: 'e2e', steps: { vocabulary, [what]: { ...sst2, from: `./${what}` } } };
    /** @type {import('#contracts').TlcError} */
    const error = await system.submit({ pipeline }).then(
      () => assert.fail(`${what} was accepted`),
      (error) => error,
    );
    assert.equal(error.code, code, `${what}: ${error.message}`);
    assert.match(error.message, new RegExp(`^steps\\.${what}: .*${what}/train\\.tsv`));
    assert.match(error.message, says);
  }
  assert.deepEqual(await readdir(join(system.home, 'staging')), []);
});

const WEIGHT = 'bert.encoder.layer.0.intermediate.dense.weight';

/** Ways to spoil a model folder: [what, how, code, what the message says]. */
const MODELS = /** @type {const} */ ([
  [
    'missing-tensor',
    (/** @type {string} */ folder) =>
      editHeader(weightsOf(folder), (header) => {
        header.renamed = header[WEIGHT];
        delete header[WEIGHT];
      }),
    'MODEL_MISSING_TENSOR',
    WEIGHT,
  ],
  [
    'wrong-shape',
    (/** @type {string} */ folder) =>
      editHeader(weightsOf(folder), (header) => {
        header[WEIGHT].shape.reverse();
      }),
    'MODEL_WRONG_SHAPE',
    WEIGHT,
  ],
  [
    'truncated',
    (/** @type {string} */ folder) => truncate(weightsOf(folder), 5000),
    'SAFETENSORS_INVALID',
    'model.safetensors',
  ],
  [
    'truncated-header',
    (/** @type {string} */ folder) => truncate(weightsOf(folder), 100),
    'SAFETENSORS_INVALID',
    'model.safetensors',
  ],
  [
    'empty-weights',
    (/** @type {string} */ folder) => truncate(weightsOf(folder), 0),
    'SAFETENSORS_INVALID',
    'model.safetensors',
  ],
  [
    'header-of-2-60',
    (/** @type {string} */ folder) => setHeaderLength(weightsOf(folder), 2n ** 60n),
    'SAFETENSORS_INVALID',
    'model.safetensors',
  ],
  [
    'header-of-2-64',
    (/** @type {string} */ folder) => setHeaderLength(weightsOf(folder), 2n ** 64n - 1n),
    'SAFETENSORS_INVALID',
    'model.safetensors',
  ],
  ['no-weights', (/** @type {string} */ folder) => rm(weightsOf(folder)), 'MODEL_MISSING_FILE', 'model.safetensors'],
  ['no-config', (/** @type {string} */ folder) => rm(join(folder, 'config.json')), 'MODEL_MISSING_FILE', 'config.json'],
  [
    'broken-config',
    (/** @type {string} */ folder) => writeFile(join(folder, 'config.json'), '{'),
    'MODEL_CONFIG_INVALID',
    'config.json',
  ],
  [
    'another-family',
    (/** @type {string} */ folder) => edit(folder, 'config.json', { model_type: 'gpt2' }),
    'MODEL_UNSUPPORTED',
    'model_type',
  ],
  [
    'a-billion-layers',
    (/** @type {string} */ folder) => edit(folder, 'config.json', { num_hidden_layers: 1e9 }),
    /MODEL_CONFIG_INVALID|MODEL_MISSING_TENSOR/,
    '',
  ],
  [
    'broken-tokenizer',
    (/** @type {string} */ folder) => writeFile(join(folder, 'tokenizer.json'), '{"model": 7}'),
    'TOKENIZER_INVALID',
    'tokenizer.json',
  ],
  [
    'broken-settings',
    async (/** @type {string} */ folder) => {
      await rename(join(folder, 'tokenizer.json'), join(folder, 'vocab.txt'));
      await writeFile(join(folder, 'tokenizer_config.json'), '{');
    },
    'TOKENIZER_INVALID',
    'tokenizer_config.json',
  ],
]);

/** @param {string} folder */
const weightsOf = (folder) => join(folder, 'model.safetensors');

/** @param {string} folder @param {string} name @param {object} changes */
async function edit(folder, name, changes) {
  const file = join(folder, name);
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...changes }));
}

test('a model folder that is spoilt fails what would use it, naming what is wrong: imported, or used as it is', async () => {
  /** @type {Record<string, object>} */
  const steps = {};
  for (const [what, spoil] of [...MODELS, /** @type {const} */ (['good', () => {}])]) {
    const folder = join(system.folder, 'models', what);
    await mkdir(folder, { recursive: true });
    await cp(model, folder, { recursive: true });
    await spoil(folder);
    steps[`import-${what}`] = { do: 'model.import', from: `models/${what}` };
    steps[`prune-${what}`] = { do: 'compress', with: 'magnitude-pruning', model: `models/${what}` };
  }
  const state = await system.run(steps);
  for (const [what, , code, says] of MODELS) {
    for (const name of [`import-${what}`, `prune-${what}`]) {
      // Pruning needs no tokenizer, and passes it on as it is.
      if (['prune-broken-tokenizer', 'prune-broken-settings'].includes(name)) continue;
      const { status, error } = stepOf(state, name);
      assert.equal(status, 'failed', name);
      const note = `${name}: ${JSON.stringify(error)}`;
      if (typeof code === 'string') assert.equal(error?.code, code, note);
      else assert.match(error?.code ?? '', code, note);
      assert.ok(error?.message.includes(says), note);
      assert.ok(error?.message.includes(`models/${what}`), note);
    }
  }
  assert.equal(stepOf(state, 'import-good').status, 'completed', JSON.stringify(stepOf(state, 'import-good')));
  assert.equal(stepOf(state, 'prune-good').status, 'completed', JSON.stringify(stepOf(state, 'prune-good')));
  assert.deepEqual(await readdir(join(system.home, 'staging')), []);
});
