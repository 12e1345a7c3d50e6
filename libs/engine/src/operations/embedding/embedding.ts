import type { Tensor2D } from '../../backend.js';
import { checkedIndices, sizesOf, type Indices } from '../../shape-checks.js';
import * as kernel from './kernel.js';
import { kernelsServe } from '../../kernels/run.js';
import * as plain from './plain.js';

/** What an embedding looks up, [rows] each: token ids, positions in the sentence, segment types. */
export interface EmbeddingInputs {
  readonly ids: Indices;
  readonly positions: Indices;
  /** all 0 when left out */
  readonly types?: Indices;
}

/** Where it looks them up: [vocabulary, hidden], [longest sentence, hidden], [types, hidden] or none. */
export interface EmbeddingTables {
  readonly tokens: Tensor2D;
  readonly positions: Tensor2D;
  readonly types: Tensor2D | null;
}

/**
 * The sum of token, position and segment embeddings: Devlin et al., 2018, arXiv 1810.04805, section 3.
 *
 * @returns [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE, also when an id, position or type is not in its table
 */
export function embedding(inputs: EmbeddingInputs, tables: EmbeddingTables): Tensor2D {
  const sizes = sizesOf('embedding', {
    tokens: [tables.tokens, ['vocabulary', 'hidden']],
    positions: [tables.positions, ['longest', 'hidden']],
    types: tables.types && [tables.types, ['types', 'hidden']],
  });
  const ids = checkedIndices('embedding', 'ids', inputs.ids, sizes.vocabulary);
  const positions = checkedIndices('embedding', 'positions', inputs.positions, sizes.longest, ids.length);
  const types = inputs.types ?? new Int32Array(ids.length);
  const kinds = tables.types ? checkedIndices('embedding', 'types', types, sizes.types, ids.length) : new Int32Array(0);
  return (kernelsServe() ? kernel : plain).embedding({ ids, positions, types: kinds }, tables);
}
