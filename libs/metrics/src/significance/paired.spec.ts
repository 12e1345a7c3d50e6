import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { countCorpus } from '../translation/corpus.js';
import { TRANSLATION_MEASURE_NAMES, TRANSLATION_MEASURES } from '../translation/measures.js';
import { signatureOf } from '../translation/signature.js';
import { confidence } from './bootstrap.js';
import { pairedBootstrap, pairedRandomization, SEED } from './paired.js';

const cases = readFileSync(new URL('../translation/fixtures/significance.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

it('p-values, means and intervals are the doubles that sacreBLEU 2.6.0 gives', () => {
  expect(new Set(cases.map(({ test }) => test))).toEqual(new Set(['bs', 'ar']));
  for (const { test, trials, refs, systems, options, results, confidence: intervals, signatures } of cases) {
    const counted = systems.map((hypotheses: string[]) =>
      TRANSLATION_MEASURE_NAMES.map((name) => {
        const measure = TRANSLATION_MEASURES[name]({ [name]: options[name] });
        return { measure, corpus: countCorpus(measure, hypotheses, refs) };
      }),
    );
    const own = (test === 'bs' ? pairedBootstrap : pairedRandomization)(counted, trials, SEED);
    for (const [measure, one] of counted[0].entries()) {
      for (const [system, { score, p_value: p, mean, ci }] of results[measure].entries()) {
        const result = own[system][measure];
        expect([result.score, result.p ?? null, result.mean ?? null, result.ci ?? null]).toEqual([score, p, mean, ci]);
      }
      const made = { [test]: trials, seed: SEED };
      expect(signatureOf(one.measure.fields, one.corpus.references, made)).toBe(signatures[measure]);
      if (intervals[measure]) expect(confidence(one, trials, SEED)).toEqual(intervals[measure]);
    }
  }
});
