import { addResidual, embedding, rows, tf, type Tensor2D } from '#engine';
import type { EmbeddingTables } from '#families';
import type { Pass } from './pass.js';

/** The sum of each token's rows of the tables, scaled, [rows, width]. */
export function embed(pass: Pass, tables: EmbeddingTables, matrix: (name: string) => Tensor2D): Tensor2D {
  const sum = summed(pass, tables, matrix);
  return tables.scale === undefined || tables.scale === 1 ? sum : tf.mul(sum, tables.scale);
}

function summed(
  { batch }: Pass,
  { tokens, positions, types }: EmbeddingTables,
  matrix: (name: string) => Tensor2D,
): Tensor2D {
  const { ids } = batch;
  if (!positions) {
    const own = rows(matrix(tokens.name), ids);
    return types ? addResidual(rows(matrix(types.name), batch.types), own) : own;
  }
  const { first = 0 } = positions;
  return embedding(
    {
      ids,
      positions: first === 0 ? batch.positions : batch.positions.map((position) => position + first),
      ...(types && { types: batch.types }),
    },
    {
      tokens: matrix(tokens.name),
      positions: matrix(positions.name),
      types: types ? matrix(types.name) : null,
    },
  );
}
