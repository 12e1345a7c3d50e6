import { type Random, type Tensor, type Variable, tf } from '#engine';
import type { UnitScores } from '#methods';
import { type LayerParts, type ModelConfig, headColumnsOf, layerParts, neuronWeightsOf } from '#models';
import type { L0PruningConfig } from './config.js';
import { finalGates, openness, sampledGates } from './hard-concrete.js';

/** log α of a gate in the beginning: 98 of a hundred are open. */
const OPEN = 2.5;

/** The least and the greatest random number: the logarithms of 0 and of what is beside 1 are not finite. */
const EDGE = 1e-6;

interface Layer {
  readonly name: string;
  /** The weight [out, in] whose inputs the units give. */
  readonly weight: string;
  readonly units: number;
  /** Consecutive inputs of a unit. */
  readonly columns: number;
  /** log α, as a share of the gates' rate, [units]. */
  readonly own: Variable;
  readonly noise: Variable;
}

/** Gates on the heads or neurons of all layers. */
export interface Gates {
  readonly trained: ReadonlyMap<string, Variable>;
  readonly kept: ReadonlyMap<string, Variable>;
  /** A weight with its inputs gated, the gates sampled; any other one as it is. */
  sampled(name: string, weight: Tensor): Tensor;
  /** The same with the gates as they are in the end. */
  settled(name: string, weight: Tensor): Tensor;
  /** The mean probability of a gate to be open, []. */
  open(): Tensor;
  /** log α of each, by the layer's name. */
  scores(): UnitScores;
  /** Draws other random numbers. */
  draw(random: Random): void;
  dispose(): void;
}

/** Open gates on each unit of a model. */
export function gatesOf(config: ModelConfig, { units: kind, gate_rate: rate }: L0PruningConfig): Gates {
  const variable = (size: number, value: number) => tf.tidy(() => tf.variable(tf.fill([size], value)));
  const layers = layerParts(config).map((parts): Layer => {
    const place = placeOf(parts, config, kind);
    const own = variable(place.units, OPEN / rate);
    return { name: parts.name, ...place, own, noise: variable(place.units, 0.5) };
  });
  const byWeight = new Map(layers.map((layer) => [layer.weight, layer]));
  const logAlpha = ({ own }: Layer): Tensor => tf.mul(own, rate);
  const gated = (name: string, weight: Tensor, gates: (layer: Layer) => Tensor): Tensor => {
    const layer = byWeight.get(name);
    if (!layer) return weight;
    const { units, columns } = layer;
    return tf.tidy(() => {
      const all = tf.tile(tf.reshape(gates(layer), [units, 1]), [1, columns]);
      return tf.mul(weight, tf.reshape(all, [1, units * columns]));
    });
  };
  return {
    trained: new Map(layers.map(({ name, own }) => [`${name}.gates`, own])),
    kept: new Map(layers.map(({ name, noise }) => [`${name}.noise`, noise])),
    sampled: (name, weight) => gated(name, weight, (layer) => sampledGates(logAlpha(layer), layer.noise)),
    settled: (name, weight) => gated(name, weight, (layer) => finalGates(logAlpha(layer))),
    open: () => tf.tidy(() => tf.mean(tf.concat(layers.map((layer) => openness(logAlpha(layer)))))),
    scores: () => new Map(layers.map(({ name, own }) => [name, own.dataSync<'float32'>().slice()])),
    draw: (random) => {
      for (const { units, noise } of layers) {
        const numbers = Float32Array.from({ length: units }, () => EDGE + (1 - 2 * EDGE) * random.uniform());
        tf.tidy(() => noise.assign(tf.tensor1d(numbers)));
      }
    },
    dispose: () => tf.dispose(layers.flatMap(({ own, noise }) => [own, noise])),
  };
}

function placeOf(parts: LayerParts, config: ModelConfig, kind: L0PruningConfig['units']) {
  return kind === 'heads'
    ? { weight: headColumnsOf(parts, config), units: parts.heads, columns: parts.headSize }
    : { weight: `${neuronWeightsOf(parts, config).down}.weight`, units: parts.inner, columns: 1 };
}
