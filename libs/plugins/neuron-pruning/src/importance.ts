import type { CompressionContext, UnitScores } from '#compression';
import { type LayerParts, type Model, layerParts, neuronWeightsOf } from '#models';
import type { NeuronPruningConfig } from './config.js';

/** How much each neuron matters, by its layer's name. */
export function neuronImportance(
  model: Model,
  config: NeuronPruningConfig,
  context: Pick<CompressionContext, 'gateGradients'>,
): Promise<UnitScores> {
  return config.importance === 'magnitude' ? Promise.resolve(magnitudes(model)) : slopes(model, config, context);
}

/** The l2 norm of all of a neuron's weights: its rows before the activation, with their biases, and its column after it. */
function magnitudes(model: Model): UnitScores {
  return new Map(layerParts(model.config).map((parts) => [parts.name, norms(model, parts)]));
}

function norms(model: Model, parts: LayerParts): Float64Array {
  const { up, gate, down } = neuronWeightsOf(parts, model.config);
  const { inner } = parts;
  const squares = new Float64Array(inner);
  const add = (name: string, neuronOf: (index: number) => number) =>
    model.parameters
      .get(name)
      ?.value.dataSync<'float32'>()
      .forEach((value, index) => (squares[neuronOf(index)] += value ** 2));
  const width = model.parameters.get(`${up}.weight`)!.value.shape[1]!;
  // A gated block has a row of each half for a neuron
  add(`${up}.weight`, (index) => Math.floor(index / width) % inner);
  add(`${up}.bias`, (index) => index % inner);
  if (gate !== undefined) {
    add(`${gate}.weight`, (index) => Math.floor(index / width));
    add(`${gate}.bias`, (index) => index);
  }
  add(`${down}.weight`, (index) => index % inner);
  return squares.map(Math.sqrt);
}

/** The slope of a sentence's loss by a gate on each neuron, without its sign (Molchanov et al. 2017, arXiv 1611.06440, section
 * 2.2), or squared, which is the gate's empirical Fisher information (Theis et al. 2018, arXiv 1801.05787, equation 7),
 * over all sentences. */
async function slopes(
  model: Model,
  { importance, sentences }: NeuronPruningConfig,
  context: Pick<CompressionContext, 'gateGradients'>,
): Promise<UnitScores> {
  const layers = layerParts(model.config);
  const weights = new Map(layers.map((parts) => [`${neuronWeightsOf(parts, model.config).down}.weight`, parts]));
  const sums = new Map([...weights].map(([weight, { inner }]) => [weight, new Float64Array(inner)]));
  const size = importance === 'fisher' ? (slope: number) => slope ** 2 : Math.abs;
  await context.gateGradients(model, { weights: [...weights.keys()], sentences }, (gradients) => {
    for (const [weight, sum] of sums) {
      gradients.get(weight)!.forEach((slope, neuron) => (sum[neuron] += size(slope)));
    }
  });
  return new Map([...sums].map(([weight, sum]) => [weights.get(weight)!.name, sum]));
}
