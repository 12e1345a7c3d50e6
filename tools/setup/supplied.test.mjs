import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { takeSupplied } from './supplied.mjs';
import { hashOfBytes } from './hash.mjs';
import { silentStep, temporaryFolder } from './testing/temporary.mjs';

const folder = temporaryFolder();
const content = Buffer.from('a file that somebody serves');
const sha256 = hashOfBytes(content);
const server = createServer((request, response) => {
  if (request.url === '/piece') response.end(content);
  else response.writeHead(404).end();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
after(() => server.close());
const origin = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;

/** @param {string} value */
const take = (value) => takeSupplied('TLC_PIECE', value, 'NATS server', join(folder, 'cache'), silentStep);

test('a path is used where it lies', async () => {
  const path = join(folder, 'mine');
  writeFileSync(path, content);
  const { path: used, id } = await take(path);
  assert.equal(used, path);
  assert.equal(id, sha256);
});

test('a URL is fetched once, and then served from the cache', async () => {
  const { path } = await take(`${origin}/piece#sha256=${sha256}`);
  assert.deepEqual(readFileSync(path), content);
  writeFileSync(path, 'as it was');
  assert.equal(readFileSync((await take(`${origin}/piece`)).path, 'utf8'), 'as it was');
});

test('a hash that does not agree is named, with the one found', async () => {
  const other = '0'.repeat(64);
  writeFileSync(join(folder, 'other'), 'other bytes');
  await assert.rejects(take(`${join(folder, 'other')}#sha256=${other}`), {
    code: 'SETUP_WRONG_HASH',
    message: new RegExp(hashOfBytes(Buffer.from('other bytes'))),
  });
});

test('a path that does not exist is named, with its variable', async () => {
  await assert.rejects(take('/no/such/file'), { code: 'SETUP_SUPPLIED', message: /TLC_PIECE=\/no\/such\/file/ });
});

test('a server that refuses is named, with its answer', async () => {
  await assert.rejects(take(`${origin}/nothing`), { code: 'SETUP_DOWNLOAD', message: /nothing could not.*404/ });
});
