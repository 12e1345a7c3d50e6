import { countCorpus, sumCounts } from '../translation/corpus.js';
import type { Reference } from '../translation/references.js';
import { implementationOf, signatureOf } from '../translation/signature.js';
import { bleuMeasure } from './measure.js';
import { bleuSettings, type BleuOptions } from './options.js';
import { scoreBleu, type BleuParts } from './score.js';
import { bleuStatistics } from './statistics.js';

/** BLEU with how it was made. */
export interface BleuScore extends BleuParts {
  readonly name: 'bleu';
  /** sacreBLEU's signature. */
  readonly signature: string;
  /** The same in sacreBLEU's short form. */
  readonly shortSignature: string;
  /** What made the number, beside the settings that sacreBLEU's signature names. */
  readonly implementation: string;
  /** What makes the number doubtful. */
  readonly warnings: readonly string[];
}

/** BLEU of a corpus. `references` are streams, each with one reference for every hypothesis, or null.
 * @throws FILE_EMPTY, TEXT_LENGTH_MISMATCH, REFERENCE_MISSING, CONFIG_WRONG_VALUE */
export function corpusBleu(
  hypotheses: readonly string[],
  references: readonly (readonly Reference[])[],
  options: BleuOptions = {},
): BleuScore {
  const settings = bleuSettings(options);
  const measure = bleuMeasure(options);
  const corpus = countCorpus(measure, hypotheses, references);
  return {
    name: 'bleu',
    ...scoreBleu(bleuStatistics(sumCounts(corpus), settings.max_order), settings),
    signature: signatureOf(measure.fields, corpus.references),
    shortSignature: signatureOf(measure.fields, corpus.references, {}, true),
    implementation: implementationOf(measure.unsigned),
    warnings: measure.warnings(hypotheses),
  };
}

/** BLEU of one sentence against its references, with `effective_order` unless told otherwise: BLEU was made for
 * corpora, and few sentences have a match of every order.
 * @throws REFERENCE_MISSING, CONFIG_WRONG_VALUE */
export function sentenceBleu(
  hypothesis: string,
  references: readonly Reference[],
  options: BleuOptions = {},
): BleuScore {
  return corpusBleu(
    [hypothesis],
    references.map((reference) => [reference]),
    { effective_order: true, ...options },
  );
}
