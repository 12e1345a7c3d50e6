import { type FileMetaData, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { fileBytes } from '#artifacts';
import { content, TlcError } from '#contracts';
import type { Format } from './format.js';
import { boundedCompressors, checkRowGroup, countedText } from './parquet-bounds.js';
import { recordValues } from './record-values.js';
import { valueText } from './value-text.js';

/** Columns of an Apache Parquet file, in any of its compressions; those of a group are called `translation.en`. */
export const parquet: Format = {
  endings: ['parquet'],

  async columns(path) {
    return columnsOf((await open(path)).metadata);
  },

  numbered: 'row',

  // One row group at a time: what its writer held in memory at once
  async *batches(path) {
    const { file, metadata } = await open(path);
    const columns = columnsOf(metadata);
    const refuse = (problem: string) => {
      throw damaged(path, problem);
    };
    const compressors = boundedCompressors(file.byteLength, refuse);
    const count = countedText(file.byteLength, refuse);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      checkRowGroup(path, group, rowStart + 1);
      const rowEnd = rowStart + Number(group.num_rows);
      const objects = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd }).catch(
        (cause: Error) => {
          throw cause instanceof TlcError ? cause : damaged(path, cause.message, cause);
        },
      );
      const first = rowStart + 1;
      const rows = objects.map((object) => {
        const values = new Map(recordValues(object));
        return columns.map((name) => valueText(values.get(name)));
      });
      count(rows);
      yield {
        columns,
        rows,
        numbers: objects.map((_, i) => first + i),
        skipped: 0,
      };
      rowStart = rowEnd;
    }
  },
};

function columnsOf(metadata: FileMetaData): string[] {
  return parquetSchema(metadata).children.flatMap(({ element, children }) => {
    const isRecord = children.length > 0 && element.converted_type === undefined && element.logical_type === undefined;
    return isRecord ? children.map((child) => `${element.name}.${child.element.name}`) : [element.name];
  });
}

async function open(path: string) {
  const { size, read } = await fileBytes(path, (problem) => {
    throw damaged(path, problem);
  });
  const file = { byteLength: size, slice: (start: number, end = size) => read(start, end - start) };
  const metadata = await parquetMetadataAsync(file).catch((cause: Error) => {
    throw damaged(path, cause.message, cause);
  });
  return { file, metadata };
}

function damaged(path: string, problem: string, cause?: Error): TlcError {
  const message = `${path} is no whole Parquet file that can be read: ${content(problem)}`;
  return new TlcError('FILE_DAMAGED', message, { cause, details: { path } });
}
