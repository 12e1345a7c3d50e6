import type { Head, ModelShape, ParameterShape, Role } from '../model.js';
import type { BertConfig } from './config.js';

/** Pooler, a part that a model may have for the sake of a later head. */
export const POOLER = 'bert.pooler.dense';

/** Name of an encoder layer's part: `layer(0, 'output.dense')` is `bert.encoder.layer.0.output.dense`. */
export const layer = (index: number, part: string): string => `bert.encoder.layer.${index}.${part}`;

const parameter = (name: string, role: Role, shape: readonly number[]): ParameterShape => ({ name, role, shape });

const linear = (name: string, inputs: number, outputs: number) => [
  parameter(`${name}.weight`, 'linear', [outputs, inputs]),
  parameter(`${name}.bias`, 'bias', [outputs]),
];

const norm = (name: string, hidden: number) => [
  parameter(`${name}.weight`, 'norm', [hidden]),
  parameter(`${name}.bias`, 'norm', [hidden]),
];

/**
 * What a BERT model consists of: names as Hugging Face has them, their shapes, in the order in which data flows through them.
 *
 * @param pooler whether the model has a pooler though its head needs none
 */
export function parameterTable(config: BertConfig, head: Head, pooler = false): ParameterShape[] {
  const { hidden_size: hidden } = config;
  const layers = Array.from({ length: config.num_hidden_layers }, (_, i) => layerParameters(config, i));
  return [
    parameter('bert.embeddings.word_embeddings.weight', 'embedding', [config.vocab_size, hidden]),
    parameter('bert.embeddings.position_embeddings.weight', 'embedding', [config.max_position_embeddings, hidden]),
    parameter('bert.embeddings.token_type_embeddings.weight', 'embedding', [config.type_vocab_size, hidden]),
    ...norm('bert.embeddings.LayerNorm', hidden),
    ...layers.flat(),
    ...(pooler || needsPooler(head) ? linear(POOLER, hidden, hidden) : []),
    ...headParameters(config, head),
  ];
}

/** Those of one encoder layer. */
export function layerParameters(
  { hidden_size: hidden, intermediate_size: inner }: BertConfig,
  index: number,
): ParameterShape[] {
  return [
    ...['query', 'key', 'value'].flatMap((part) => linear(layer(index, `attention.self.${part}`), hidden, hidden)),
    ...linear(layer(index, 'attention.output.dense'), hidden, hidden),
    ...norm(layer(index, 'attention.output.LayerNorm'), hidden),
    ...linear(layer(index, 'intermediate.dense'), hidden, inner),
    ...linear(layer(index, 'output.dense'), inner, hidden),
    ...norm(layer(index, 'output.LayerNorm'), hidden),
  ];
}

function headParameters({ hidden_size: hidden, vocab_size: vocabulary }: BertConfig, head: Head): ParameterShape[] {
  switch (head.kind) {
    case 'none':
      return [];
    case 'masked-lm': // the decoder's weight is that of the word embeddings
      return [
        ...linear('cls.predictions.transform.dense', hidden, hidden),
        ...norm('cls.predictions.transform.LayerNorm', hidden),
        parameter('cls.predictions.bias', 'bias', [vocabulary]),
      ];
    case 'classification':
      return linear('classifier', hidden, head.labels.length);
    case 'regression':
      return linear('classifier', hidden, 1);
  }
}

/** Whether a head works on the pooled first token of a sentence. */
export const needsPooler = (head: Head): boolean => head.kind === 'classification' || head.kind === 'regression';

/** The shapes of a new model. */
export function shapeOf(config: BertConfig, head: Head): ModelShape {
  return { config, head, parameters: parameterTable(config, head) };
}
