import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runAlone } from '#jobs';
import operation from './index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-texts-'));
  await writeFile(join(folder, 'hyp'), 'The dog bit the man.\nIt was not unexpected.\nThe man bit him first.\n');
  await writeFile(join(folder, 'ref1'), 'The dog bit the man.\nIt was not unexpected.\nThe man bit him first.\n');
  await writeFile(
    join(folder, 'ref2'),
    'The dog had bit the man.\nNo one was surprised.\nThe man had bitten the dog.\n',
  );
  await writeFile(join(folder, 'short'), 'One line.\n');
});
afterAll(() => rm(folder, { recursive: true }));

function bleu(references: string[], config: Record<string, unknown> = {}) {
  const paths = references.map((name) => join(folder, name));
  const inputs = { hypotheses: join(folder, 'hyp'), references: paths };
  return runAlone(operation, { inputs, config, output: folder, work: folder });
}

it('gives sacreBLEU’s score of its documentation’s example, with the signature', async () => {
  // sacreBLEU's README: these hypotheses against both references, one of them the same: 100
  const { summary } = await bleu(['ref1', 'ref2'], { sentences: true });
  expect(summary).toEqual({ bleu: 100, segments: 3 });
  const scores = JSON.parse(await readFile(join(folder, 'scores.json'), 'utf8'));
  expect(scores.measures[0].signature).toMatch(
    /^nrefs:2\|case:mixed\|eff:no\|tok:13a\|smooth:exp.*\|order:4\|unicode:/,
  );
  expect(scores.measures[0].parts).toMatchObject({ precisions: [100, 100, 100, 100], brevity_penalty: 1 });
  expect(await readFile(join(folder, 'bleu.txt'), 'utf8')).toMatch(/^BLEU\|nrefs:2.* = 100\.00 100\.0\/100\.0/);
  expect((await readFile(join(folder, 'sentences.tsv'), 'utf8')).split('\n')).toHaveLength(5);
});

it('gives chrF++ and TER by the same code', async () => {
  // Computed by sacreBLEU 2.6.0
  const { summary } = await bleu(['ref2'], { measure: ['ter', 'chrf', 'bleu'], chrf_word_order: 2, sentences: true });
  expect(summary).toEqual({ bleu: 23.93, chrf: 38.68, ter: 56.25, segments: 3 });
  expect(await readFile(join(folder, 'chrf.txt'), 'utf8')).toBe(
    'chrF2++|nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.6.0 = 38.68\n',
  );
  expect((await readFile(join(folder, 'sentences.tsv'), 'utf8')).split('\n')[0]).toBe('index\tbleu\tchrf\tter');
});

it('refuses references of another length', async () => {
  await expect(bleu(['ref1', 'short'])).rejects.toMatchObject({ code: 'TEXT_LENGTH_MISMATCH' });
});
