import { packCodes } from '#families';

/** Codes [rows, columns] as compressed-tensors packs them: each row in whole words of 32 bits, code after code, the lowest bit first,
 * a code across two words where it comes to lie so. Their format says that unsigned codes are signed ones plus 2^(bits-1). */
export function packRows(codes: Uint8Array, columns: number, bits: number): { data: Int32Array; words: number } {
  const rows = codes.length / columns;
  const words = Math.ceil((columns * bits) / 32);
  const bytes = new Uint8Array(rows * words * 4);
  for (let row = 0; row < rows; row++) {
    bytes.set(packCodes(codes.subarray(row * columns, (row + 1) * columns), bits), row * words * 4);
  }
  return { data: new Int32Array(bytes.buffer), words };
}

/** Codes [rows, columns] packed down the columns: words [words, columns]. */
export function packColumns(codes: Uint8Array, columns: number, bits: number): { data: Int32Array; words: number } {
  const rows = codes.length / columns;
  const turned = Uint8Array.from(codes, (_, i) => codes[(i % rows) * columns + Math.floor(i / rows)]);
  const { data, words } = packRows(turned, rows, bits);
  return { data: Int32Array.from(data, (_, i) => data[(i % columns) * words + Math.floor(i / columns)]), words };
}
