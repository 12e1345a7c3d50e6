import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ensurePackages } from './packages.mjs';
import { silentProgress, temporaryFolder } from './testing/temporary.mjs';

const folder = temporaryFolder();
// What set-up would otherwise run is npm; here nothing answers it.
Object.assign(process.env, { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' });
process.env.npm_config_cache = join(folder, 'npm-cache');

/** A checkout that locks one package. @param {string} name @param {string} version */
function checkout(name, version) {
  const root = join(folder, name);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  const dependencies = { 'is-odd': version };
  const locked = {
    'node_modules/is-odd': { version, resolved: 'http://127.0.0.1:9/is-odd.tgz', integrity: 'sha512-AA==' },
  };
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name, version: '1.0.0', dependencies }));
  const about = { name, version: '1.0.0', lockfileVersion: 3 };
  const lock = { ...about, packages: { '': { name, version: '1.0.0', dependencies }, ...locked } };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lock));
  return { root, lock };
}

test('packages that are installed as locked are taken as they are', async () => {
  const { root, lock } = checkout('installed', '3.0.1');
  const { '': _root, ...packages } = lock.packages;
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ ...lock, packages }));
  await ensurePackages(root, silentProgress);
  assert.ok(existsSync(join(root, 'node_modules/.tlc-packages')));
});

test('a registry that cannot be reached is reported in npm’s own words', async () => {
  const { root } = checkout('missing', '3.0.1');
  await assert.rejects(ensurePackages(root, silentProgress), {
    code: 'SETUP_PACKAGES',
    message: /npm ci failed with 1:[^]*ECONNREFUSED/,
  });
  assert.ok(!existsSync(join(root, 'node_modules/.tlc-packages')));
});
