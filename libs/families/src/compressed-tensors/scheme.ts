import type { GridSpec } from '../encoding/encoding.js';
import { shapeInFile } from '../folder/check-shape.js';
import type { Family } from '../family.js';
import { answersFor, type Head } from '../head.js';
import { familyOf } from '../registry.js';
import type { ModelShape, ParameterShape } from '../shape.js';

/** A weight's scheme, in compressed-tensors' own words (`QuantizationArgs`). */
export interface Scheme {
  readonly num_bits: number;
  readonly symmetric: boolean;
  readonly strategy: 'tensor' | 'channel' | 'group';
  readonly group_size?: number;
}

/** A scheme with how integers lie in a file: a byte for each, or packed into words of 32 bits. */
export interface FileScheme extends Scheme {
  readonly format: 'int-quantized' | 'pack-quantized';
}

/** The schemes of those weights that compressed-tensors can hold, by their names. */
export function schemesOf({ config, head, parameters }: ModelShape): ReadonlyMap<string, FileScheme> {
  const family = familyOf(config);
  const all = parameters.map((parameter) => [parameter.name, schemeOf(family, head, parameter)] as const);
  return new Map(all.filter((entry): entry is [string, FileScheme] => entry[1] !== undefined));
}

/** How compressed-tensors holds a weight; undefined where it has no way: what is on no grid, groups that do not divide a row, tables
 * that a decoder shares. One scale for a whole tensor is written for each of its rows. */
function schemeOf(family: Family, head: Head, { name, role, shape, encoding }: ParameterShape): FileScheme | undefined {
  const grid = encoding?.grid;
  const isMatrix = (role === 'linear' || role === 'embedding') && name.endsWith('.weight');
  if (!grid || !isMatrix || isShared(family, head, name)) return undefined;
  if (shapeInFile(family, name, shape).length !== 2) return undefined;
  const scheme = schemeFor(grid, shape[1]!);
  // Transformers 5.23 cannot load a table that is packed
  const isPacked = grid.bits < 8 && role === 'linear';
  return scheme && { ...scheme, format: isPacked ? 'pack-quantized' : 'int-quantized' };
}

function schemeFor({ bits, granularity, groupSize, symmetric }: GridSpec, columns: number): Scheme | undefined {
  const common = { num_bits: bits, symmetric };
  if (granularity !== 'group' || groupSize! >= columns) return { ...common, strategy: 'channel' };
  return columns % groupSize! === 0 ? { ...common, strategy: 'group', group_size: groupSize! } : undefined;
}

/** The grid of a scheme. */
export const gridOf = ({ num_bits: bits, symmetric, strategy, group_size: groupSize }: Scheme): GridSpec => ({
  bits,
  symmetric,
  granularity: strategy,
  ...(groupSize !== undefined && { groupSize }),
});

/** Whether another module has the same tensor: a decoder that is tied to the embeddings. */
const isShared = ({ files }: Family, head: Head, name: string) =>
  ['masked', 'target'].includes(answersFor(head)) && Object.values(files.tied ?? {}).includes(name);
