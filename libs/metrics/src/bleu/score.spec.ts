import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { corpusBleu, sentenceBleu } from './bleu.js';
import { formatBleu } from './format.js';
import { bleuSettings } from './options.js';
import { scoreBleu } from './score.js';

/** What sacreBLEU's own tests expect. */
const tests = JSON.parse(readFileSync(new URL('./fixtures/sacrebleu_tests.json', import.meta.url), 'utf8'));
const raw = { tokenize: 'none', smooth: 'floor', smooth_value: 0.01, effective_order: true, force: true };

interface Counts {
  common: number[];
  total: number[];
  sys_len: number;
  ref_len: number;
  floor_value: number;
  expected_0to1: number;
}

const scored = ({ common, total, sys_len, ref_len, floor_value }: Counts) =>
  scoreBleu(
    { correct: common, total, hypothesisLength: sys_len, referenceLength: ref_len },
    bleuSettings(floor_value === undefined ? { smooth: 'none' } : { smooth: 'floor', smooth_value: floor_value }),
  ).value / 100;

describe('the values of sacreBLEU’s own tests', () => {
  it('come out of corpora', () => {
    for (const { hyps, refs, kwargs, expected } of tests.corpus_bleu) {
      const { tokenize, smooth_method: smooth } = kwargs;
      expect(corpusBleu(hyps, refs, { tokenize, smooth }).value).toBeCloseTo(expected, 6);
    }
  });

  it('come out of corpora without tokenization, with a floor and effective order', () => {
    const cases = [...tests['raw_corpus_bleu_floor_0.01_no_tok'], ...tests['effective_order_raw_floor_0.01']];
    expect(cases.length).toBe(6);
    for (const { hyps, refs, expected_0to1 } of cases) {
      expect(corpusBleu(hyps, refs, raw).value / 100).toBeCloseTo(expected_0to1, 8);
    }
  });

  it('come out of any longest n-gram', () => {
    for (const { order, hyps, refs, expected_2dp } of tests.max_ngram_order) {
      expect(corpusBleu(hyps, refs, { max_order: order }).value.toFixed(2)).toBe(expected_2dp);
    }
  });

  it('come out of counts', () => {
    const cases: Counts[] = [...tests.scoring_from_statistics, ...tests.degenerate_statistics_floor];
    for (const counts of cases) expect(scored(counts)).toBeCloseTo(counts.expected_0to1, 8);
  });

  it('come out as counts', () => {
    for (const { hyps, refs, common, total } of tests.statistics) {
      const score = corpusBleu(hyps, refs, { tokenize: 'none' });
      expect([score.correct, score.total]).toEqual([common, total]);
    }
  });

  it('follow the value of the floor', () => {
    for (const { hyps, refs, expected_with_offset_0_1, expected_with_offset_0 } of tests.floor_offset) {
      const at = (smooth_value: number) => corpusBleu(hyps, refs, { ...raw, smooth_value }).value / 100;
      expect(at(0.1)).toBeCloseTo(expected_with_offset_0_1, 8);
      expect(at(0)).toBe(expected_with_offset_0);
    }
  });
});

describe('a score', () => {
  it('is printed with ties to even, as Python prints', () => {
    const words = (count: number) => Array.from({ length: count }, (_, n) => `w${n}`).join(' ');
    const line = formatBleu(sentenceBleu(words(1), [words(16)]), { signature: 'short' });
    expect(line).toBe(
      'BLEU|#:1|c:mixed|e:yes|tok:13a|s:exp|v:2.6.0 = 0.00 100.0/0.0/0.0/0.0 ' +
        '(BP = 0.000 ratio = 0.062 hyp_len = 1 ref_len = 16)',
    );
  });
});
