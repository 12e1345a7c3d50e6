import type { Tensor } from '../../backend.js';
import { addTo as added } from './plain.js';
import { isOwn } from '../../kernels/memory.js';
import { run } from '../../kernels/run.js';

export function addTo(sum: Tensor, term: Tensor): Tensor {
  if (isOwn(sum)) return addInPlace(sum, term);
  return isOwn(term) ? addInPlace(term, sum) : added(sum, term);
}

function addInPlace(sum: Tensor, term: Tensor): Tensor {
  const [nothing] = run('TlcAddTo', [sum, term], 1);
  nothing.dispose();
  term.dispose();
  return sum;
}
