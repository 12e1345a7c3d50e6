import { mostCodes } from '../encoding/codebook.js';
import type { EncodingSpec } from '../encoding/encoding.js';
import { sizeOf } from '../encoding/groups.js';
import type { Part } from '../encoding/layout.js';
import type { Streams } from '../encoding/streams.js';
import type { ModelShape, ParameterShape } from '../shape.js';
import { checkShape } from './check-shape.js';
import { openFolder, type OpenFolder } from './open-folder.js';

/** The shapes of a model folder, from `config.json` and the headers of its weights: no values are read. Of a sparse
 * parameter with codes there are as many values as these have room for: up to seven too many where all are equally long; with
 * Huffman's, of which the shortest has a bit, maybe all.
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
    return {
      ...shape,
      encoding,
      ...(encoding.sparse && { nonZeros: keptValues(opened, shape, encoding) }),
      ...(encoding.codebook?.coding && { streams: streamsOf(opened, shape, encoding) }),
    };
  }
  const fileName = names.own.get(shape.name);
  checkShape(shape, fileName === undefined ? undefined : weights.headers.get(fileName), opened);
  return shape;
}

/** Length of a part of an encoded parameter, by its header. */
const lengthOf = ({ names, weights }: OpenFolder, name: string, part: Part): number | undefined =>
  weights.headers.get(names.own.get(`${name}.${part}`) ?? '')?.shape[0];

/** Values that a sparse parameter has: as many as there are values, or as its codes have room for. */
function keptValues(opened: OpenFolder, { name, shape }: ParameterShape, { grid, codebook }: EncodingSpec): number {
  const all = sizeOf(shape);
  if (!grid && !codebook) return lengthOf(opened, name, 'values') ?? all;
  const codes = lengthOf(opened, name, 'codes') ?? all;
  return Math.min(all, codebook ? mostCodes(codes, codebook) : Math.floor((codes * 8) / grid!.bits));
}

function streamsOf(opened: OpenFolder, { name }: ParameterShape, { sparse }: EncodingSpec): Streams {
  const [codes = 0, gaps = 0] = [lengthOf(opened, name, 'codes'), lengthOf(opened, name, 'gaps')];
  return { codes, ...(sparse && { gaps }) };
}
