import { TlcError } from '#contracts';
import { tf, type Tensor2D } from '#engine';
import { declared, familyOf } from '#families';
import type { Batch } from '#text';
import { computing } from './computing/computing.js';
import { passOver, type ForwardOptions, type HeadedConfig } from './computing/pass.js';
import type { Weights } from './weights.js';

/**
 * The encoder of a model.
 *
 * @returns hidden states of the last layer, [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE where an id, position or type has no embedding, or a sentence is empty
 */
export function encode(weights: Weights, model: HeadedConfig, batch: Batch, options: ForwardOptions = {}): Tensor2D {
  const { config } = model;
  const head = { kind: 'none' } as const;
  return tf.tidy(() => declared(computing(passOver(model, weights, batch, options)), familyOf(config), config, head));
}

/**
 * What a model predicts, before any softmax: [sentences, classes], [sentences, 1] in regression, [masked rows, vocabulary]
 * in masked LM, [rows, classes] for tokens, vectors [sentences, width] of an embeddings head.
 *
 * @throws TlcError MODEL_WRONG_HEAD without a head; DATA_NO_LABELS where masked LM gets a batch without masked rows
 */
export function logits(weights: Weights, model: HeadedConfig, batch: Batch, options: ForwardOptions = {}): Tensor2D {
  const { config, head } = model;
  if (head.kind === 'none') throw noHead();
  return tf.tidy(() => declared(computing(passOver(model, weights, batch, options)), familyOf(config), config, head));
}

/** The error for a model that is asked for predictions and has no head. */
export const noHead = (): TlcError =>
  new TlcError('MODEL_WRONG_HEAD', 'The model is an encoder without a head, so that it predicts nothing.');
