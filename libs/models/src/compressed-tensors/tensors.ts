import type { WritableTensor } from '#artifacts';
import type { Grid, Settings } from '#families';
import { codesOf } from '../encoding/project.js';
import type { Parameter } from '../model.js';
import type { Scheme } from './scheme.js';
import { packColumns, packRows } from './words.js';

/** The version of compressed-tensors whose files these are like. */
const VERSION = '0.20.0';

/** The format of a scheme: a byte for each of 8 bits, else words of 32 bits. */
const formatOf = ({ num_bits: bits }: Scheme) => (bits === 8 ? 'int-quantized' : 'pack-quantized');

/** The tensors that stand for a matrix [out, in]: its codes as the method chose them, and scales [out, groups] of float32. */
export function compressedTensors({ name, value, encoding }: Parameter, scheme: Scheme): WritableTensor[] {
  const [rows, columns] = value.shape as [number, number];
  const grid = encoding!.grid!;
  const codes = codesOf(value.dataSync<'float32'>(), [rows, columns], grid);
  const groups = scheme.group_size === undefined ? 1 : columns / scheme.group_size;
  const middle = 2 ** (grid.bits - 1);
  const signed = (unsigned: Uint8Array) => Int8Array.from(unsigned, (code) => code - middle);
  const { scales, zeros } = scalesOf(grid, rows * groups);
  const scale: WritableTensor = { name: `${name}_scale`, dtype: 'F32', shape: [rows, groups], data: scales };
  if (formatOf(scheme) === 'int-quantized') {
    const zero = { name: `${name}_zero_point`, dtype: 'I8', shape: [rows, groups] } as const;
    return [
      { name, dtype: 'I8', shape: [rows, columns], data: signed(codes) },
      scale,
      ...(zeros ? [{ ...zero, data: signed(zeros) }] : []),
    ];
  }
  const packed = packRows(codes, columns, grid.bits);
  const zero = zeros && packColumns(zeros, groups, grid.bits);
  return [
    { name: `${name}_packed`, dtype: 'I32', shape: [rows, packed.words], data: packed.data },
    scale,
    { name: `${name}_shape`, dtype: 'I64', shape: [2], data: BigInt64Array.of(BigInt(rows), BigInt(columns)) },
    ...(zero
      ? [{ name: `${name}_zero_point`, dtype: 'I32', shape: [zero.words, groups], data: zero.data } as const]
      : []),
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

/** What config.json says of the weights: each scheme with the modules that have it. */
export function compressedSettings(schemes: ReadonlyMap<string, Scheme>): Settings {
  const modules = new Map<string, string[]>();
  for (const [name, scheme] of schemes) {
    const key = JSON.stringify(scheme);
    modules.set(key, [...(modules.get(key) ?? []), name.slice(0, -'.weight'.length)]);
  }
  const groups = [...modules].map(([key, targets], n) => {
    const scheme = JSON.parse(key) as Scheme;
    return [`group_${n}`, { targets, weights: { type: 'int', ...scheme }, format: formatOf(scheme) }] as const;
  });
  const formats = new Set(groups.map(([, { format }]) => format));
  return {
    quantization_config: {
      quant_method: 'compressed-tensors',
      version: VERSION,
      format: formats.size === 1 ? [...formats][0] : 'mixed-precision',
      quantization_status: 'compressed',
      config_groups: Object.fromEntries(groups),
      ignore: [],
    },
  };
}
