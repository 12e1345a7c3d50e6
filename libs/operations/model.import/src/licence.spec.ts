import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { licenceOf } from './licence.js';

it.each([
  ['---\nlanguage: en\nlicense: apache-2.0\n---\n# Model', 'apache-2.0'],
  ['---\r\nlicense: mit\r\n---\r\n', 'mit'],
  ['# Model\nlicense: mit', undefined],
  ['---\nlicense: [mit]\n---\n', undefined],
  ['---\nlicense: unknown\n---\n', undefined],
  ['---\nlicense: "a\\nb: c"\n---\n', undefined],
  ['---\n{ [\n---\n', undefined],
  ['---\n---\n', undefined],
  [undefined, undefined],
])('reads of the card %j the licence %j', async (text, licence) => {
  const folder = await mkdtemp(join(tmpdir(), 'tlc-card-'));
  try {
    if (text !== undefined) await writeFile(join(folder, 'README.md'), text);
    expect(await licenceOf(folder)).toBe(licence);
  } finally {
    await rm(folder, { recursive: true });
  }
});
