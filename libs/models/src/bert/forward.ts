import { TlcError } from '#contracts';
import {
  addNorm,
  attention,
  dropout,
  embedding,
  feedForward,
  gradientCheckpoint,
  layerNorm,
  linear,
  packing,
  tf,
  type Dropout,
  type Packing,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '#engine';
import type { Batch } from '#text';
import type { Model } from '../model.js';
import type { BertConfig } from './config.js';
import { layer, layerParameters } from './parameters.js';

/** The tensor to use for a parameter: the model's own, a variable in training, or what a method makes of it. A pass may
 * ask for a parameter more than once: masked LM uses the word embeddings twice. */
export type Weights = (name: string) => Tensor;

/** The weights of a model as they are. */
export const weightsOf = (model: Model): Weights => {
  return (name) => {
    const parameter = model.parameters.get(name);
    if (!parameter) throw new TlcError('MODEL_MISSING_TENSOR', `The model has no parameter ${name}.`);
    return parameter.value;
  };
};

export interface ForwardOptions {
  /** Dropout for training; none when left out. `seed` and `step` decide its bits; `rate` stands for the config's. */
  readonly dropout?: { readonly seed: number; readonly step: number; readonly rate?: number };
  /** Keeps only the input of each layer for backward, which computes the layer again: the same values and gradients in
   * less memory and more time. */
  readonly gradientCheckpointing?: boolean;
  /** Sees the input [rows, in] of every linear layer of the encoder, by the layer's name
   * (`bert.encoder.layer.0.output.dense`). The tensor is freed after the call. */
  observe?(layer: string, input: Tensor2D): void;
}

/** What the parts of a forward pass share. */
interface Pass {
  readonly weights: Weights;
  readonly config: BertConfig;
  readonly batch: Packing;
  readonly options: ForwardOptions;
}

/** Weight [out, in] and bias [out] of a linear layer. */
export const linearWeights = (weights: Weights, name: string) => ({
  weight: weights(`${name}.weight`) as Tensor2D,
  bias: weights(`${name}.bias`) as Tensor1D,
});

/** Gain and bias [hidden] of a norm. */
export const normWeights = (weights: Weights, name: string) => ({
  gain: weights(`${name}.weight`) as Tensor1D,
  bias: weights(`${name}.bias`) as Tensor1D,
});

/** Dropout at a place of the model, or undefined where none is asked for. Every place has a number of its own: 0 for the
 * embeddings, 1 + 2i and 2 + 2i for the two sub-layers of layer i, and 1 + 2 layers for the classifier. */
export function noise({ dropout }: ForwardOptions, site: number, rate: number): Dropout | undefined {
  return dropout && { rate: dropout.rate ?? rate, key: { seed: dropout.seed, step: dropout.step, site } };
}

/**
 * The encoder: Devlin et al., 2018, arXiv 1810.04805, with normalisation after each sub-layer.
 *
 * @returns hidden states of the last layer, [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE where an id, position or type has no embedding, or a sentence is empty
 */
export function encode(weights: Weights, config: BertConfig, batch: Batch, options: ForwardOptions = {}): Tensor2D {
  const pass: Pass = { weights, config, batch: packing(batch.starts), options };
  return tf.tidy(() => {
    let hidden = embed(pass, batch);
    for (let i = 0; i < config.num_hidden_layers; i++) {
      const input = hidden;
      hidden = tf.tidy(() => (options.gradientCheckpointing ? checkpointed : encoderLayer)(pass, i, input));
      input.dispose();
    }
    return hidden;
  });
}

function embed(pass: Pass, { ids, positions, types }: Batch): Tensor2D {
  const { weights, config } = pass;
  const table = (name: string) => weights(`bert.embeddings.${name}.weight`) as Tensor2D;
  return tf.tidy(() => {
    const tables = {
      tokens: table('word_embeddings'),
      positions: table('position_embeddings'),
      types: table('token_type_embeddings'),
    };
    const sum = embedding({ ids, positions, types }, tables);
    const normed = layerNorm(sum, normWeights(weights, 'bert.embeddings.LayerNorm'), config.layer_norm_eps);
    const mask = noise(pass.options, 0, config.hidden_dropout_prob);
    return mask ? dropout(normed, mask) : normed;
  });
}

function encoderLayer(pass: Pass, index: number, x: Tensor2D): Tensor2D {
  const { weights, config, batch, options } = pass;
  const name = (part: string) => layer(index, part);
  const seen = (part: string, input: Tensor2D) => options.observe?.(name(part), input);
  const parts = ['query', 'key', 'value'].map((part) => {
    seen(`attention.self.${part}`, x);
    return linearWeights(weights, name(`attention.self.${part}`));
  });
  // One product for the three, which keep parameters of their own so that methods and files see Hugging Face's names
  const qkvWeight = tf.concat(parts.map(({ weight }) => weight));
  const qkvBias = tf.concat(parts.map(({ bias }) => bias));
  const context = attention(linear(x, qkvWeight, qkvBias), batch, { heads: config.num_attention_heads });

  seen('attention.output.dense', context);
  const output = linearWeights(weights, name('attention.output.dense'));
  const attended = addNorm(
    linear(context, output.weight, output.bias),
    x,
    normWeights(weights, name('attention.output.LayerNorm')),
    config.layer_norm_eps,
    noise(options, 1 + 2 * index, config.hidden_dropout_prob),
  );
  return addNorm(
    feedForwardPart(pass, name, attended),
    attended,
    normWeights(weights, name('output.LayerNorm')),
    config.layer_norm_eps,
    noise(options, 2 + 2 * index, config.hidden_dropout_prob),
  );
}

/** A layer that backward computes again. */
function checkpointed(pass: Pass, index: number, x: Tensor2D): Tensor2D {
  const names = layerParameters(pass.config, index).map(({ name }) => name);
  return gradientCheckpoint([x, ...names.map(pass.weights)], (input, ...given) => {
    const weights = new Map(names.map((name, i) => [name, given[i]]));
    return encoderLayer({ ...pass, weights: (name) => weights.get(name) as Tensor }, index, input as Tensor2D);
  });
}

/** In one operation, unless someone wants to see what lies between. */
function feedForwardPart({ weights, config, options }: Pass, name: (part: string) => string, x: Tensor2D): Tensor2D {
  const up = linearWeights(weights, name('intermediate.dense'));
  const down = linearWeights(weights, name('output.dense'));
  if (!options.observe) return feedForward(x, up, down, config.hidden_act);
  options.observe(name('intermediate.dense'), x);
  const inner = linear(x, up.weight, up.bias, config.hidden_act);
  options.observe(name('output.dense'), inner);
  return linear(inner, down.weight, down.bias);
}
