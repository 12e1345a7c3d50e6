import type { Tensor } from './backend.js';
import { tf } from './backend.js';
import { recorded } from './tape.js';

/**
 * How many floats a computation keeps for its backward pass: each tensor once, however many operations keep it.
 *
 * @param except tensors that are there anyway, such as the weights
 */
export function floatsHeld(compute: () => Tensor, except: Iterable<Tensor>): number {
  const seen = new Set<object>([...except].map(({ dataId }) => dataId));
  const { value, tape } = recorded(compute);
  let floats = 0;
  for (const { saved } of tape) {
    for (const tensor of saved) {
      if (tensor.dtype === 'float32' && !seen.has(tensor.dataId)) floats += tensor.size;
      seen.add(tensor.dataId);
    }
    tf.dispose([...saved]);
  }
  value.dispose();
  return floats;
}
