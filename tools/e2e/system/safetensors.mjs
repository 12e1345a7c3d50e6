import { readFile, writeFile } from 'node:fs/promises';

/** The entries of a safetensors header (https://github.com/huggingface/safetensors#format).
 *
 * @typedef {Record<string, { dtype: string, shape: number[], data_offsets: [number, number] }>} Header */

/**
 * Writes a safetensors file anew with a changed header before the same data.
 *
 * @param {string} file
 * @param {(header: Header) => void} change
 */
export async function editHeader(file, change) {
  const bytes = await readFile(file);
  const end = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, end));
  change(header);
  const text = JSON.stringify(header);
  const changed = Buffer.from(text.padEnd(Math.ceil(Buffer.byteLength(text) / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(changed.length));
  await writeFile(file, Buffer.concat([length, changed, bytes.subarray(end)]));
}

/**
 * Lets a safetensors file claim that its header has `length` bytes.
 *
 * @param {string} file
 * @param {bigint} length
 */
export async function setHeaderLength(file, length) {
  const bytes = await readFile(file);
  bytes.writeBigUInt64LE(length);
  await writeFile(file, bytes);
}
