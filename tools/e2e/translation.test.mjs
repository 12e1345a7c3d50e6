/** What this protects: parallel text becomes a model that translates, by a pipeline and by `tlc translate`. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSystem, stepOf } from './system/system.mjs';

const TLC = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
const run = promisify(execFile);

const ENGLISH = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const GERMAN = ['eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn'];

/** The n-th of many counts, none of them twice: three words, the last of which comes first in German. @param {number} n */
const pair = (n) => {
  const digits = [n % 10, Math.floor(n / 10) % 10, Math.floor(n / 100) % 10];
  const [first, second, third] = digits;
  return [digits.map((digit) => ENGLISH[digit]), [third, first, second].map((digit) => GERMAN[digit])];
};

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
/** @type {string[]} */
let references;
before(async () => {
  system = await startSystem();
  await mkdir(join(system.folder, 'counts'));
  const numbers = Array.from({ length: 1000 }, (_, n) => (n * 37) % 1000);
  const splits = { train: numbers.slice(0, 900), dev: numbers.slice(900, 950), test: numbers.slice(950) };
  for (const [split, own] of Object.entries(splits)) {
    for (const [side, language] of ['en', 'de'].entries()) {
      const lines = own.map((n) => `${pair(n)[side].join(' ')}\n`);
      await writeFile(join(system.folder, `counts/${split}.${language}`), lines.join(''));
    }
  }
  references = splits.test.map((n) => pair(n)[1].join(' '));
});
after(() => system.close());

test('a model learns to translate from parallel text, and translates on the command line as it was evaluated', async () => {
  const state = await system.run({
    vocabulary: { do: 'tokenizer.learn', corpus: 'counts', algorithm: 'bpe', languages: ['en', 'de'], vocab_size: 200 },
    pairs: { do: 'dataset.encode', tokenizer: 'vocabulary', parallel: 'counts', languages: ['en', 'de'] },
    model: {
      do: 'model.train',
      dataset: 'pairs',
      architecture: { family: 'marian', layers: 1, hidden_size: 64, heads: 4, max_positions: 16, dropout: 0 },
      batch_sentences: 128,
      average_checkpoints: 2,
      stop: { steps: 250 },
    },
    score: {
      do: 'evaluate',
      model: 'model',
      dataset: 'pairs',
      split: 'test',
      measure: ['bleu', 'bleu_lowercase', 'loss'],
    },
  });
  assert.equal(state.status, 'completed', JSON.stringify(state));
  const { folder } = await system.store.open(stepOf(state, 'score').artifact);
  const evaluated = (await readFile(join(folder, 'translations.txt'), 'utf8')).trimEnd().split('\n');
  const right = evaluated.filter((line, i) => line === references[i]);
  assert.ok(right.length >= 45, `${right.length} of 50 are right: ${evaluated.slice(0, 5).join(' | ')}`);

  const model = stepOf(state, 'model').artifact.slice(0, 12);
  const options = { cwd: system.folder, env: { ...process.env, TLC_HOME: system.home } };
  const { stdout, stderr } = await run(process.execPath, [TLC, 'translate', model, 'counts/test.en'], options);
  assert.deepEqual(stdout.trimEnd().split('\n'), evaluated);
  assert.match(stderr, /^50 texts in /m);

  const best = await run(process.execPath, [TLC, 'translate', model, 'counts/test.en', '--nbest', '2'], options);
  const lines = best.stdout.trimEnd().split('\n');
  assert.equal(lines.length, 100);
  assert.equal(lines[2].split('\t')[2], evaluated[1]);
  assert.ok(Number(lines[2].split('\t')[1]) >= Number(lines[3].split('\t')[1]));

  const sources = await readFile(join(system.folder, 'counts/test.en'), 'utf8');
  await writeFile(join(system.folder, 'turned.en'), `${sources.trimEnd().split('\n').toReversed().join('\n')}\n`);
  const drawn = async (/** @type {string} */ file, /** @type {string[]} */ ...more) => {
    const { stdout } = await run(process.execPath, [TLC, 'translate', model, file, '--sample', ...more], options);
    return stdout.trimEnd().split('\n');
  };
  const hot = ['--temperature', '3', '--seed', '5'];
  const once = await drawn('counts/test.en', ...hot);
  assert.deepEqual((await drawn('turned.en', ...hot)).toReversed(), once);
  assert.notDeepEqual(once, evaluated);
  const greedy = await run(process.execPath, [TLC, 'translate', model, 'counts/test.en', '--beam', '1'], options);
  assert.deepEqual(await drawn('counts/test.en', '--top-k', '1'), greedy.stdout.trimEnd().split('\n'));
});

test('a model that does not translate says so', async () => {
  const folder = fileURLToPath(
    new URL('../../libs/families/src/families/bert/fixtures/classification', import.meta.url),
  );
  const options = { cwd: system.folder, env: { ...process.env, TLC_HOME: system.home } };
  await assert.rejects(run(process.execPath, [TLC, 'translate', folder, 'counts/test.en'], options), (error) => {
    assert.match(/** @type {any} */ (error).stderr, /MODEL_WRONG_HEAD.*classification; tlc predict asks it/s);
    return true;
  });
});
