import { privateCopy, tf, type Tensor } from '#engine';
import type { Role } from './model.js';

/** The shape in files of a parameter with this shape in memory, or the other way round: a linear weight is [out, in] in
 * files and [in, out] in memory. */
export function fileShape(role: Role, shape: readonly number[]): number[] {
  return role === 'linear' ? shape.toReversed() : [...shape];
}

/** The values of a parameter in the order in which files hold them, in memory of their own. */
export function fileValues({ role, value }: { readonly role: Role; readonly value: Tensor }): Float32Array {
  if (role !== 'linear') return Float32Array.from(value.dataSync());
  const turned = tf.transpose(value);
  const values = turned.dataSync() as Float32Array;
  turned.dispose();
  return values;
}

/** The tensor of a parameter whose values are in the order of files.
 *
 * @param shape in memory */
export function fromFileValues(role: Role, values: Float32Array, shape: readonly number[]): Tensor {
  return tf.tidy(() => {
    const tensor = tf.tensor(values, fileShape(role, shape));
    // Either way in native memory, so that the array can be freed
    return role === 'linear' ? tf.transpose(tensor) : privateCopy(tensor);
  });
}
