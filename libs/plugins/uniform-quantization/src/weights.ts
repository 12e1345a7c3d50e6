import { nearest, wrongValue } from '#contracts';
import type { Granularity, GridSpec, ModelShape, ParameterShape } from '#models';
import type { UniformQuantizationConfig } from './config.js';

/** The grid for a parameter, or undefined for one that stays as it is: norms, biases, and those to skip.
 * @throws TlcError CONFIG_WRONG_VALUE for a name to skip that no parameter has */
export function gridsOf(
  { parameters }: Pick<ModelShape, 'parameters'>,
  config: UniformQuantizationConfig,
): ReadonlyMap<string, GridSpec> {
  const names = parameters.filter(({ role }) => role === 'linear' || role === 'embedding').map(({ name }) => name);
  const skipped = new Set(
    config.skip.flatMap((pattern) =>
      matching(
        pattern,
        parameters.map(({ name }) => name),
      ),
    ),
  );
  const roles = new Map(parameters.map(({ name, role }) => [name, role]));
  const kept = names.filter((name) => !skipped.has(name));
  return new Map(kept.map((name) => [name, gridOf(roles.get(name)!, config)]));
}

function gridOf(role: ParameterShape['role'], config: UniformQuantizationConfig): GridSpec {
  return {
    bits: role === 'embedding' ? (config.embedding_bits ?? config.bits) : config.bits,
    granularity: config.granularity as Granularity,
    ...(config.granularity === 'group' && { groupSize: config.group_size }),
    symmetric: config.symmetric,
  };
}

function matching(pattern: string, names: readonly string[]): string[] {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  const found = names.filter((name) => expression.test(name));
  if (found.length > 0) return found;
  const near = nearest(pattern, names);
  throw wrongValue('skip', pattern, `the name of a parameter of the model${near ? `, such as ${near}` : ''}`);
}
