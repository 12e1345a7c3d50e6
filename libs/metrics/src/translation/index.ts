/* The measures of translations, for a command that has no time to load what they do not need. */
export { type CorpusCounts, countCorpus, scoreCorpus, sumCounts } from './corpus.js';
export { formatConfidence, formatScore, formatValue, type PrintedScore } from './format.js';
export { toFixedHalfEven } from '../decimals.js';
export type { TranslationMeasure, Value } from './measure.js';
export { measuredTexts } from './measured.js';
export { BLEU_SMOOTHINGS, BLEU_TOKENIZERS } from '../bleu/options.js';
export { measuresOf, TRANSLATION_MEASURE_NAMES, TRANSLATION_MEASURES, type TranslationOptions } from './measures.js';
export type { Reference, References } from './references.js';
export { decodeSegments, segmentsOf } from './segments.js';
export { implementationOf, signatureOf, type Trials } from './signature.js';
export { trimEnd } from './whitespace.js';
