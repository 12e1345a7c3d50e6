import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../../backend.js';
import { checkedIndices, checkedNumber, sizesOf, type Indices } from '../../shape-checks.js';
import * as kernel from './kernel.js';
import { kernelsServe } from '../../kernels/run.js';
import * as plain from './plain.js';
import { gatherRows } from '../rows/rows.js';

export interface OutputHeadOptions {
  /** ε: the target is 1 − ε on the label and ε spread evenly over the vocabulary, as in PyTorch; 0 when left out */
  readonly labelSmoothing?: number;
  /** a label whose rows do not count, for instance −100 */
  readonly ignore?: number;
}

/**
 * The mean cross entropy of a softmax over the whole vocabulary, with logits x tableᵀ + bias: the head of a masked
 * language model or a translator, whose table is that of the embedding. Label smoothing: Szegedy et al., 2015,
 * arXiv 1512.00567, section 7.
 *
 * The logits are never held all at once.
 *
 * @param x [rows, hidden]
 * @param table [vocabulary, hidden]
 * @param bias [vocabulary], or null for none
 * @param labels [rows], each from 0 to vocabulary − 1 or `ignore`
 * @returns the mean over the rows that count; 0 when none does
 * @throws ENGINE_WRONG_SHAPE
 */
export function outputHead(
  x: Tensor2D,
  table: Tensor2D,
  bias: Tensor1D | null,
  labels: Indices,
  { labelSmoothing = 0, ignore }: OutputHeadOptions = {},
): Scalar {
  const { rows, vocabulary } = sizesOf('outputHead', {
    x: [x, ['rows', 'hidden']],
    table: [table, ['vocabulary', 'hidden']],
    bias: bias && [bias, ['vocabulary']],
  });
  checkedNumber('outputHead', 'labelSmoothing', labelSmoothing, 0, 1);
  const all = checkedIndices('outputHead', 'labels', labels, vocabulary, rows, ignore);
  const counted = Int32Array.from(all.keys()).filter((row) => all[row] !== ignore);
  const every = counted.length === rows;
  const own = every ? x : gatherRows(x, counted);
  if (counted.length === 0) return tf.sum(own);
  const ownLabels = every ? all : all.filter((label) => label !== ignore);
  const added = bias ?? (tf.zeros([vocabulary]) as Tensor1D);
  return (kernelsServe() ? kernel : plain).meanCrossEntropy(own, table, added, ownLabels, labelSmoothing);
}
