import { answersFor, type Family, type GridSpec, type Head, shapeInFile, specOf } from '#families';
import type { Parameter } from '../model.js';

/** A weight's scheme, in compressed-tensors' own words (`QuantizationArgs`). */
export interface Scheme {
  readonly num_bits: number;
  readonly symmetric: boolean;
  readonly strategy: 'channel' | 'group';
  readonly group_size?: number;
}

/** How compressed-tensors holds a weight; undefined where it has no way: what is on no grid, groups that do not divide a row, tables
 * that a decoder shares. One scale for a whole tensor is written for each of its rows. */
export function schemeOf(family: Family, head: Head, { name, role, value, encoding }: Parameter): Scheme | undefined {
  const spec = encoding && specOf(encoding).grid;
  const isMatrix = (role === 'linear' || role === 'embedding') && name.endsWith('.weight');
  if (!spec || !isMatrix || isShared(family, head, name)) return undefined;
  if (shapeInFile(family, name, value.shape).length !== 2) return undefined;
  return schemeFor(spec, value.shape[1]!);
}

function schemeFor({ bits, granularity, groupSize, symmetric }: GridSpec, columns: number): Scheme | undefined {
  const common = { num_bits: bits, symmetric };
  if (granularity !== 'group' || groupSize! >= columns) return { ...common, strategy: 'channel' };
  return columns % groupSize! === 0 ? { ...common, strategy: 'group', group_size: groupSize! } : undefined;
}

/** Whether another module has the same tensor: a decoder that is tied to the embeddings. */
const isShared = ({ files }: Family, head: Head, name: string) =>
  ['masked', 'target'].includes(answersFor(head)) && Object.values(files.tied ?? {}).includes(name);
