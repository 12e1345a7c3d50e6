import { packCodes, unpackCodes } from '../encoding/bits.js';

/** Codes [rows, columns] as compressed-tensors packs them: each row in whole words of 32 bits, code after code, the lowest bit first,
 * a code across two words where it comes to lie so. Their format says that unsigned codes are signed ones plus 2^(bits-1). */
export function packRows(codes: Uint8Array, columns: number, bits: number): { data: Int32Array; words: number } {
  const rows = codes.length / columns;
  const words = wordsOf(columns, bits);
  const bytes = new Uint8Array(rows * words * 4);
  for (let row = 0; row < rows; row++) {
    bytes.set(packCodes(codes.subarray(row * columns, (row + 1) * columns), bits), row * words * 4);
  }
  return { data: new Int32Array(bytes.buffer), words };
}

/** Words of 32 bits that a row of so many codes takes. */
export const wordsOf = (columns: number, bits: number): number => Math.ceil((columns * bits) / 32);

/** Codes [rows, columns] packed down the columns: words [words, columns]. */
export function packColumns(codes: Uint8Array, columns: number, bits: number): { data: Int32Array; words: number } {
  const rows = codes.length / columns;
  const { data, words } = packRows(turned(codes, columns), rows, bits);
  return { data: turned(data, words), words };
}

/** The opposite of `packRows`: codes [rows, columns]. */
export function unpackRows(packed: Int32Array, columns: number, bits: number): Uint8Array {
  const bytes = new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength);
  const width = 4 * wordsOf(columns, bits);
  const rows = bytes.length / width;
  const codes = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    codes.set(unpackCodes(bytes.subarray(row * width, (row + 1) * width), bits, columns), row * columns);
  }
  return codes;
}

/** The opposite of `packColumns`: codes [rows, columns]. */
export const unpackColumns = (packed: Int32Array, rows: number, columns: number, bits: number): Uint8Array =>
  turned(unpackRows(turned(packed, columns), rows, bits), rows);

/** A matrix of so many columns, its rows and columns exchanged. */
function turned<T extends Uint8Array | Int32Array>(matrix: T, columns: number): T {
  const rows = matrix.length / columns;
  const out = matrix.slice() as T;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) out[column * rows + row] = matrix[row * columns + column];
  return out;
}
