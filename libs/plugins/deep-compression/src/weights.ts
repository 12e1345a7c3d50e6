import { bitsOf, chooseParameters, chosenNames } from '#methods';
import type { CodebookPrecision, CodebookSpec, Granularity, ModelShape } from '#families';
import type { DeepCompressionConfig } from './config.js';

/** The names of the weights to prune. By default those of the layers: magnitudes of pooler, head and embeddings are of another
 * size.
 * @throws TlcError CONFIG_WRONG_VALUE for a name that no weight has */
export function prunedNames(
  shape: Pick<ModelShape, 'parameters'>,
  { prune, skip }: DeepCompressionConfig,
): ReadonlySet<string> {
  return chosenNames(shape, { include: prune, skip }, 'prune');
}

/** The codebook for each weight that shares centroids, by name.
 * @throws TlcError CONFIG_WRONG_VALUE for a name that no weight has */
export function codebooksOf(
  shape: Pick<ModelShape, 'parameters'>,
  config: DeepCompressionConfig,
): ReadonlyMap<string, CodebookSpec> {
  const { granularity, precision } = config;
  const codebook = {
    kind: 'k-means',
    granularity: granularity as Granularity,
    precision: precision as CodebookPrecision,
    coding: 'huffman',
  } as const;
  return new Map(
    chooseParameters(shape, config).map(({ name, role }) => [name, { ...codebook, bits: bitsOf(role, config) }]),
  );
}
