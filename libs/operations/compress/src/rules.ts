import { type GivenKeys, refusedKey } from '#jobs';
import { targetOf } from '#methods';
import type { CompressConfig } from './config.js';

/** A target that is measured needs data to measure it on.
 * @throws TlcError PIPELINE_MISSING_INPUT */
export function rules(given: GivenKeys<CompressConfig>): void {
  const { target } = given.config;
  if (!target || targetOf(target) === 'bytes' || given.has('dataset')) return;
  throw refusedKey(
    given,
    'PIPELINE_MISSING_INPUT',
    'dataset',
    `is missing: target.${targetOf(target)} is measured on it`,
  );
}
