import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { countCorpus, scoreCorpus, sumCounts } from './corpus.js';
import { formatScore } from './format.js';
import { TRANSLATION_MEASURES } from './measures.js';
import type { TranslationMeasure } from './measure.js';
import type { References } from './references.js';
import { decodeSegments } from './segments.js';
import { signatureOf } from './signature.js';

const file = (name: string) => readFileSync(new URL(name, import.meta.url));
const lines = (name: string) =>
  file(`fixtures/${name}`)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

type Name = TranslationMeasure['key'];

function scored(name: Name, options: object, hypotheses: string[], references: References) {
  const measure = TRANSLATION_MEASURES[name]({ [name]: options });
  const corpus = countCorpus(measure, hypotheses, references);
  const sum = sumCounts(corpus);
  const { value } = scoreCorpus(measure, corpus);
  const signature = signatureOf(measure.fields, corpus.references);
  return {
    value,
    line: formatScore({ title: measure.title, value, signature, detail: measure.detail(sum) }, 8),
    short: signatureOf(measure.fields, corpus.references, {}, true),
  };
}

describe('chrF, TER and BLEU are what sacreBLEU 2.6.0 gives', () => {
  it('of 240 random and awkward corpora: the same double, line and signature', () => {
    const cases = lines('cases.jsonl');
    expect(cases.length).toBe(240);
    for (const { measure, hyps, refs, options, value, line, short } of cases) {
      expect(scored(measure, options, hyps, refs)).toEqual({ value, line, short });
    }
  });

  it('of two systems of WMT17', () => {
    const wmt17 = (name: string) =>
      decodeSegments(gunzipSync(file(`../bleu/fixtures/wmt17-en-de/${name}.txt.gz`)), name);
    const reference = wmt17('ref.de');
    const cases = lines('wmt17.jsonl');
    expect(cases.length).toBe(10);
    for (const { measure, hyp, options, value, line } of cases) {
      expect(scored(measure, options, wmt17(hyp), [reference])).toMatchObject({ value, line });
    }
  });
});

describe('the values of sacreBLEU’s own tests', () => {
  it('of chrF come out', () => {
    const tests = JSON.parse(file('fixtures/chrf_tests.json').toString());
    const kinds = {
      corpus_eps_smoothing: { beta: 3, eps_smoothing: true },
      corpus_effective_order: { beta: 3 },
      corpus_keep_whitespace: { beta: 3, whitespace: true },
      sentence_chrf_eps_beta2: { eps_smoothing: true },
    };
    for (const [kind, options] of Object.entries(kinds)) {
      expect(tests[kind].length).toBeGreaterThan(0);
      for (const { hyps, hyp, refs, expected } of tests[kind]) {
        const references = hyps ? refs : refs.map((reference: string) => [reference]);
        const { value } = scored('chrf', options, hyps ?? [hyp], references);
        expect(Math.abs(value - expected)).toBeLessThan(tests.epsilon);
      }
    }
  });

  it('of TER come out', () => {
    const tests = JSON.parse(file('fixtures/ter_tests.json').toString());
    expect(tests.corpus_ter.length).toBe(7);
    for (const { hyps, refs, expected_0to1 } of tests.corpus_ter) {
      expect(Math.abs(scored('ter', {}, hyps, refs).value / 100 - expected_0to1)).toBeLessThan(tests.epsilon);
    }
  });
});

describe('TER', () => {
  it('takes a line of 10,000 words', () => {
    const words = (shift: number) => Array.from({ length: 10_000 }, (_, n) => `w${(n + shift) % 500}`).join(' ');
    expect(scored('ter', {}, [words(3)], [[words(0)]]).value).toBeLessThan(10);
  });
});

describe('refused are', () => {
  it('options outside of what there is', () => {
    const wrong = expect.objectContaining({ code: 'CONFIG_WRONG_VALUE' });
    for (const options of [{ char_order: 0 }, { word_order: -1 }, { beta: 1.5 }, { char_order: NaN }]) {
      expect(() => TRANSLATION_MEASURES.chrf({ chrf: options })).toThrow(wrong);
    }
  });

  it('texts of different lengths, with both, whatever the measure', () => {
    for (const name of ['bleu', 'chrf', 'ter'] as const) {
      expect(() => scored(name, {}, ['a', 'b'], [['a']])).toThrow(
        expect.objectContaining({ code: 'TEXT_LENGTH_MISMATCH', message: expect.stringMatching(/2 .*1 /) }),
      );
    }
  });
});
