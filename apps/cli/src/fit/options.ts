import { resolve } from 'node:path';
import { checkConfig, RecommendRequest } from '#contracts';
import type { CommonOptions } from '../target/target.js';

/** Options of `tlc recommend` and `tlc fit`. */
export interface RecommendOptions extends CommonOptions {
  readonly task?: string;
  readonly textColumns?: readonly string[];
  readonly labelColumn?: string;
  /** Seconds. */
  readonly train: number;
  readonly maxBytes?: number;
  /** Milliseconds. */
  readonly maxLatency?: number;
  readonly from?: string;
  readonly metric?: string;
  readonly seed: number;
}

/** The request that the options of a command stand for.
 * @throws TlcError CONFIG_WRONG_VALUE */
export function requestOf(data: string, options: RecommendOptions): RecommendRequest {
  const { task, textColumns, labelColumn, train, maxBytes, maxLatency, from, metric, seed } = options;
  const given = {
    data: resolve(data),
    folder: process.cwd(),
    task,
    text_columns: textColumns,
    label_column: labelColumn,
    train_seconds: train,
    max_bytes: maxBytes,
    max_latency_ms: maxLatency,
    from,
    metric,
    seed,
  };
  return checkConfig(
    RecommendRequest,
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
}
