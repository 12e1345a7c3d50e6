import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isTag, openTags, type Tags } from './tags.js';

const ids = ['a', 'b'].map((digit) => digit.repeat(64));
let home: string;
let tags: Tags;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tlc-tags-'));
  tags = openTags(home);
});
afterAll(() => rm(home, { recursive: true }));

describe('names of models', () => {
  it('alone mean the version latest, else the highest number', async () => {
    for (const version of ['2', '10', '9']) await tags.set(`n:${version}`, ids[0]);
    expect(await tags.find('n')).toMatchObject({ version: '10' });
    await tags.set('n', ids[1]);
    expect(await tags.find('n')).toEqual({ name: 'n', version: 'latest', id: ids[1] });
    expect((await tags.list()).filter(({ name }) => name === 'n').map(({ version }) => version)).toEqual([
      '2',
      '9',
      '10',
      'latest',
    ]);
    await tags.remove('n');
    expect(await tags.find('n')).toMatchObject({ version: '10' });
    await expect(tags.remove('n:3')).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
    await expect(tags.find('n:3')).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
    expect(await tags.find('nobody')).toBeUndefined();
  });

  it('may have versions with dots', async () => {
    await tags.set('dotted:1.2.0', ids[0]);
    expect(await tags.find('dotted:1.2.0')).toEqual({ name: 'dotted', version: '1.2.0', id: ids[0] });
    expect(['dotted:1.2.0', 'dotted', 'a.b', './dotted', 'a/b:1', 'a:..'].map(isTag)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it.each(['a:b:c', '', '../x', 'A', 'a:', ':1', 'a:../b'])('are refused: %j', async (tag) => {
    await expect(tags.set(tag, ids[0])).rejects.toMatchObject({ code: 'NAME_INVALID' });
  });

  it('are whole whoever writes at the same time', async () => {
    const writes = Array.from({ length: 60 }, (_, i) => tags.set('both:1', ids[i % 2]));
    const reads = Array.from({ length: 60 }, async () => (await tags.find('both'))?.id);
    await Promise.all(writes);
    for (const id of await Promise.all(reads)) expect([...ids, undefined]).toContain(id);
    expect(ids).toContain((await tags.find('both:1'))!.id);
    expect(await readdir(join(home, 'tags', 'both'))).toEqual(['1']);
  });

  it('are not what a killed writer left aside, nor what somebody else put there', async () => {
    await tags.set('killed:1', ids[0]);
    await writeFile(join(home, 'tags', '.0d9e'), 'aaaa');
    await writeFile(join(home, 'tags', 'killed', '2'), 'no id');
    const own = (await tags.list()).filter(({ name }) => name === 'killed');
    expect(own).toEqual([{ name: 'killed', version: '1', id: ids[0] }]);
  });
});
