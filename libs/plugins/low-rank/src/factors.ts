import { type Svd, type Tensor2D, svd, tf } from '#engine';

/** The best approximation of a matrix by one of some rank (Eckart and Young 1936), as two factors that share the singular
 * values: W ≈ right left. They are the caller's to dispose.
 * @param weight [out, in]
 * @param rankOf the rank by the singular values; 0 for none
 * @returns left [rank, in] and right [out, rank] */
export function factorsOf(
  weight: Tensor2D,
  rankOf: (singular: ArrayLike<number>) => number,
): { left: Tensor2D; right: Tensor2D } | undefined {
  return tf.tidy(() => {
    const parts = svd(weight);
    const rank = rankOf(parts.s.dataSync());
    return rank > 0 ? truncated(parts, rank) : undefined;
  });
}

function truncated({ u, s, v }: Svd, rank: number): { left: Tensor2D; right: Tensor2D } {
  const root = tf.sqrt(tf.slice(s, 0, rank));
  const scaled = (x: Tensor2D) => tf.mul<Tensor2D>(tf.slice(x, [0, 0], [-1, rank]), root);
  return { left: tf.transpose(scaled(v)) as Tensor2D, right: scaled(u) };
}
