import type { Rounding, SignatureFields, TranslationMeasure } from '../translation/measure.js';
import { NgramTree } from '../translation/ngrams.js';
import { Vocabulary } from '../translation/vocabulary.js';
import { trimEnd } from '../translation/whitespace.js';
import { toFixedHalfEven } from '../decimals.js';
import { formatDetail } from './format.js';
import { bleuSettings, BLEU_TOKENIZERS, type BleuOptions, type BleuSettings } from './options.js';
import { scoreBleu } from './score.js';
import { bleuStatistics, nearestLength } from './statistics.js';

/** As many hypotheses as this that end in a detached full stop look tokenized. */
const TOKENIZED = 100;

/** BLEU with these settings. An n-gram counts as correct as often as it is in the reference that has it most often
 * (clipping: Papineni et al., 2002, P02-1040, section 2.1).
 * @throws TlcError CONFIG_WRONG_VALUE */
export function bleuMeasure(options: BleuOptions = {}): TranslationMeasure {
  const settings = bleuSettings(options);
  const { max_order, lowercase } = settings;
  const tokenize = BLEU_TOKENIZERS[settings.tokenize];
  const vocabulary = new Vocabulary();
  const tree = new NgramTree(max_order);
  const tokens = (text: string) => vocabulary.encode(tokenize(trimEnd(lowercase ? text.toLowerCase() : text)));
  const scored = (counts: ArrayLike<number>, rounding?: Rounding) =>
    scoreBleu(bleuStatistics(counts, max_order), settings, rounding);
  return {
    key: 'bleu',
    title: 'BLEU',
    width: 2 + 2 * max_order,
    fields: fieldsOf(settings),
    unsigned: [['order', '', max_order]],
    count(hypothesis, references, counts, from) {
      const own = references.map(tokens);
      const lengths = own.map(({ length }) => length);
      tree.clear(lengths.reduce((sum, length) => sum + length, 0));
      own.forEach((reference, number) => tree.add(reference, reference.length, number + 1));
      const words = tokens(hypothesis);
      counts[from] = words.length;
      counts[from + 1] = nearestLength(words.length, lengths);
      tree.match(words, words.length, counts, from + 2);
      for (let n = 0; n < max_order; n++) counts[from + 2 + max_order + n] = Math.max(0, words.length - n);
    },
    score: (counts, rounding) => ({ value: scored(counts, rounding).value, isSingle: false }),
    detail: (counts) => formatDetail(scored(counts)),
    parts(counts) {
      const { precisions, brevityPenalty, hypothesisLength, referenceLength } = scored(counts);
      return {
        precisions,
        brevity_penalty: brevityPenalty,
        hypothesis_length: hypothesisLength,
        reference_length: referenceLength,
      };
    },
    warnings: (hypotheses) => warningsOf(hypotheses, settings),
  };
}

function fieldsOf({ smooth, smooth_value, lowercase, effective_order, tokenize }: BleuSettings): SignatureFields {
  return [
    ['case', 'c', lowercase ? 'lc' : 'mixed'],
    ['eff', 'e', effective_order ? 'yes' : 'no'],
    ['tok', 'tok', tokenize],
    ['smooth', 's', smooth_value === undefined ? smooth : `${smooth}[${toFixedHalfEven(smooth_value, 2)}]`],
  ];
}

function warningsOf(hypotheses: readonly string[], { force }: BleuSettings): string[] {
  if (force || hypotheses.filter((line) => line.endsWith(' .')).length < TOKENIZED) return [];
  return [
    `At least ${TOKENIZED} hypotheses end in " .": they look tokenized, and BLEU of tokenized text is not comparable.`,
  ];
}
