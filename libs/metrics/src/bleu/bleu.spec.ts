import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { corpusBleu, sentenceBleu } from './bleu.js';
import type { Reference } from '../translation/references.js';
import { formatBleu } from './format.js';
import type { BleuOptions } from './options.js';
import { decodeSegments, segmentsOf } from '../translation/segments.js';

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);
const jsonLines = (name: string) =>
  readFileSync(fixture(name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const wmt17 = (name: string) => decodeSegments(gunzipSync(readFileSync(fixture(`wmt17-en-de/${name}.txt.gz`))), name);

interface Case {
  hyps: string[];
  refs: Reference[][];
  options: BleuOptions;
  width: number;
  sentence: boolean;
  value: number;
  line: string;
  short: string;
}

describe('BLEU prints what sacreBLEU 2.6.0 prints', () => {
  it('of 340 random and awkward corpora and sentences, and its value is the same double', () => {
    const cases: Case[] = jsonLines('cases.jsonl');
    expect(cases.length).toBe(340);
    for (const { hyps, refs, options, width, sentence, value, line, short } of cases) {
      const score = sentence
        ? sentenceBleu(
            hyps[0],
            refs.map((stream) => stream[0]),
            options,
          )
        : corpusBleu(hyps, refs, options);
      expect(formatBleu(score, { width, signature: 'long' })).toBe(line);
      expect(score.shortSignature).toBe(short);
      expect(score.value).toBe(value);
    }
  });

  it('of two systems of WMT17, with one reference and two', () => {
    const texts = new Map(['ref.de', 'LIUM-NMT.4900', 'online-A.0'].map((name) => [name, wmt17(name)]));
    const cases = jsonLines('wmt17-en-de/expected.jsonl');
    expect(cases.length).toBe(21);
    for (const { hyp, refs, options, value, line } of cases) {
      const streams = refs.map((ref: string) => texts.get(ref)!);
      const score = corpusBleu(texts.get(hyp)!, streams, options);
      expect(formatBleu(score, { width: 4, signature: 'long' })).toBe(line);
      expect(score.value).toBe(value);
    }
  });

  it('of files, as its command line reads them', () => {
    for (const { hyp, refs, line, sentences } of jsonLines('files.jsonl')) {
      const hypotheses = segmentsOf(hyp);
      const streams: string[][] = refs.map(segmentsOf);
      const format = { width: 4, signature: 'long' } as const;
      expect(formatBleu(corpusBleu(hypotheses, streams), format)).toBe(line);
      const single = (segment: string, row: number) =>
        formatBleu(
          sentenceBleu(
            segment,
            streams.map((stream) => stream[row]),
          ),
          format,
        );
      expect(hypotheses.map(single)).toEqual(sentences);
    }
  });
});

describe('BLEU says how it was made', () => {
  it('by sacreBLEU’s signature, and what that leaves out', () => {
    const score = corpusBleu(['a'], [['a']], { tokenize: 'intl', smooth: 'floor', lowercase: true, max_order: 2 });
    expect(score.signature).toBe('nrefs:1|case:lc|eff:no|tok:intl|smooth:floor[0.10]|version:2.6.0');
    expect(score.implementation).toBe(`version:tlc-metrics-1|order:2|unicode:${process.versions.unicode}`);
  });

  it('with the number of references, where that differs as var', () => {
    const nrefs = (refs: Reference[][]) => corpusBleu(['a', 'b'], refs).signature.split('|')[0];
    expect(
      nrefs([
        ['a', 'b'],
        ['a', ''],
      ]),
    ).toBe('nrefs:2');
    expect(
      nrefs([
        ['a', 'b'],
        ['a', null],
      ]),
    ).toBe('nrefs:var');
    expect(
      nrefs([
        [undefined, 'b'],
        ['a', null],
      ]),
    ).toBe('nrefs:1');
  });

  it('with a warning where hypotheses look tokenized, unless forced', () => {
    const texts = Array.from({ length: 100 }, () => 'a b .');
    expect(corpusBleu(texts, [texts]).warnings).toHaveLength(1);
    expect(corpusBleu(texts, [texts], { force: true }).warnings).toEqual([]);
    expect(corpusBleu(texts.slice(1), [texts.slice(1)]).warnings).toEqual([]);
  });
});

describe('BLEU refuses', () => {
  const refused = (code: string, details?: object) =>
    expect.objectContaining({ code, ...(details && { details: expect.objectContaining(details) }) });

  it('texts of different lengths, with both', () => {
    expect(() => corpusBleu(['a', 'b'], [['a', 'b'], ['a']])).toThrow(
      refused('TEXT_LENGTH_MISMATCH', { hypotheses: 2, references: 1, reference: 2 }),
    );
  });

  it('no segments, no references, and a segment without a reference', () => {
    expect(() => corpusBleu([], [[]])).toThrow(refused('FILE_EMPTY'));
    expect(() => corpusBleu(['a'], [])).toThrow(refused('REFERENCE_MISSING'));
    expect(() => corpusBleu(['a', 'b'], [['a', null]])).toThrow(refused('REFERENCE_MISSING', { segment: 2 }));
  });

  it('options that do not exist', () => {
    const wrong: BleuOptions[] = [
      { tokenize: '14a' },
      { tokenize: 'toString' },
      { smooth: 'add_k' },
      { smooth: 'exp', smooth_value: 1 },
      { smooth: 'floor', smooth_value: -1 },
      { smooth: 'floor', smooth_value: NaN },
      { max_order: 0 },
      { max_order: 1.5 },
    ];
    for (const options of wrong) {
      expect(() => corpusBleu(['a'], [['a']], options)).toThrow(refused('CONFIG_WRONG_VALUE'));
    }
    expect(() => corpusBleu(['a'], [['a']], { tokenize: '14a' })).toThrow(/13a, intl, char, none, zh/);
  });
});
