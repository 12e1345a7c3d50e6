import { tf, type Tensor, type Tensor4D } from '../../backend.js';
import type { Rotary } from './options.js';

/** Cosines and sines of the angles position · base^(−2i / dimension), [length, dimension / 2] each, one after another. */
export function rotaryAngles(length: number, dimension: number, base: number): [Float32Array, Float32Array] {
  const half = dimension / 2;
  const [cosines, sines] = [new Float32Array(length * half), new Float32Array(length * half)];
  for (let i = 0; i < half; i++) {
    const frequency = base ** (-i / half);
    for (let position = 0; position < length; position++) {
      cosines[position * half + i] = Math.cos(position * frequency);
      sines[position * half + i] = Math.sin(position * frequency);
    }
  }
  return [cosines, sines];
}

/**
 * Turns heads [sentences, heads, length, size] by their positions: with the first `dimension` numbers of a head as two
 * halves, number i of the first and number i of the second are a point of the plane. Turning back, `by` −1, is the gradient.
 */
export function rotate(x: Tensor4D, { base, dimension = x.shape[3] }: Rotary, by: 1 | -1): Tensor4D {
  if (dimension === 0) return x;
  const [length, size] = [x.shape[2], x.shape[3]];
  const half = dimension / 2;
  const [cosines, sines] = rotaryAngles(length, dimension, base).map((values) =>
    tf.tensor(values, [1, 1, length, half]),
  );
  const turned = by === 1 ? sines : tf.neg(sines);
  const [a, b, rest] = tf.split(x, dimension === size ? [half, half] : [half, half, size - dimension], 3);
  const first = tf.sub(tf.mul(a, cosines), tf.mul(b, turned));
  const second = tf.add(tf.mul(b, cosines), tf.mul(a, turned));
  return tf.concat<Tensor>([first, second, ...(rest ? [rest] : [])], 3) as Tensor4D;
}
