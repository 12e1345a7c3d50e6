import { TlcError } from '#contracts';
import { qualityMeasures } from '#fit';
import { checkSubmission } from '#metrics';
import type { Objective } from '#text';
import type { EvaluateConfig } from './config.js';

/** Measures of ONNX Runtime, which the model is exported for. */
export const RUNTIME: readonly string[] = ['onnx_bytes', 'latency', 'throughput'];

/** What any classification can be measured by, beside what its task is usually measured by. */
const CLASS_MEASURES = ['accuracy', 'f1_micro', 'f1_macro', 'f1_weighted', 'balanced_accuracy', 'matthews'];

/** What translations can be measured by, beside `bleu`. */
const TEXT_MEASURES = ['bleu_lowercase', 'chrf', 'ter'];

/** A data set, as far as it decides what can be measured. */
export interface Measurable {
  readonly objective: Objective;
  readonly task?: string;
  readonly splits?: object;
  /** Whether the split has labels; left out where that is not known yet. */
  readonly isLabelled?: boolean;
  /** Rows of the split's file, pairs counting as one; left out where that is not known yet. */
  readonly rows?: number;
}

/** The measures of the config, or those that fit the data set; the planner and the job ask.
 * @throws TlcError MEASURE_UNKNOWN where a measure does not fit the task, DATA_NO_SPLIT, and what checkSubmission
 * throws */
export function measuresOf({ measure, split, submission }: EvaluateConfig, data: Measurable): readonly string[] {
  const { objective, task, splits, isLabelled = true, rows } = data;
  if (splits && !(split in splits)) {
    const there = Object.keys(splits);
    throw new TlcError('DATA_NO_SPLIT', `the data set has no ${split} split; it has ${there.join(', ')}`, {
      details: { split, splits: there },
    });
  }
  if (submission) checkSubmission(task, split, rows);
  // Neither is run by ONNX Runtime
  const isText = objective === 'language-modelling' || objective === 'translation';
  const quality = qualityMeasures({ objective, task });
  const others = objective === 'classification' ? CLASS_MEASURES : objective === 'translation' ? TEXT_MEASURES : [];
  const possible = [...new Set([...quality, ...others]), 'bytes', 'parameters', ...(isText ? [] : RUNTIME)];
  if (measure) {
    const foreign = measure.find((name) => !possible.includes(name));
    if (foreign === undefined) return measure;
    const message = `${foreign} cannot be measured on ${task ?? objective}, only ${possible.join(', ')}`;
    throw new TlcError('MEASURE_UNKNOWN', message, { details: { measure: foreign, possible } });
  }
  return [...(isLabelled || isText ? quality : []), 'bytes', 'parameters', ...(isText ? [] : ['latency'])];
}
