import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isInRange } from './node-version.mjs';

const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

test('the range that package.json names is read as npm reads it', () => {
  for (const good of ['v20.19.0', 'v20.20.2', 'v22.12.0', 'v24.1.0']) assert.ok(isInRange(good, engines.node), good);
  for (const bad of ['v18.20.0', 'v20.18.3', 'v21.7.0', 'v22.11.9']) assert.ok(!isInRange(bad, engines.node), bad);
});

test('a bound that it cannot read is an error and not a pass', () => {
  assert.throws(() => isInRange('v20.0.0', '^20'), /cannot read the version bound \^20/);
});
