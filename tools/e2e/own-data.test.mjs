import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSystem, stepOf } from './system/system.mjs';

const TLC = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
const run = promisify(execFile);

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
before(async () => {
  system = await startSystem();
  const dev = (await readFile(new URL('../../data/SST-2/dev.tsv', import.meta.url), 'utf8')).trim().split('\n');
  const rows = dev.slice(1, 201).map((line) => line.split('\t'));
  // As a spreadsheet writes it: every text in quotes, quotes in it twice
  const csv = rows.map(([text, label]) => `"${text.replaceAll('"', '""')}";${label}`);
  await writeFile(join(system.folder, 'reviews.csv'), ['review;stars', ...csv].join('\r\n'));
  await writeFile(join(system.folder, 'reviews.txt'), rows.map(([text]) => text).join('\n'));
});
after(() => system.close());

test('one file of a user’s own makes a model, which answers on the command line as it was evaluated', async () => {
  const labels = { 0: 'negative', 1: 'positive' };
  const encode = { do: 'dataset.encode', tokenizer: 'vocabulary', from: 'reviews.csv', labels, max_length: 24 };
  const state = await system.run({
    vocabulary: { do: 'tokenizer.learn', corpus: 'reviews.csv', column: 'review', vocab_size: 400 },
    divided: { ...encode, dev_share: 0.2 },
    whole: encode,
    pretrained: {
      do: 'model.pretrain',
      dataset: 'divided',
      architecture: { layers: 1, hidden_size: 32, heads: 2, max_positions: 24 },
      stop: { steps: 2 },
    },
    tuned: { do: 'model.finetune', model: 'pretrained', dataset: 'divided', stop: { steps: 20 } },
    score: { do: 'evaluate', model: 'tuned', dataset: 'whole', split: 'train', measure: ['accuracy'] },
  });
  assert.equal(state.status, 'completed', JSON.stringify(state));
  assert.equal(stepOf(state, 'divided').summary?.dev_sentences, 40);

  const { folder } = await system.store.open(stepOf(state, 'score').artifact);
  const table = (await readFile(join(folder, 'predictions.tsv'), 'utf8')).trim().split('\n').slice(1);
  const evaluated = table.map((line) => {
    const [, label, negative, positive] = line.split('\t');
    const share = 1 / (1 + Math.exp(Number(negative) - Number(positive)));
    return { label, probability: label === 'positive' ? share : 1 - share };
  });

  const model = stepOf(state, 'tuned').artifact.slice(0, 12);
  for (const args of [['reviews.csv', '--column', 'review'], ['reviews.txt']]) {
    const options = { cwd: system.folder, env: { ...process.env, TLC_HOME: system.home } };
    const { stdout, stderr } = await run(process.execPath, [TLC, 'predict', model, ...args], options);
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines.length, 200);
    assert.match(stderr, /^200 texts in /m);
    lines.forEach((line, i) => {
      const [label, probability] = line.split('\t');
      assert.equal(label, evaluated[i].label);
      assert.ok(Math.abs(Number(probability) - evaluated[i].probability) < 1e-4, `${i}: ${line}`);
    });
  }
});

test('the pipeline over own data runs as it stands, and its model tells the classes apart', async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  for (const path of ['pipelines/own-data.yaml', 'data/reviews/reviews.csv']) {
    await cp(join(root, path), join(system.folder, path), { recursive: true });
  }
  const folder = join(system.folder, 'pipelines');
  const text = await readFile(join(folder, 'own-data.yaml'), 'utf8');
  const state = await system.run({}, { pipeline: undefined, text, folder });
  assert.equal(state.status, 'completed', JSON.stringify(state));
  assert.equal(stepOf(state, 'data').summary?.dev_sentences, 16);
  assert.ok(Number(stepOf(state, 'score').summary?.accuracy) > 0.8, JSON.stringify(stepOf(state, 'score').summary));
});

test('a model that is not there, and a file or column that is not there, are refused by their codes', async () => {
  const options = { cwd: system.folder, env: { ...process.env, TLC_HOME: system.home } };
  for (const [args, code] of /** @type {const} */ ([
    [['./no-model', 'reviews.txt'], 'MODEL_MISSING_FILE'],
    [['abc', 'reviews.txt'], 'ARTIFACT_UNKNOWN'],
  ])) {
    await assert.rejects(run(process.execPath, [TLC, 'predict', ...args], options), (/** @type {any} */ error) => {
      assert.match(error.stderr, new RegExp(`^${code} `));
      assert.equal(error.stdout, '');
      return true;
    });
  }
});
