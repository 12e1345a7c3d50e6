import { TlcError } from '#contracts';
import {
  crossEntropy,
  dropout,
  layerNorm,
  linear,
  meanSquaredError,
  outputHead,
  rows,
  tf,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
} from '#engine';
import type { Batch } from '#text';
import type { Head } from '../model.js';
import type { BertConfig } from './config.js';
import { encode, linearWeights, noise, normWeights, type ForwardOptions, type Weights } from './forward.js';
import { POOLER } from './parameters.js';

/** What decides how a head computes: a model, or its config and head. */
export interface HeadedConfig {
  readonly config: BertConfig;
  readonly head: Head;
}

const WORDS = 'bert.embeddings.word_embeddings.weight';

/**
 * tanh(W h + b) of each sentence's first token.
 *
 * @param hidden [rows, hidden], what `encode` returns
 * @param starts of the batch, [sentences + 1]
 * @returns [sentences, hidden]
 */
export function pooled(weights: Weights, hidden: Tensor2D, starts: Int32Array): Tensor2D {
  return tf.tidy(() => {
    const { weight, bias } = linearWeights(weights, POOLER);
    return tf.tanh(linear(rows(hidden, starts.subarray(0, -1)), weight, bias));
  });
}

/** Logits of the classes, [sentences, classes]; with a regression head scores, [sentences, 1]. */
function sentenceLogits(weights: Weights, config: BertConfig, batch: Batch, options: ForwardOptions): Tensor2D {
  const first = pooled(weights, encode(weights, config, batch, options), batch.starts);
  const rate = config.classifier_dropout ?? config.hidden_dropout_prob;
  const mask = noise(options, 1 + 2 * config.num_hidden_layers, rate);
  const { weight, bias } = linearWeights(weights, 'classifier');
  return linear(mask ? dropout(first, mask) : first, weight, bias);
}

/** What the decoder of masked LM works on: some rows of the batch, transformed, [predicted, hidden]. */
function predictedRows(weights: Weights, config: BertConfig, batch: Batch, options: ForwardOptions): Tensor2D {
  const hidden = rows(encode(weights, config, batch, options), maskedOf(batch).rows);
  const { weight, bias } = linearWeights(weights, 'cls.predictions.transform.dense');
  const norm = normWeights(weights, 'cls.predictions.transform.LayerNorm');
  return layerNorm(linear(hidden, weight, bias, config.hidden_act), norm, config.layer_norm_eps);
}

/**
 * What a model predicts, before any softmax: [sentences, classes], [sentences, 1] in regression, or
 * [masked rows, vocabulary] in masked LM.
 *
 * @throws TlcError MODEL_WRONG_HEAD without a head; DATA_NO_LABELS where masked LM gets a batch without masked rows
 */
export function logits(weights: Weights, model: HeadedConfig, batch: Batch, options: ForwardOptions = {}): Tensor2D {
  const { config, head } = model;
  return tf.tidy(() => {
    if (head.kind === 'none') return noHead();
    if (head.kind !== 'masked-lm') return sentenceLogits(weights, config, batch, options);
    const states = predictedRows(weights, config, batch, options);
    const table = weights(WORDS) as Tensor2D;
    return tf.add(tf.matMul(states, table, false, true), weights('cls.predictions.bias')) as Tensor2D;
  });
}

/**
 * The loss of a batch: mean cross entropy over sentences or masked rows, in nats; mean squared error in regression.
 *
 * @throws TlcError MODEL_WRONG_HEAD without a head; DATA_NO_LABELS where the batch lacks the head's labels
 */
export function loss(weights: Weights, model: HeadedConfig, batch: Batch, options: ForwardOptions = {}): Scalar {
  const { config, head } = model;
  return tf.tidy(() => {
    switch (head.kind) {
      case 'none':
        return noHead();
      case 'masked-lm': {
        const states = predictedRows(weights, config, batch, options);
        const bias = weights('cls.predictions.bias') as Tensor1D;
        return outputHead(states, weights(WORDS) as Tensor2D, bias, maskedOf(batch).labels);
      }
      case 'classification': {
        const labels = Int32Array.from(labelsOf(batch));
        return crossEntropy(sentenceLogits(weights, config, batch, options), labels);
      }
      case 'regression': {
        const scores = tf.reshape(sentenceLogits(weights, config, batch, options), [-1]) as Tensor1D;
        return meanSquaredError(scores, tf.tensor1d(Float32Array.from(labelsOf(batch))));
      }
    }
  });
}

function noHead(): never {
  throw new TlcError('MODEL_WRONG_HEAD', 'The model is an encoder without a head, so that it predicts nothing.');
}

function labelsOf({ labels }: Batch): Int32Array | Float32Array {
  if (!labels) throw new TlcError('DATA_NO_LABELS', 'The batch has no labels of its sentences.');
  return labels;
}

function maskedOf({ masked }: Batch) {
  if (!masked) throw new TlcError('DATA_NO_LABELS', 'The batch has no masked rows, which a masked-LM head predicts.');
  return masked;
}
