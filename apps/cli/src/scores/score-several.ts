import { type PairedResult, pairedBootstrap, pairedRandomization } from '#metrics/significance';
import { countCorpus, scoreCorpus, signatureOf, type TranslationMeasure } from '#metrics/translation';
import type { ScoreOptions } from './options.js';
import { printSeveral } from './print-several.js';

/** The scores of several systems, and where asked for whether they differ from the first. */
export function scoreSeveral(
  measures: readonly TranslationMeasure[],
  systems: readonly { readonly name: string; readonly segments: readonly string[] }[],
  references: readonly (readonly string[])[],
  options: ScoreOptions,
): string {
  const counted = systems.map(({ segments }) =>
    measures.map((measure) => ({ measure, corpus: countCorpus(measure, segments, references) })),
  );
  const test = testOf(options);
  const results: PairedResult[][] = !test
    ? counted.map((own) => own.map(({ measure, corpus }) => ({ score: scoreCorpus(measure, corpus).value })))
    : test.kind === 'bs'
      ? pairedBootstrap(counted, test.trials, options.seed)
      : pairedRandomization(counted, test.trials, options.seed);
  const trials = test ? { [test.kind]: test.trials, seed: options.seed } : {};
  const names = systems.map(({ name }, i) => (test && i === 0 && name !== 'Baseline' ? `Baseline: ${name}` : name));
  return printSeveral(
    {
      systems: names,
      test,
      measures: measures.map(({ title, fields }, i) => ({
        title,
        signature: signatureOf(fields, counted[0][i].corpus.references, trials, options.short),
        results: results.map((own) => own[i]),
      })),
    },
    options,
  );
}

function testOf({ pairedAr, pairedBs, pairedArN, pairedBsN }: ScoreOptions) {
  if (pairedAr) return { kind: 'ar', trials: pairedArN } as const;
  return pairedBs ? ({ kind: 'bs', trials: pairedBsN } as const) : undefined;
}
