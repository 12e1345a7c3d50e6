import { cpus } from 'node:os';
import { TlcError } from '#contracts';
import { kernelSet, kernelsHaveBf16 } from './kernels/addon.js';

/**
 * Of the operands of matrix products in `linear`, `feedForward` and `outputHead`, forward and backward. `bf16` rounds
 * them to bfloat16, 8 bits of mantissa, and sums in float32; tensors, attention and everything else remain float32.
 */
export type Precision = 'float32' | 'bf16';

let current: Precision = 'float32';

/** The precision of products that begin now. */
export const currentPrecision = (): Precision => current;

/**
 * Runs `compute` with products in this precision, and those of its gradients wherever backward runs. A gradient of a
 * gradient is float32 always.
 *
 * @param compute not asynchronous: what it leaves for later is done in the precision of then
 * @throws ENGINE_PRECISION
 */
export function withPrecision<T>(precision: Precision, compute: () => T): T {
  requirePrecision(precision);
  const before = current;
  current = precision;
  try {
    return compute();
  } finally {
    current = before;
  }
}

/** @throws ENGINE_PRECISION when products cannot be computed in it here, with the reason */
export function requirePrecision(precision: Precision): void {
  const reason = precision === 'bf16' ? whyNoBf16() : null;
  if (reason === null) return;
  throw new TlcError('ENGINE_PRECISION', `precision is bf16, but ${reason}.`, { details: { precision, reason } });
}

/** Why there are no bfloat16 products here, or null where there are. */
export function whyNoBf16(set = kernelSet, has = kernelsHaveBf16): string | null {
  if (has) return null;
  const processor = cpus()[0]?.model.trim() ?? process.arch;
  if (set === null) return 'the plain versions of TensorFlow.js compute here, not the kernels, which alone have it';
  if (set !== 'avx512') return `the kernels for ${set} compute here; only those for avx512 have it (${processor})`;
  return `the processor, ${processor}, has no AVX512_BF16, or the kernels were built by a g++ older than 10`;
}
