import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SetupError } from './failures.mjs';
import { mainJob } from './main-job.mjs';

/** @type {string[]} */
const notes = [];
const progress = {
  step: () => assert.fail('nothing is fetched'),
  note: (/** @type {string} */ text) => void notes.push(text),
  failure: () => {},
};
const isThere = (/** @type {string} */ pipeline) =>
  existsSync(fileURLToPath(new URL(`../../${pipeline}`, import.meta.url)));

test('the main job starts from the pre-trained model of set-up', async () => {
  const [pipeline, ...set] = await mainJob({}, progress, async () => '/cache/minilm');
  assert.ok(isThere(pipeline));
  assert.deepEqual(set, ['--set', 'model=/cache/minilm']);
});

test('where that cannot be had it trains from scratch, and says so', async () => {
  const [pipeline, ...set] = await mainJob({}, progress, async () => {
    throw new SetupError('SETUP_DOWNLOAD', 'no way there');
  });
  assert.ok(isThere(pipeline));
  assert.deepEqual(set, []);
  assert.match(notes.join('\n'), /no way there[^]*from scratch/);
});

test('a folder that was named and lacks the model is an error', async () => {
  await assert.rejects(mainJob({ TLC_MINILM: '/nowhere' }, progress), { code: 'SETUP_SUPPLIED' });
});
