import type { CompressionPlugin } from './plugin.js';

/** Whether a plugin with this config (a checked instance) works on a data set. */
export function needsData<C extends object>(plugin: CompressionPlugin<C>, config: C): boolean {
  const needs = plugin.needs?.(config);
  return Boolean(needs?.calibration || needs?.training);
}
