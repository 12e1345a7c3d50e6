import { tf, type Tensor2D } from '../../backend.js';
import type { EmbeddingTables } from './embedding.js';
import { fused } from '../../kernels/fused.js';
import { noMatrix, run } from '../../kernels/run.js';

/** Where each row looks in each table. */
export interface Places {
  readonly ids: Int32Array;
  readonly positions: Int32Array;
  readonly types: Int32Array;
}

export function embedding({ ids, positions, types }: Places, tables: EmbeddingTables): Tensor2D {
  const given = [tables.tokens, tables.positions, ...(tables.types ? [tables.types] : [])];
  return fused(
    given,
    () => {
      const places = [ids, positions, types].map((indices) => tf.tensor1d(indices, 'int32'));
      const inputs = [tables.tokens, tables.positions, tables.types ?? noMatrix, ...places];
      return { value: run('TlcEmbedding', inputs, 1)[0], kept: inputs };
    },
    (dy, kept) => given.map((_, i) => run('TlcRowsGradient', [dy, kept[3 + i], kept[i]], 1)[0]),
  );
}
