import type { Measure } from '#contracts';
import { countCorpus, sumCounts } from './corpus.js';
import { formatScore } from './format.js';
import type { TranslationMeasure } from './measure.js';
import type { Reference } from './references.js';
import { implementationOf, signatureOf } from './signature.js';

/** A measure of texts as `scores.json` has it, and the line that sacreBLEU prints of it.
 * @param references streams, each with one reference for every hypothesis
 * @throws TlcError as countCorpus */
export function measuredTexts(
  measure: TranslationMeasure,
  hypotheses: readonly string[],
  references: readonly (readonly Reference[])[],
): { readonly measured: Measure; readonly line: string } {
  const corpus = countCorpus(measure, hypotheses, references);
  const sum = sumCounts(corpus);
  const { value } = measure.score(sum);
  const signature = signatureOf(measure.fields, corpus.references);
  const parts = measure.parts(sum);
  return {
    measured: {
      name: measure.key,
      value,
      signature: `${signature}|${implementationOf(measure.unsigned)}`,
      samples: hypotheses.length,
      ...(parts && { parts }),
    },
    line: formatScore({ title: measure.title, value, signature, detail: measure.detail(sum) }, 2),
  };
}
