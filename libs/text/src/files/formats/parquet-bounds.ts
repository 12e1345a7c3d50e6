import { getHeapStatistics } from 'node:v8';
import type { Compressors, RowGroup } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { streamedBound } from '#artifacts';
import { TlcError } from '#contracts';
import type { RowBatch } from './format.js';

/** Bytes of an object for a row, and of a value in it. */
const ROW_BYTES = 64;
const VALUE_BYTES = 16;

/** Decompressors that stop before a file becomes far more than data does, whatever its page headers say.
 * @param size bytes of the file
 * @param refuse is told what is wrong */
export function boundedCompressors(size: number, refuse: (problem: string) => never): Compressors {
  const most = streamedBound(size);
  let unpacked = 0;
  const bounded = (decompress: NonNullable<Compressors[keyof Compressors]>) => (input: Uint8Array, length: number) => {
    unpacked += length;
    if (!(length >= 0 && unpacked <= most)) refuse(`it becomes more than ${most} bytes`);
    return decompress(input, length);
  };
  return Object.fromEntries(Object.entries(compressors).map(([codec, each]) => [codec, bounded(each)]));
}

/** Refuses a row group that does not fit into memory beside what is made of it: it is read whole.
 * @param most bytes; half of the heap when left out
 * @throws TlcError DATASET_TOO_LARGE with the first of its rows */
export function checkRowGroup(
  path: string,
  { num_rows: rows, columns }: RowGroup,
  first: number,
  most = getHeapStatistics().heap_size_limit / 2,
): void {
  const stored = columns.reduce((sum, column) => sum + Number(column.meta_data?.total_uncompressed_size ?? 0), 0);
  const needed = stored + Number(rows) * (ROW_BYTES + VALUE_BYTES * columns.length);
  if (needed <= most) return;
  const bytes = `${Math.ceil(needed / 2 ** 20)} MiB, more than the ${Math.round(most / 2 ** 20)} MiB`;
  const message = `${path}, row ${first}: the row group that begins here needs ${bytes} that may be held of it`;
  throw new TlcError('DATASET_TOO_LARGE', message, { details: { path, row: first } });
}

/** Counts what is read of a file as text: a few bytes may name one long value a million times.
 * @param refuse is told what is wrong */
export function countedText(size: number, refuse: (problem: string) => never): (rows: RowBatch['rows']) => void {
  const most = streamedBound(size);
  let length = 0;
  return (rows) => {
    for (const row of rows) for (const value of row) length += 1 + (value?.length ?? 0);
    if (length > most) refuse(`its values become more than ${most} characters`);
  };
}
