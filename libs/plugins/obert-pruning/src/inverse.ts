import { setImmediate } from 'node:timers/promises';
import { type LayerStatistics } from '#compression';
import { TlcError } from '#contracts';

/** Blocks between which other work of the process has its turn. */
const TURN = 512;

export interface Dampened {
  /** Name of the weight, for errors. */
  readonly name: string;
  readonly dampening: number;
  readonly signal: AbortSignal;
}

/** Gives `use` the inverse of each block of the empirical Fisher information, (λ I + Σ g gᵀ / m)⁻¹ [block, block], and where the block
 * begins among the weights (Kurtic et al. 2022, arXiv 2203.07259, section 3). The array is used again for the next block.
 *
 * A block is of no greater rank than there are gradients: λ makes it invertible, and where gradients are fewer than weights of a block, λ
 * alone says what is orthogonal to them. In float64, since λ may be a millionth of what it is added to.
 * @throws TlcError ENGINE_NOT_POSITIVE_DEFINITE with the weight's name */
export async function eachInverse(
  { sum, count }: NonNullable<LayerStatistics['outerProducts']>,
  { name, dampening, signal }: Dampened,
  use: (inverse: Float64Array, from: number) => void,
): Promise<void> {
  const [blocks, size] = sum.shape;
  const sums = sum.dataSync<'float32'>();
  const inverse = new Float64Array(size * size);
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < inverse.length; i++) inverse[i] = sums[block * inverse.length + i] / count;
    for (let i = 0; i < size; i++) inverse[i * size + i] += dampening;
    if (!invert(inverse, size)) {
      const message = `The Fisher information of ${name}, with ${dampening} on its diagonal, is not positive definite.`;
      throw new TlcError('ENGINE_NOT_POSITIVE_DEFINITE', message, { details: { name, dampening } });
    }
    use(inverse, block * size);
    if (block % TURN === TURN - 1) {
      signal.throwIfAborted();
      await setImmediate();
    }
  }
}

/** Inverts a symmetric positive definite matrix [size, size] in place, by Gauss and Jordan's elimination.
 * @returns whether it is positive definite */
export function invert(matrix: Float64Array, size: number): boolean {
  for (let k = 0; k < size; k++) {
    const pivot = matrix[k * size + k];
    if (!(pivot > 0)) return false;
    matrix[k * size + k] = 1;
    for (let j = 0; j < size; j++) matrix[k * size + j] /= pivot;
    for (let i = 0; i < size; i++) {
      const factor = matrix[i * size + k];
      if (i === k || factor === 0) continue;
      matrix[i * size + k] = 0;
      for (let j = 0; j < size; j++) matrix[i * size + j] -= factor * matrix[k * size + j];
    }
  }
  return true;
}
