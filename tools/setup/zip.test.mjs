import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from './testing/temporary.mjs';
import { zipFile } from './testing/zip-file.mjs';
import { unpackZip } from './zip.mjs';

const folder = temporaryFolder();
const text = 'the same words again and again '.repeat(10_000);
const whole = zipFile({ 'a/deep/one.txt': text, 'a/two.txt': '2', 'a/empty': '' });
writeFileSync(join(folder, 'whole.zip'), whole);

test('only the members that are asked for are unpacked, under the names given', async () => {
  const out = join(folder, 'out');
  const count = await unpackZip(join(folder, 'whole.zip'), out, (name) => /deep\/(.+)/.exec(name)?.[1]);
  assert.equal(count, 1);
  assert.equal(readFileSync(join(out, 'one.txt'), 'utf8'), text);
  assert.ok(!existsSync(join(out, 'two.txt')));
});

test('an empty member becomes an empty file', async () => {
  await unpackZip(join(folder, 'whole.zip'), folder, (name) => (name === 'a/empty' ? 'empty' : undefined));
  assert.equal(readFileSync(join(folder, 'empty'), 'utf8'), '');
});

test('a name that leaves the folder is refused', async () => {
  writeFileSync(join(folder, 'evil.zip'), zipFile({ '../outside.txt': 'x' }));
  const unpacked = unpackZip(join(folder, 'evil.zip'), join(folder, 'evil'), (name) => name);
  await assert.rejects(unpacked, /leaves its folder: \.\.\/outside\.txt/);
  assert.ok(!existsSync(join(folder, 'outside.txt')));
});

test('a file that is cut short is refused', async () => {
  writeFileSync(join(folder, 'cut.zip'), whole.subarray(0, whole.length - 40));
  await assert.rejects(
    unpackZip(join(folder, 'cut.zip'), folder, (name) => name),
    /not a whole zip file/,
  );
});
