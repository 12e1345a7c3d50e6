import type { WritableTensor } from '#artifacts';
import { type FileScheme, type Grid, packColumns, packRows } from '#families';
import { codesOf, middle } from '../encoding/project.js';
import type { Parameter } from '../model.js';

/** The tensors that stand for a matrix [out, in]: its codes as the method chose them, and scales [out, groups] of float32. */
export function compressedTensors({ name, value, encoding }: Parameter, scheme: FileScheme): WritableTensor[] {
  const [rows, columns] = value.shape as [number, number];
  const grid = encoding!.grid!;
  const codes = codesOf(value.dataSync<'float32'>(), [rows, columns], grid);
  const groups = scheme.group_size === undefined ? 1 : columns / scheme.group_size;
  const signed = (unsigned: Uint8Array) => Int8Array.from(unsigned, (code) => code - middle(grid.bits));
  const { scales, zeros } = scalesOf(grid, rows * groups);
  const scale: WritableTensor = { name: `${name}_scale`, dtype: 'F32', shape: [rows, groups], data: scales };
  const zeroPoint = `${name}_zero_point`;
  if (scheme.format === 'int-quantized') {
    return [
      { name, dtype: 'I8', shape: [rows, columns], data: signed(codes) },
      scale,
      ...(zeros ? [{ name: zeroPoint, dtype: 'I8', shape: [rows, groups], data: signed(zeros) } as const] : []),
    ];
  }
  const packed = packRows(codes, columns, grid.bits);
  const zero = zeros && packColumns(zeros, groups, grid.bits);
  return [
    { name: `${name}_packed`, dtype: 'I32', shape: [rows, packed.words], data: packed.data },
    scale,
    { name: `${name}_shape`, dtype: 'I64', shape: [2], data: BigInt64Array.of(BigInt(rows), BigInt(columns)) },
    ...(zero ? [{ name: zeroPoint, dtype: 'I32', shape: [zero.words, groups], data: zero.data } as const] : []),
  ];
}

/** Scales, and zero points where the grid has some, as many as there are rows and groups. */
function scalesOf({ scales, zeros, granularity }: Grid, count: number) {
  const at = (n: number) => (granularity === 'tensor' ? 0 : n);
  return {
    scales: Float32Array.from({ length: count }, (_, n) => scales[at(n)]),
    zeros: zeros && Uint8Array.from({ length: count }, (_, n) => zeros[at(n)]),
  };
}
