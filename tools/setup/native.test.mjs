import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bindingPath, buildBinding } from './binding.mjs';
import { ensureKernels } from './kernels.mjs';
import { ensureNative } from './native.mjs';
import { checkoutWithoutBinding, native } from './testing/checkout.mjs';
import { silentProgress, silentStep, temporaryFolder } from './testing/temporary.mjs';

const folder = temporaryFolder();
const root = checkoutWithoutBinding(join(folder, 'checkout'));
const place = { root, cache: join(folder, 'cache'), state: join(root, '.tlc') };
const { tensorflow, natsServer } = native();
const supplied = {
  ...process.env,
  TLC_TENSORFLOW: join(tensorflow.include ?? '', '..'),
  TLC_NATS_SERVER: natsServer.path,
};
const needsHeaders = { skip: tensorflow.include === null && 'TensorFlow came without headers, with its own binding' };
const library = {
  lib: tensorflow.lib,
  include: tensorflow.include ?? '',
  libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  id: 'test',
  source: 'test',
};

/** @returns {Required<import('./native.mjs').Native>} */
const recorded = () => JSON.parse(readFileSync(join(place.state, 'native.json'), 'utf8'));

test('without a compiler, the message names the one that was looked for', async () => {
  const built = buildBinding(root, library, { CXX: 'no-such-compiler' }, place.cache, silentStep);
  await assert.rejects(built, { code: 'SETUP_NO_COMPILER', message: /no-such-compiler was not found/ });
});

test('a compiler that refuses is quoted', async () => {
  const compiler = join(folder, 'refusing');
  writeFileSync(
    compiler,
    '#!/bin/sh\n[ "$1" = --version ] && echo refusing 1.0 || { echo "no, thank you"; exit 1; }\n',
    {
      mode: 0o755,
    },
  );
  const built = buildBinding(root, library, { CXX: compiler }, place.cache, silentStep);
  await assert.rejects(built, { code: 'SETUP_COMPILE', message: /no, thank you/ });
});

test('from supplied pieces, the binding is built, loads, and is recorded', needsHeaders, async () => {
  await ensureNative(place, supplied, silentProgress);
  const found = recorded();
  assert.equal(found.tensorflow.version, tensorflow.version);
  assert.equal(found.natsServer.path, natsServer.path);
  assert.match(found.tensorflow.source, /^TLC_TENSORFLOW=/);
});

test('the second time nothing is done', needsHeaders, async () => {
  const before = statSync(join(place.state, 'native.json')).mtimeMs;
  const shownSteps = { ...silentProgress, step: () => assert.fail('a step was run') };
  await ensureNative(place, supplied, shownSteps);
  assert.equal(statSync(join(place.state, 'native.json')).mtimeMs, before);
});

test('packages that were installed anew get the binding from the cache, without a compiler', needsHeaders, async () => {
  const before = recorded().binding.bytes;
  rmSync(join(bindingPath(root), '../..'), { recursive: true });
  await ensureNative(place, { ...supplied, CXX: 'no-such-compiler' }, silentProgress);
  assert.equal(statSync(bindingPath(root)).size, before);
  assert.equal(recorded().binding.compiler, 'built earlier');
});

test('without a compiler, set-up says once what it costs and how to mend it, and goes on', needsHeaders, async () => {
  rmSync(join(place.cache, 'binding'), { recursive: true });
  rmSync(bindingPath(root));
  const env = { ...supplied, CXX: 'no-such-compiler' };
  /** @type {string[]} */
  const notes = [];
  const progress = { ...silentProgress, note: (/** @type {string} */ text) => void notes.push(text) };
  await ensureNative(place, env, progress);
  await ensureKernels(place, env, progress);
  await ensureNative(place, env, progress);
  assert.equal(notes.length, 1);
  assert.match(notes[0], /WebAssembly will compute.* times[^]*SETUP_NO_COMPILER[^]*install a C\+\+17 compiler/);
  assert.equal(recorded().tensorflow, undefined);
  assert.match(recorded().without.reason, /no-such-compiler was not found/);
  await assert.rejects(ensureNative(place, { ...env, TLC_ENGINE: 'native' }, progress), { code: 'SETUP_NO_COMPILER' });
});

test('with TLC_ENGINE=wasm set-up looks for no library', async () => {
  const steps = {
    ...silentProgress,
    step: (/** @type {string} */ title) => (/Tensor/.test(title) ? assert.fail() : silentStep),
  };
  await ensureNative(place, { ...supplied, TLC_TENSORFLOW: join(folder, 'none'), TLC_ENGINE: 'wasm' }, steps);
  assert.equal(recorded().without.reason, 'TLC_ENGINE is wasm');
});

test('a supplied folder without the library is refused with the names that were looked for', async () => {
  mkdirSync(join(folder, 'empty'));
  const done = ensureNative(place, { ...supplied, TLC_TENSORFLOW: join(folder, 'empty') }, silentProgress);
  await assert.rejects(done, {
    code: 'SETUP_SUPPLIED',
    message: /neither libtensorflow_cc\.so\.2 nor libtensorflow\.so\.2/,
  });
});

test('a supplied wheel without the library is refused', async () => {
  writeFileSync(join(folder, 'not.whl'), 'this is not a wheel');
  const done = ensureNative(place, { ...supplied, TLC_TENSORFLOW: join(folder, 'not.whl') }, silentProgress);
  await assert.rejects(done, { code: 'SETUP_SUPPLIED', message: /not a whole zip file/ });
});
