import type { Model, Parameter } from '#models';
import { blockOf } from '../formats/grids.js';
import type { GraphBuilder } from './builder.js';
import { matrixCodes, packNibbles } from './codes.js';
import { parameterOf } from './weights.js';

/** The zero point of 4-bit codes that are given none. */
const MIDDLE = 8;

/** The block of MatMulNBits by which matrices can be multiplied side by side; undefined where there is none. */
export function commonBlock(model: Model, names: readonly string[]): number | undefined {
  const blocks = names.map((name) => {
    const { value, encoding } = parameterOf(model, name);
    return blockOf(encoding?.grid, value.shape[1]!);
  });
  return blocks.every((block) => block === blocks[0]) ? blocks[0] : undefined;
}

/** x W of matrices [out, in] of 4-bit codes side by side, by ONNX Runtime's MatMulNBits: the codes that the model has, two to a
 * byte, with a scale for each output and block of inputs.
 * @param accuracy in what it calculates: 1 float32, 4 x rounded to 8 bits in blocks */
export function nbitsProduct(
  graph: GraphBuilder,
  model: Model,
  names: readonly string[],
  x: string,
  block: number,
  accuracy: 1 | 4,
): string {
  const parts = names.map((name) => inBlocks(parameterOf(model, name), block));
  const [inputs] = parts.map(({ columns }) => columns);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const blocks = Math.ceil(inputs / block);
  const joined = (pieces: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(pieces));
  const constants = [
    graph.constant(`${names[0]}.codes`, 'uint8', [rows, blocks, block / 2], joined(parts.map(({ codes }) => codes))),
    graph.floats(`${names[0]}.scales`, [rows * blocks], Float32Array.from(parts.flatMap(({ scales }) => [...scales]))),
  ];
  if (parts.some(({ zeros }) => zeros.some((zero) => zero !== MIDDLE))) {
    const zeros = joined(parts.map((part) => packedRows(part.zeros, blocks, Math.ceil(blocks / 2))));
    constants.push(graph.constant(`${names[0]}.zeros`, 'uint8', [zeros.length], zeros));
  }
  const attributes = { K: inputs, N: rows, bits: 4, block_size: block, accuracy_level: accuracy };
  return graph.contrib('MatMulNBits', [x, ...constants], attributes);
}

/** A matrix as blocks of codes, scales and zeros [rows, blocks]. Where all zeros are the middle of fewer bits, codes move to that of
 * four, so that no zeros need be stored. */
function inBlocks(parameter: Parameter, block: number) {
  const [rows, columns] = parameter.value.shape as [number, number];
  const own = matrixCodes(parameter, parameter.encoding!.grid!);
  const blocks = Math.ceil(columns / block);
  const shift = parameter.encoding!.grid!.zeros ? 0 : MIDDLE - own.zeros[0];
  const at = (n: number) => Math.floor(n / blocks) * own.blocks + Math.floor(((n % blocks) * block) / own.block);
  return {
    rows,
    columns,
    codes: packedRows(
      own.codes.map((code) => code + shift),
      columns,
      (blocks * block) / 2,
    ),
    scales: Float32Array.from({ length: rows * blocks }, (_, n) => own.scales[at(n)]),
    zeros: Uint8Array.from({ length: rows * blocks }, (_, n) => own.zeros[at(n)] + shift),
  };
}

/** Rows of codes, two to a byte, each in so many bytes. */
function packedRows(codes: Uint8Array, columns: number, bytes: number): Uint8Array {
  const rows = codes.length / columns;
  const packed = new Uint8Array(rows * bytes);
  for (let row = 0; row < rows; row++) {
    packed.set(packNibbles(codes.subarray(row * columns, (row + 1) * columns)), row * bytes);
  }
  return packed;
}
