import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ensureKernels } from './kernels.mjs';
import { here } from './testing/checkout.mjs';
import { silentProgress, temporaryFolder } from './testing/temporary.mjs';

const folder = temporaryFolder();
const root = join(folder, 'checkout');
const place = { root, cache: join(folder, 'cache'), state: join(root, '.tlc') };
const native = join(root, 'libs/engine/native');
mkdirSync(place.state, { recursive: true });
cpSync(join(here.root, 'libs/engine/native'), native, { recursive: true });
cpSync(join(here.state, 'native.json'), join(place.state, 'native.json'));
symlinkSync(join(here.root, 'node_modules'), join(root, 'node_modules'));

/** @returns {import('./kernels.mjs').Kernels} */
const recorded = () => JSON.parse(readFileSync(join(place.state, 'kernels.json'), 'utf8'));

/** What set-up says besides its steps. @param {NodeJS.ProcessEnv} env */
async function notesOf(env) {
  /** @type {string[]} */
  const notes = [];
  await ensureKernels(place, { ...process.env, ...env }, { ...silentProgress, note: (text) => void notes.push(text) });
  return notes;
}

test('without a compiler set-up says what it costs, and goes on', async () => {
  const [note] = await notesOf({ CXX: 'no-such-compiler' });
  assert.match(note, /training takes some .* Install g\+\+[^]*no-such-compiler was not found/);
  assert.deepEqual(recorded().addons, {});
});

test('the next time it says nothing, until there is a compiler', async () => {
  assert.deepEqual(await notesOf({ CXX: 'no-such-compiler' }), []);
});

test('a compiler that refuses is quoted', async () => {
  const compiler = join(folder, 'refusing');
  writeFileSync(compiler, '#!/bin/sh\n[ "$1" = --version ] && echo refusing 1 || { echo "no, thank you"; exit 1; }\n', {
    mode: 0o755,
  });
  const [note] = await notesOf({ CXX: compiler });
  assert.match(note, /no, thank you/);
});

test('with a compiler there is an addon for each instruction set, built once', async () => {
  assert.deepEqual(await notesOf({}), []);
  const addons = Object.values(recorded().addons);
  assert.ok(addons.length > 0 && addons.every((addon) => statSync(addon).size > 10_000));
  const before = addons.map((addon) => statSync(addon).mtimeMs);
  assert.deepEqual(await notesOf({}), []);
  assert.deepEqual(
    addons.map((addon) => statSync(addon).mtimeMs),
    before,
  );
});
