import { nearest, TlcError } from '#contracts';
import { METRICS_VERSION } from '../version.js';
import { accuracy } from './accuracy.js';
import { balancedAccuracy, f1Macro, f1Micro, f1Weighted } from './class-averages.js';
import { f1 } from './f1.js';
import { matthews } from './matthews.js';
import { isConstant } from './pairs.js';
import { pearson } from './pearson.js';
import { spearman } from './spearman.js';

/** A number with what is needed to make it again. */
export interface Measured {
  readonly name: string;
  /** null where the measure has no value; `note` says why. */
  readonly value: number | null;
  /** `key:value` pairs, separated by |, that say how the number was made. */
  readonly signature: string;
  readonly note?: string;
}

type Answers = ArrayLike<number>;

interface Measure {
  readonly compute: (gold: Answers, predictions: Answers) => number;
  /** What, beside the number of rows, decides the value. */
  readonly settings: string;
  /** What to say of a value that a convention decided, or of none. */
  readonly note: (gold: Answers, predictions: Answers, value: number) => string | undefined;
}

const plain = () => undefined;

function whyNoCorrelation(gold: Answers, predictions: Answers, value: number): string | undefined {
  if (!Number.isNaN(value)) return undefined;
  if (gold.length < 2) return 'A correlation needs at least two rows.';
  if (isConstant(predictions)) return 'All predictions are the same, so that there is no correlation.';
  if (isConstant(gold)) return 'All gold scores are the same, so that there is no correlation.';
  return 'A gold score or a prediction is not a finite number.';
}

const MEASURES = {
  accuracy: { compute: accuracy, settings: '', note: plain },
  f1: {
    compute: f1,
    settings: 'average:binary|positive:1|',
    note: (gold, predictions, value) =>
      value === 0 && isConstant(gold) && gold[0] === 0 && isConstant(predictions) && predictions[0] === 0
        ? 'Neither gold answers nor predictions have class 1: 0 by convention.'
        : undefined,
  },
  matthews: {
    compute: matthews,
    settings: '',
    note: (gold, predictions) =>
      isConstant(predictions) || isConstant(gold)
        ? `All ${isConstant(predictions) ? 'predictions' : 'gold answers'} are one class: 0 by convention.`
        : undefined,
  },
  pearson: { compute: pearson, settings: '', note: whyNoCorrelation },
  spearman: { compute: spearman, settings: 'ties:average|', note: whyNoCorrelation },
  f1_micro: { compute: f1Micro, settings: 'average:micro|', note: plain },
  f1_macro: { compute: f1Macro, settings: 'average:macro|', note: plain },
  f1_weighted: { compute: f1Weighted, settings: 'average:weighted|', note: plain },
  balanced_accuracy: { compute: balancedAccuracy, settings: '', note: plain },
} satisfies Record<string, Measure>;

/** A measure of predictions against gold answers. */
export type MeasureName = keyof typeof MEASURES;

/** The names that `measure` takes. */
export const MEASURE_NAMES = Object.keys(MEASURES) as MeasureName[];

/** Measures predictions against gold answers: class numbers for accuracy, f1 and matthews, scores for pearson and
 * spearman. Values are fractions (accuracy and f1 from 0 to 1, the others from -1 to 1), not percent.
 * @throws MEASURE_UNKNOWN listing the measures there are, and whatever the measure throws */
export function measure(name: string, gold: Answers, predictions: Answers): Measured {
  if (!Object.hasOwn(MEASURES, name)) {
    const meant = nearest(name, MEASURE_NAMES);
    throw new TlcError(
      'MEASURE_UNKNOWN',
      `There is no measure ${JSON.stringify(name)} of predictions; there are ${MEASURE_NAMES.join(', ')}.` +
        (meant ? ` Did you mean ${meant}?` : ''),
      { details: { measure: name, known: MEASURE_NAMES, ...(meant && { nearest: meant }) } },
    );
  }
  const { compute, settings, note }: Measure = MEASURES[name as MeasureName];
  const value = compute(gold, predictions);
  const remark = note(gold, predictions, value);
  return {
    name,
    value: Number.isNaN(value) ? null : value,
    signature: `n:${gold.length}|${settings}version:${METRICS_VERSION}`,
    ...(remark && { note: remark }),
  };
}
