import { type CompressionContext, unitSlopes } from '#compression';
import { tf } from '#engine';
import { type Model, headColumnsOf, layerParts, neuronWeightsOf } from '#models';
import type { FisherPruningConfig } from './config.js';
import type { Kind } from './units.js';

/** The slopes of each sentence's loss by gates on the heads, or the neurons, of a layer. */
export interface Slopes {
  readonly layer: string;
  readonly kind: Kind;
  /** How many heads or neurons there are. */
  readonly units: number;
  /** The weight whose columns are theirs, and how many of them each has. */
  readonly weight: string;
  readonly columns: number;
  /** [sentences, units], row by row. */
  readonly values: Float32Array;
}

/** Slopes of all layers; one list for layers that share their parameters.
 * @throws what `gateGradients` throws */
export async function slopesOf(
  model: Model,
  { sentences, labels }: Pick<FisherPruningConfig, 'sentences' | 'labels'>,
  context: Pick<CompressionContext, 'gateGradients' | 'progress'>,
  within: readonly [number, number],
): Promise<readonly Slopes[]> {
  const places = placesOf(model);
  const rows = new Map<string, ArrayLike<number>[]>(places.map(({ weight }) => [weight, []]));
  let seen = 0;
  const weights = [...rows.keys()];
  await context.gateGradients(model, { weights, sentences, labels }, (gradients) => {
    for (const { weight, units, columns } of places) {
      rows.get(weight)!.push(unitSlopes(gradients.get(weight)!, units, columns));
    }
    const [from, to] = within;
    context.progress({ phase: 'gradients', done: from + ((to - from) * ++seen) / sentences });
  });
  return places.map((place) => ({ ...place, values: joined(rows.get(place.weight)!, place.units) }));
}

function placesOf({ config }: Model): readonly Omit<Slopes, 'values'>[] {
  const layers = new Map(layerParts(config).map((parts) => [parts.name, parts]));
  return [...layers.values()].flatMap((parts) => {
    const { name: layer, heads, headSize, inner } = parts;
    const down = `${neuronWeightsOf(parts, config).down}.weight`;
    return [
      { layer, kind: 'heads' as const, units: heads, weight: headColumnsOf(parts, config), columns: headSize },
      { layer, kind: 'neurons' as const, units: inner, weight: down, columns: 1 },
    ];
  });
}

function joined(rows: readonly ArrayLike<number>[], units: number): Float32Array {
  const all = new Float32Array(rows.length * units);
  rows.forEach((row, i) => all.set(row, i * units));
  return all;
}

/** The diagonal of the Fisher information of the gates, [units]: the sum of the squared slopes over the sentences. */
export function diagonalOf({ values, units }: Slopes): Float64Array {
  const sums = new Float64Array(units);
  values.forEach((slope, index) => (sums[index % units] += slope ** 2));
  return sums;
}

/** The layer's block of the Fisher information, [units, units] row by row: the sum of the products of slopes over the sentences. */
export function blockOf({ values, units }: Slopes): Float32Array {
  const products = tf.tidy(() => {
    const slopes = tf.tensor2d(values, [values.length / units, units]);
    return tf.matMul(slopes, slopes, true, false);
  });
  // Outside: a tidy looks at every number of an array that it returns
  const block = Float32Array.from(products.dataSync<'float32'>());
  products.dispose();
  return block;
}
