import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SetupError } from './failures.mjs';
import { createProgress } from './progress.mjs';
import { usualStart } from './usual-start.mjs';

const progress = createProgress();
const found = async () => '/cache/minilm';

test('commands that start from a pre-trained model get the one that set-up fetches', async () => {
  assert.deepEqual(await usualStart(['fit', 'a.csv'], {}, progress, found), ['--from', '/cache/minilm']);
  assert.deepEqual(await usualStart(['recommend', 'a.csv'], {}, progress, found), ['--from', '/cache/minilm']);
});

test('nothing is fetched for other commands, where one is named, for help, or for a server elsewhere', async () => {
  const none = async () => assert.fail('it was fetched');
  for (const args of [
    ['run', 'a.yaml'],
    ['fit', 'a', '--from', 'b'],
    ['fit', 'a', '--from=b'],
    ['fit', '--help'],
  ]) {
    assert.deepEqual(await usualStart(args, {}, progress, none), []);
  }
  assert.deepEqual(await usualStart(['fit', 'a'], { TLC_NATS_URL: 'nats://a' }, progress, none), []);
});

test('where it cannot be had, the command asks the hub; a folder of the user that is at fault is told', async () => {
  const fails = (/** @type {ConstructorParameters<typeof SetupError>[0]} */ code) => async () => {
    throw new SetupError(code, 'it is not there');
  };
  assert.deepEqual(await usualStart(['fit', 'a'], {}, progress, fails('SETUP_DOWNLOAD')), []);
  await assert.rejects(usualStart(['fit', 'a'], {}, progress, fails('SETUP_SUPPLIED')), { code: 'SETUP_SUPPLIED' });
});
