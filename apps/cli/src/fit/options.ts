import { resolve } from 'node:path';
import { checkConfig, RecommendRequest, TlcError } from '#contracts';
import type { CommonOptions } from '../target/target.js';

/** Options of `tlc recommend` and `tlc fit`. */
export interface RecommendOptions extends CommonOptions {
  readonly task?: string;
  readonly textColumns?: readonly string[];
  readonly labelColumn?: string;
  /** LABEL=NAME each. */
  readonly labels?: readonly string[];
  /** Seconds. */
  readonly train: number;
  readonly maxBytes?: number;
  /** Milliseconds. */
  readonly maxLatency?: number;
  readonly from?: string;
  /** Whether models that are trained from scratch are looked at, too. */
  readonly scratch?: boolean;
  readonly metric?: string;
  readonly seed: number;
}

/** The request that the options of a command stand for.
 * @throws TlcError CONFIG_WRONG_VALUE */
export function requestOf(data: string, options: RecommendOptions): RecommendRequest {
  const { task, textColumns, labelColumn, labels, train, maxBytes, maxLatency, from, scratch, metric, seed } = options;
  const given = {
    data: resolve(data),
    folder: process.cwd(),
    task,
    text_columns: textColumns,
    label_column: labelColumn,
    labels: labels && namesOf(labels),
    train_seconds: train,
    max_bytes: maxBytes,
    max_latency_ms: maxLatency,
    from,
    scratch,
    metric,
    seed,
  };
  return checkConfig(
    RecommendRequest,
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
}

/** Class names by label; labels alone are in the order of their class. */
function namesOf(labels: readonly string[]): readonly string[] | Record<string, string> {
  if (!labels.some((each) => each.includes('='))) return labels;
  return Object.fromEntries(
    labels.map((each) => {
      const at = each.indexOf('=');
      if (at > 0) return [each.slice(0, at), each.slice(at + 1)];
      throw new TlcError('CONFIG_WRONG_VALUE', `--labels: ${JSON.stringify(each)} is not LABEL=NAME as the others are`);
    }),
  );
}
