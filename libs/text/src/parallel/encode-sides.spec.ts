import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sentenceOf } from '../batching/joined.js';
import { readTokenizerFiles } from '../tokenizer/files/read-tokenizer-files.js';
import { encodeParallel } from './encode-parallel.js';

interface Case {
  readonly text: string;
  readonly ids: readonly number[];
}

const fixture = (name: string) => readFileSync(new URL(`../tokenizer/fixtures/marian/${name}`, import.meta.url));
const cases = JSON.parse(fixture('cases.json').toString('utf8')) as Record<'source' | 'target', Case[]>;
const RULES = { single: ['A', 'sep'], pair: ['A', 'sep', 'B', 'sep'], secondType: 0 } as const;
/** Texts of one line, and of letters that MarianTokenizer reads as this one does. */
const plain = (side: Case[]) => side.filter(({ text }) => /^[\w ,.!?]+$/.test(text) && text.trim() === text);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tlc-sides-'));
  for (const name of ['source.spm', 'target.spm']) writeFileSync(join(folder, name), gunzipSync(fixture(`${name}.gz`)));
  for (const name of ['vocab.json', 'tokenizer_config.json']) writeFileSync(join(folder, name), fixture(name));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('each side has the ids that Transformers’ MarianTokenizer has for it', async () => {
  const [sources, targets] = [plain(cases.source), plain(cases.target)];
  const count = Math.min(sources.length, targets.length);
  expect(count).toBeGreaterThan(20);
  const lines = (side: Case[]) => side.slice(0, count).map(({ text }) => `${text}\n`).join(''); // prettier-ignore
  writeFileSync(join(folder, 'train.en'), lines(sources));
  writeFileSync(join(folder, 'train.de'), lines(targets));
  const tokenizer = await readTokenizerFiles(folder, RULES);
  const options = { languages: ['en', 'de'] as const, maxLength: 256 };
  await expect(encodeParallel(tokenizer, folder, options)).rejects.toMatchObject({ code: 'TOKENIZER_INVALID' });
  const ofTargets = await readTokenizerFiles(folder, RULES, 'target');
  const { splits } = await encodeParallel(tokenizer, folder, { ...options, ofTargets });
  const found = Array.from({ length: 2 * count }, (_, side) => [...sentenceOf(splits.train!, side)]);
  expect(found).toEqual(Array.from({ length: count }, (_, i) => [sources[i].ids, targets[i].ids]).flat());
});
