import { tf, type Tensor2D } from '#engine';

/** x times a number. */
export const scaledBy = (x: Tensor2D, scale: number): Tensor2D => (scale === 1 ? x : tf.mul(x, scale));
