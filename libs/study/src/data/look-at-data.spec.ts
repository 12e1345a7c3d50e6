import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookAtData } from './look-at-data.js';

const data = new URL('../../../../data', import.meta.url).pathname;
let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-look-'));
});
afterAll(() => rm(base, { recursive: true }));

/** A CSV file of rows. */
async function csv(name: string, head: string, rows: readonly string[]): Promise<string> {
  const path = join(base, name);
  await writeFile(path, [head, ...rows].join('\n'));
  return path;
}

describe('a look at data', () => {
  it('counts SST-2 as its authors do: 67,349 and 872 sentences, 55.8 % of them positive', async () => {
    const look = await lookAtData(join(data, 'SST-2'), { task: 'sst2' });
    expect(look).toMatchObject({
      kind: 'classification',
      texts: ['sentence'],
      label: 'label',
      rows: { train: 67_349, dev: 872, test: 1821 },
      classes: [
        { name: 'positive', rows: 37_569 },
        { name: 'negative', rows: 29_780 },
      ],
    });
  });

  it('finds the columns and classes of one file', async () => {
    const look = await lookAtData(join(data, 'reviews/reviews.csv'), {});
    expect(look).toMatchObject({ kind: 'classification', texts: ['review'], label: 'label', rows: { train: 84 } });
    expect(look.classes).toEqual([
      { name: '0', rows: 42 },
      { name: '1', rows: 42 },
    ]);
    const named = await lookAtData(join(data, 'reviews/reviews.csv'), { labels: { 0: 'bad', 1: 'good' } });
    expect(named.classes?.map(({ name }) => name)).toEqual(['bad', 'good']);
    expect(look.words).toEqual({ median: 10, most: 11 });
  });

  it('takes fractions, and many whole numbers, for scores', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `text ${i},${(i / 7).toFixed(2)}`);
    const fractions = await csv('fractions.csv', 'text,score', rows);
    expect(await lookAtData(fractions, {})).toMatchObject({ kind: 'regression', label: 'score' });
    const whole = await csv(
      'whole.csv',
      'text,score',
      rows.map((_, i) => `text ${i},${i}`),
    );
    expect(await lookAtData(whole, {})).toMatchObject({ kind: 'regression' });
    const stars = await csv(
      'stars.csv',
      'text,score',
      rows.map((_, i) => `text ${i},${i % 5}`),
    );
    expect((await lookAtData(stars, {})).classes).toHaveLength(5);
  });

  it('takes more rows than a call takes arguments', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `text ${i},${i % 2}`);
    expect(await lookAtData(await csv('many.csv', 'text,label', rows), {})).toMatchObject({ rows: { train: 200_000 } });
  });

  it('says what is doubtful, and tells no text', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `secret ${i},${i === 0 ? 'rare' : 'usual'}`);
    const path = await csv('doubts.csv', 'text,label', [...rows, 'Secret  1,usual', 'secret 2,rare', ',usual']);
    const { doubts } = await lookAtData(path, {});
    expect(doubts).toEqual([
      '2 rows repeat the text of another row.',
      '1 text stands under more than one label: at best some of them can be learned.',
      '1 text is empty.',
      'One class has 97 % of the rows: a metric such as f1_macro or matthews says more than accuracy.',
      '1 class has fewer than 10 rows: little can be learned of it.',
    ]);
    expect(doubts.join()).not.toContain('secret');
  });

  it.each([
    ['one class', 'text,label', Array.from({ length: 30 }, (_, i) => `t ${i},a`), {}, 'DATA_LABELS_UNCLEAR', 'every row'],
    ['three rows', 'text,label', ['a,x', 'b,y', 'c,x'], {}, 'DATA_TOO_SMALL', 'has 3 rows'],
    [
      'labels that are nearly all different',
      'text,label',
      Array.from({ length: 30 }, (_, i) => `t ${i},name ${i}`),
      {},
      'DATA_LABELS_UNCLEAR',
      '30 different labels in 30 rows',
    ],
    [
      'a column that is not there, with the nearest',
      'text,label',
      Array.from({ length: 30 }, (_, i) => `t ${i},${i % 2}`),
      { text_columns: ['texts'] },
      'DATA_MISSING_COLUMN',
      'column 1 is called nearly so',
    ],
  ])('refuses %s', async (name, head, rows, request, code, message) => {
    const path = await csv(`${name.slice(0, 12)}.csv`, head, rows);
    await expect(lookAtData(path, request)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('refuses a folder without a train split', async () => {
    await writeFile(join(base, 'dev.tsv'), 'sentence\tlabel\na\t1\n');
    await expect(lookAtData(join(base, 'dev.tsv').replace('dev.tsv', ''), { task: 'sst2' })).rejects.toMatchObject({
      code: 'DATA_NO_SPLIT',
    });
  });
});
