import type { Scalar, Tensor } from '../../backend.js';
import { checkFloat, checkSomeRows, refuse } from '../../shape-checks.js';
import * as plain from './plain.js';

/**
 * The mean binary cross entropy of the sigmoids of logits, in nats: log(1 + eˣ) − y x for each logit x and label y. The
 * loss of many labels at once, and of replaced-token detection: Clark et al., 2020, arXiv 2003.10555, section 2.
 *
 * @param logits any shape, at least one of them
 * @param labels one for each logit, row by row, from 0 to 1
 * @throws ENGINE_WRONG_SHAPE
 */
export function binaryCrossEntropy(logits: Tensor, labels: ArrayLike<number>): Scalar {
  checkFloat('binaryCrossEntropy', 'logits', logits);
  checkSomeRows('binaryCrossEntropy', logits.size);
  if (labels.length !== logits.size) {
    refuse('binaryCrossEntropy', `labels has ${labels.length} values, expected ${logits.size}`);
  }
  for (let i = 0; i < labels.length; i++) {
    if (!(labels[i] >= 0 && labels[i] <= 1)) {
      refuse('binaryCrossEntropy', `labels[${i}] is ${labels[i]}, expected a number from 0 to 1`);
    }
  }
  return plain.binaryCrossEntropy(logits, Float32Array.from(labels));
}
