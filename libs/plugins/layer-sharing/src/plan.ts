import { type CompressionPlan, withStructure } from '#methods';
import type { ModelShape, ParameterShape } from '#families';
import type { LayerSharingConfig } from './config.js';
import { sharedLayers, sharedStructure } from './groups.js';

/** A mean has its own values, float32 in files. */
export function plan(shape: ModelShape, config: LayerSharingConfig): CompressionPlan {
  const groups = sharedLayers(shape, config);
  const planned = withStructure(shape, sharedStructure(shape.config.structure, groups));
  const means = config.from === 'mean' ? groups.filter(({ length }) => length > 1).map(([first]) => `${first}.`) : [];
  const isMean = (name: string) => means.some((layer) => name.startsWith(layer));
  const dense = ({ name, role, shape, place }: ParameterShape): ParameterShape => ({ name, role, shape, place });
  const parameters = planned.parameters.map((parameter) => (isMean(parameter.name) ? dense(parameter) : parameter));
  const names = new Set(parameters.map(({ name }) => name));
  return {
    shape: { ...planned, parameters },
    left: { ...shape, parameters: shape.parameters.filter(({ name }) => names.has(name)) },
    limits: 'a file has the parameters of a group once, and as many operations are computed',
    seconds: config.finetune?.stop.seconds,
  };
}
