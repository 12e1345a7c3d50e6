import type { CompressionMethod } from './method.js';

/** Whether a plugin with this config (a checked instance) works on a data set. */
export function needsData<C extends object>(plugin: CompressionMethod<C>, config: C): boolean {
  const needs = plugin.needs?.(config);
  return Boolean(needs?.calibration || needs?.training);
}
