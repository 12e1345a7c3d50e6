import type { CompressionPlugin } from './plugin.js';

/** Whether a plugin with this config (a checked instance) works on a data set. */
export function needsData<C extends object>(plugin: CompressionPlugin<C>, config: C): boolean {
  const needs = typeof plugin.needs === 'function' ? plugin.needs(config) : plugin.needs;
  return Boolean(needs?.calibration || needs?.training);
}
