import { addResidual, embedding, rows, type Tensor2D } from '#engine';
import type { EmbeddingTables } from '#families';
import type { Pass } from './pass.js';
import { scaledBy } from './scaled-by.js';

/** The sum of each token's rows of the tables, scaled, [rows, width]. */
export function embed(pass: Pass, tables: EmbeddingTables, matrix: (name: string) => Tensor2D): Tensor2D {
  return scaledBy(summed(pass, tables, matrix), tables.scale ?? 1);
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
