import { tf, type Tensor } from '../../backend.js';

export function addTo(sum: Tensor, term: Tensor): Tensor {
  const result = tf.add<Tensor>(sum, term);
  tf.dispose([sum, term]);
  return result;
}
