import type { CompressionMethod } from './method.js';

/** Whether a plugin with this config (a checked instance) works on a data set. */
export function needsData<C extends object>(plugin: CompressionMethod<C>, config: C): boolean {
  const needs = plugin.needs?.(config);
  return Boolean(needs?.calibration || needs?.training);
}

/** An input of a `compress` step beside the model. */
export type MethodInput = 'dataset' | 'teacher' | 'rewind';

/** The inputs that a plugin with this config does not do without beside the model. */
export function neededInputs<C extends object>(plugin: CompressionMethod<C>, config: C): MethodInput[] {
  const { teacher = false, rewind = false } = plugin.needs?.(config) ?? {};
  const needs = { dataset: needsData(plugin, config), teacher, rewind };
  return (['dataset', 'teacher', 'rewind'] as const).filter((input) => needs[input]);
}
