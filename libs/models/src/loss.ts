import { TlcError } from '#contracts';
import {
  binaryCrossEntropy,
  crossEntropy,
  meanSquaredError,
  outputHead,
  rows,
  tf,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
} from '#engine';
import { declared, familyOf, type Table, type VocabularyOptions } from '#families';
import type { Batch } from '#text';
import { computing } from './computing/computing.js';
import { passOver, targetTexts, type ForwardOptions, type HeadedConfig } from './computing/pass.js';
import { maskedOf } from './computing/pick.js';
import { scaledBy } from './computing/scaled-by.js';
import { cosineOfPairs } from './similarities.js';
import { logits, noHead } from './forward.js';
import type { Weights } from './weights.js';

export interface LossOptions extends ForwardOptions {
  /** Of a target's tokens: the share of the wanted distribution that is spread evenly over the vocabulary (Szegedy et al.
   * 2015, arXiv 1512.00567, section 7); 0 when left out. */
  readonly labelSmoothing?: number;
}

/**
 * The loss of a batch, in nats: mean cross entropy over sentences, masked rows, target rows or rows; mean squared error in regression, and
 * of embeddings that of the cosine of each pair against its label (Reimers and Gurevych 2019, arXiv 1908.10084, section 3).
 *
 * @throws TlcError MODEL_WRONG_HEAD without a head; DATA_NO_LABELS where the batch lacks the head's labels
 */
export function loss(weights: Weights, model: HeadedConfig, batch: Batch, options: LossOptions = {}): Scalar {
  const { kind } = model.head;
  if (kind === 'none') throw noHead();
  if (kind === 'masked-lm') return maskedLoss(weights, model, batch, options);
  if (kind === 'seq2seq-lm') return targetLoss(weights, model, batch, options);
  return tf.tidy(() => {
    const labels = labelsOf(batch);
    const own = logits(weights, model, batch, options);
    switch (kind) {
      case 'classification':
        return crossEntropy(own, Int32Array.from(labels));
      case 'tokens':
        return labelledLoss(own, Int32Array.from(labels));
      case 'regression':
        return meanSquaredError(tf.reshape(own, [-1]) as Tensor1D, tf.tensor1d(Float32Array.from(labels)));
      case 'multi-label':
      case 'replaced-tokens':
        return binaryCrossEntropy(tf.reshape(own, [-1]) as Tensor1D, Float32Array.from(labels));
      case 'embeddings':
        return meanSquaredError(cosineOfPairs(own), tf.tensor1d(everySecond(labels)));
      case 'question-answering':
        return answerLoss(own, batch, Int32Array.from(labels));
    }
  });
}

/** Both sentences of a pair have its label. */
const everySecond = (labels: Int32Array | Float32Array) => Float32Array.from(labels).filter((_, i) => i % 2 === 0);

/** By the fused kernel, which never holds all logits. */
function maskedLoss(weights: Weights, model: HeadedConfig, batch: Batch, options: ForwardOptions): Scalar {
  const { config, head } = model;
  return tf.tidy(() => {
    const { labels } = maskedOf(batch);
    const pass = passOver(model, weights, batch, options);
    const on = { ...computing(pass), vocabulary: lossOfVocabulary(weights, labels) };
    return declared<Tensor2D>(on, familyOf(config), config, head) as unknown as Scalar;
  });
}

/** What stands in the place of the logits over the vocabulary: their loss. */
const lossOfVocabulary =
  (weights: Weights, labels: Int32Array, options?: Pick<LossOptions, 'labelSmoothing'>) =>
  (x: Tensor2D, table: Table, { bias, scale = 1 }: VocabularyOptions = {}) => {
    const added = bias === undefined ? null : (weights(bias) as Tensor1D);
    return outputHead(scaledBy(x, scale), weights(`${table.name}.weight`) as Tensor2D, added, labels, options) as never;
  };

/** By the fused kernel, too. */
function targetLoss(weights: Weights, { config, head }: HeadedConfig, batch: Batch, options: LossOptions): Scalar {
  return tf.tidy(() => {
    const { labels } = targetTexts(batch);
    const source = computing(passOver({ config, head }, weights, batch, options));
    const vocabulary = lossOfVocabulary(weights, labels, options);
    const on = { ...source, target: () => ({ ...source.target(), vocabulary }) };
    return declared<Tensor2D>(on, familyOf(config), config, head) as unknown as Scalar;
  });
}

/** Label of a token that takes no part in the loss, such as one that continues a word: that of Transformers. */
export const IGNORED = -100;

/** The mean cross entropy over the rows that have a label. */
function labelledLoss(own: Tensor2D, labels: Int32Array): Scalar {
  const counted = Int32Array.from(labels.keys()).filter((row) => labels[row] !== IGNORED);
  return crossEntropy(
    rows(own, counted),
    labels.filter((label) => label !== IGNORED),
  );
}

/** Half the sum of the cross entropies of the answer's first and last token over the tokens of its sentence.
 * @param labels int32 [2 sentences]: both within the sentence */
function answerLoss(own: Tensor2D, { starts }: Batch, labels: Int32Array): Scalar {
  const sentences = starts.length - 1;
  const terms = Array.from({ length: sentences }, (_, i) => {
    const scores = tf.transpose(tf.slice(own, [starts[i], 0], [starts[i + 1] - starts[i], 2])) as Tensor2D;
    return crossEntropy(scores, labels.slice(2 * i, 2 * i + 2));
  });
  return tf.div(tf.addN(terms), sentences);
}

function labelsOf({ labels }: Batch): Int32Array | Float32Array {
  if (!labels) throw new TlcError('DATA_NO_LABELS', 'The batch has no labels of its sentences.');
  return labels;
}
