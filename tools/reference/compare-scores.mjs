#!/usr/bin/env node
/** `python libs/metrics/src/translation/fixtures/make_cases.py SEED COUNT | node tools/reference/compare-scores.mjs`:
 * compares TLC's scores with those of sacreBLEU on as many random cases as wanted. Needs a build. */
import { createInterface } from 'node:readline';

const door = (name) => import(new URL(`../../dist/libs/metrics/src/${name}/index.js`, import.meta.url).href);
const { TRANSLATION_MEASURES, countCorpus, formatScore, signatureOf, sumCounts } = await door('translation');
const { SEED, confidence, pairedBootstrap, pairedRandomization } = await door('significance');

const counted = (name, options, hyps, refs) => {
  const measure = TRANSLATION_MEASURES[name]({ [name]: options });
  return { measure, corpus: countCorpus(measure, hyps, refs) };
};

function score({ measure: name, options, hyps, refs, value, line, short }) {
  const { measure, corpus } = counted(name, options, hyps, refs);
  const sum = sumCounts(corpus);
  const own = measure.score(sum).value;
  const signature = signatureOf(measure.fields, corpus.references);
  const printed = formatScore({ title: measure.title, value: own, signature, detail: measure.detail(sum) }, 8);
  return own === value && printed === line && signatureOf(measure.fields, corpus.references, {}, true) === short;
}

function significance({ test, trials, refs, systems, options, results, confidence: intervals }) {
  const names = Object.keys(options);
  const all = systems.map((hyps) => names.map((name) => counted(name, options[name], hyps, refs)));
  const own = (test === 'bs' ? pairedBootstrap : pairedRandomization)(all, trials, SEED);
  return results.every((row, measure) => {
    const wanted = intervals[measure];
    const { mean, ci } = wanted ? confidence(all[0][measure], trials, SEED) : {};
    if (wanted && (wanted.mean !== mean || wanted.ci !== ci)) return false;
    return row.every(({ score, p_value: p, mean, ci }, system) => {
      const one = own[system][measure];
      return one.score === score && (one.p ?? null) === p && (one.mean ?? null) === mean && (one.ci ?? null) === ci;
    });
  });
}

let [cases, different] = [0, 0];
for await (const line of createInterface(process.stdin)) {
  const one = JSON.parse(line);
  cases++;
  if (one.test ? significance(one) : score(one)) continue;
  different++;
  if (different <= 5) console.log(line);
}
console.log(`${cases} cases, ${different} different`);
process.exitCode = different > 0 ? 1 : 0;
