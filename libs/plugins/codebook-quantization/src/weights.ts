import { bitsOf, chooseParameters } from '#methods';
import {
  type CodebookKind,
  type CodebookPrecision,
  type CodebookSpec,
  fixedBits,
  type Granularity,
  type ModelShape,
  type ParameterShape,
} from '#families';
import type { CodebookQuantizationConfig } from './config.js';

/** The codebook for each weight that is quantized, by name; the others, norms and biases stay as they are.
 * @throws TlcError CONFIG_WRONG_VALUE for a name that no weight has */
export function codebooksOf(
  shape: Pick<ModelShape, 'parameters'>,
  config: CodebookQuantizationConfig,
): ReadonlyMap<string, CodebookSpec> {
  return new Map(chooseParameters(shape, config).map(({ name, role }) => [name, codebookOf(role, config)]));
}

function codebookOf(role: ParameterShape['role'], config: CodebookQuantizationConfig): CodebookSpec {
  const kind = config.codebook as CodebookKind;
  return {
    kind,
    bits: fixedBits(kind) ?? bitsOf(role, config),
    granularity: config.granularity as Granularity,
    ...(config.granularity === 'group' && { groupSize: config.group_size }),
    precision: config.precision as CodebookPrecision,
    ...(config.coding === 'huffman' && { coding: 'huffman' }),
  };
}
