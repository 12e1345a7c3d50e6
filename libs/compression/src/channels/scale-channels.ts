import { tf } from '#engine';
import type { ChannelPath } from '#families';
import { type Model, type Parameter, mapParameters } from '#models';

/** What a parameter is multiplied by: each row or value of a vector, and each column. */
interface Factors {
  rows?: Float32Array;
  columns?: Float32Array;
}

/** A new model in which channels have another scale: those of each path are divided by its factors where they are made, and the
 * columns of the linear layers that get them are multiplied by the same. But for rounding it computes what the model does. What
 * changes is dense float32 in files, or sparse as it was.
 * @param scales positive factors of each path, one for each channel */
export function scaleChannels(model: Model, scales: ReadonlyMap<ChannelPath, Float32Array>): Model {
  const factors = new Map<string, Factors>();
  const at = (name: string): Factors => {
    const own = factors.get(name) ?? {};
    factors.set(name, own);
    return own;
  };
  for (const [{ source, targets }, scale] of scales) {
    for (const target of targets) at(`${target}.weight`).columns = scale;
    const first = source.kind === 'linear' ? source.from : 0;
    for (const part of ['weight', 'bias']) {
      const parameter = model.parameters.get(`${source.name}.${part}`);
      if (!parameter) continue;
      const rows = new Float32Array(parameter.value.shape[0]).fill(1);
      scale.forEach((factor, i) => (rows[first + i] = 1 / factor));
      at(parameter.name).rows = rows;
    }
  }
  return mapParameters(model, (parameter) => {
    const own = factors.get(parameter.name);
    return own ? scaled(parameter, own) : parameter;
  });
}

function scaled({ name, role, value, encoding }: Parameter, { rows, columns }: Factors): Parameter {
  const result = tf.tidy(() => {
    const wide = columns ? tf.mul(value, tf.tensor1d(columns)) : value;
    if (!rows) return wide;
    return tf.mul(wide, value.rank === 2 ? tf.tensor2d(rows, [rows.length, 1]) : tf.tensor1d(rows));
  });
  return { name, role, value: result, ...(encoding?.sparse && { encoding: { sparse: true } }) };
}
