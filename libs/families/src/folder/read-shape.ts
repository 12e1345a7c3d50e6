import { sizeOf } from '../encoding/groups.js';
import type { ModelShape, ParameterShape } from '../shape.js';
import { checkShape } from './check-shape.js';
import { openFolder, type OpenFolder } from './open-folder.js';

/** The shapes of a model folder, from `config.json` and the headers of its weights: no values are read. Of a sparse
 * parameter on a grid there are as many values as its packed codes have room for, up to seven too many.
 *
 * @throws TlcError as `readModel`, but for what only values tell */
export async function readModelShape(folder: string): Promise<ModelShape> {
  const opened = await openFolder(folder);
  const parameters = opened.shapes.map((shape) => readShape(opened, shape));
  return { config: opened.config, head: opened.head, parameters };
}

function readShape(opened: OpenFolder, shape: ParameterShape): ParameterShape {
  const { encodings, names, weights } = opened;
  const encoding = encodings.get(shape.name);
  if (encoding) {
    return { ...shape, encoding, ...(encoding.sparse && { nonZeros: keptValues(opened, shape, encoding.grid?.bits) }) };
  }
  const fileName = names.own.get(shape.name);
  checkShape(shape, fileName === undefined ? undefined : weights.headers.get(fileName), opened);
  return shape;
}

/** Values that a sparse parameter has: as many as there are values, or as its packed codes have room for. */
function keptValues({ names, weights }: OpenFolder, { name, shape }: ParameterShape, bits?: number): number {
  const lengthOf = (part: string) => weights.headers.get(names.own.get(`${name}.${part}`) ?? '')?.shape[0];
  const all = sizeOf(shape);
  if (bits === undefined) return lengthOf('values') ?? all;
  return Math.min(all, Math.floor(((lengthOf('codes') ?? all) * 8) / bits));
}
