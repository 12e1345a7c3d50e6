import { type DataLook, nearest, TlcError } from '#contracts';
import { measuresOf } from '#fit';

/** Measures of any classification that are better the higher they are, up to 1. */
const OF_CLASSES = ['accuracy', 'f1_macro', 'f1_weighted', 'f1_micro', 'balanced_accuracy', 'matthews'];

/** Of scores. */
const OF_SCORES = ['pearson', 'spearman'];

/** What a model is measured by: the measure that was asked for, or the one that is usual.
 * @param task of GLUE, whose own measures it may be measured by
 * @throws TlcError MEASURE_UNKNOWN where the measure does not fit the data */
export function metricOf(kind: DataLook['kind'], task: string | undefined, wanted: string | undefined): string {
  const own = measuresOf({ objective: kind, task });
  if (wanted === undefined) return own[0];
  const possible = [...new Set([...own, ...(kind === 'classification' ? OF_CLASSES : OF_SCORES)])];
  if (possible.includes(wanted)) return wanted;
  const near = nearest(wanted, possible);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  const message = `${wanted} does not fit ${kind}, only ${possible.join(', ')}${hint}`;
  throw new TlcError('MEASURE_UNKNOWN', message, { details: { measure: wanted, possible } });
}
