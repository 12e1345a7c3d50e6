import type { ModelShape, ParameterShape } from '#families';
import { openFolder, type OpenFolder } from './open-folder.js';
import { checkShape } from './read-parameter.js';

/** The shapes of a model folder, from `config.json` and the headers of its weights: no values are read. Of a sparse
 * parameter on a grid there are as many values as its packed codes have room for, up to seven too many.
 *
 * @throws TlcError as `readModel`, but for what only values tell */
export async function readModelShape(folder: string): Promise<ModelShape> {
  const opened = await openFolder(folder);
  const parameters = opened.shapes.map((shape) => shapeInFile(opened, shape));
  return { config: opened.config, head: opened.head, parameters };
}

function shapeInFile({ encodings, names, weights, path }: OpenFolder, shape: ParameterShape): ParameterShape {
  const encoding = encodings.get(shape.name);
  if (!encoding) {
    const fileName = names.own.get(shape.name);
    checkShape(shape, fileName === undefined ? undefined : weights.headers.get(fileName), path);
    return shape;
  }
  return { ...shape, encoding, ...(encoding.sparse && { nonZeros: keptValues(shape, encoding.grid?.bits) }) };

  /** Values that a sparse parameter has: as many as there are values, or as its packed codes have room for. */
  function keptValues({ name, shape: own }: ParameterShape, bits?: number): number {
    const all = own.reduce((a, b) => a * b, 1);
    const part = (what: string) => {
      const fileName = names.own.get(`${name}.${what}`);
      return fileName === undefined ? undefined : weights.headers.get(fileName)?.shape[0];
    };
    if (bits === undefined) return part('values') ?? all;
    return Math.min(all, Math.floor(((part('codes') ?? all) * 8) / bits));
  }
}
