import { tensorOf } from '#engine';
import { cutConfig, shapeOf, type KeptIndices } from '#families';
import { disposeModel, mapParameters, type Model } from './model.js';

/** A model with all heads and neurons of its config, those that are gone as zeros: rows of zeros make a head or a neuron
 * that gives 0, and columns of zeros make nothing of what it gives. Frees the tensors of the model that it is given. */
export function refilled(model: Model): Model {
  const { structure = {}, ...config } = model.config;
  const neurons = Object.entries(structure.inner ?? {}).map(([layer, width]) => [
    layer,
    Array.from({ length: width }, (_, i) => i),
  ]);
  const { kept } = cutConfig(config, { heads: structure.heads, neurons: Object.fromEntries(neurons) });
  const shapes = new Map(shapeOf(config, model.head).parameters.map(({ name, shape }) => [name, shape]));
  const whole = mapParameters({ ...model, config }, ({ name, role, value }) => {
    const places = kept.get(name);
    const filled = places ? spread(value.dataSync() as Float32Array, shapes.get(name)!, places) : undefined;
    return { name, role, value: filled ? tensorOf(filled, shapes.get(name)!) : value };
  });
  disposeModel(model);
  return whole;
}

/** Values at their places in a tensor of zeros. */
function spread(values: Float32Array, [all, columns = 1]: readonly number[], kept: KeptIndices): Float32Array {
  const whole = new Float32Array(all * columns);
  const rows = kept.rows ?? Array.from({ length: all }, (_, i) => i);
  const own = kept.columns ?? Array.from({ length: columns }, (_, i) => i);
  rows.forEach((row, i) => own.forEach((column, j) => (whole[row * columns + column] = values[i * own.length + j])));
  return whole;
}
