import type { CompressionMethod } from './method.js';

/** Whether a plugin with this config (a checked instance) works on a data set. */
export function needsData<C extends object>(plugin: CompressionMethod<C>, config: C): boolean {
  const needs = plugin.needs?.(config);
  return Boolean(needs?.calibration || needs?.training);
}

/** The inputs that a plugin with this config does not do without beside the model. */
export function neededInputs<C extends object>(plugin: CompressionMethod<C>, config: C): ('dataset' | 'teacher')[] {
  const teacher = plugin.needs?.(config).teacher ? (['teacher'] as const) : [];
  return [...(needsData(plugin, config) ? (['dataset'] as const) : []), ...teacher];
}
