import type { Tensor2D } from '../../backend.js';
import type { EmbeddingTables } from './embedding.js';
import type { Places } from './kernel.js';
import { add } from '../add-residual/plain.js';
import { gatherRows } from '../rows/plain.js';

export function embedding({ ids, positions, types }: Places, tables: EmbeddingTables): Tensor2D {
  const sum = add(gatherRows(tables.tokens, ids), gatherRows(tables.positions, positions));
  return tables.types ? add(sum, gatherRows(tables.types, types)) : sum;
}
