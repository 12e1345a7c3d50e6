import { tf } from '#engine';
import { headColumnsOf, layerParts, neuronWeightsOf } from '#families';
import type { Model } from './model.js';

/** A new model whose residual branches begin as zero: the last matrix of each attention and of each feed-forward block.
 * Frees the matrices that it replaces, and keeps the other tensors: it takes the model's place. */
export function withZeroOutputs(model: Model): Model {
  const { config } = model;
  const outputs = new Set(
    layerParts(config).flatMap((layer) => [
      headColumnsOf(layer, config),
      `${neuronWeightsOf(layer, config).down}.weight`,
    ]),
  );
  const parameters = [...model.parameters.values()].map((parameter) => {
    if (!outputs.has(parameter.name)) return parameter;
    const value = tf.zeros(parameter.value.shape);
    parameter.value.dispose();
    return { ...parameter, value };
  });
  return { ...model, parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])) };
}
