import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { TlcError } from '#contracts';

const LARGEST = 1_000_000;

export interface PipelineText {
  readonly text: string;
  /** Where its relative paths start: the file's folder; for stdin and pipes the one that the command runs in. */
  readonly folder: string;
}

/** A pipeline file; `-` is stdin.
 * @throws TlcError PIPELINE_FILE_MISSING, MESSAGE_TOO_LARGE */
export async function readPipeline(file: string): Promise<PipelineText> {
  try {
    // By its stream, as stdin may be a socket, which cannot be opened by a path
    if (file === '-') return { text: await textOf(process.stdin, file), folder: process.cwd() };
    const isFile = (await stat(file)).isFile();
    return {
      text: await textOf(createReadStream(file), file),
      folder: isFile ? dirname(resolve(file)) : process.cwd(),
    };
  } catch (error) {
    if (error instanceof TlcError) throw error;
    throw new TlcError('PIPELINE_FILE_MISSING', `${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function textOf(stream: AsyncIterable<Buffer>, file: string): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream) {
    parts.push(part);
    size += part.length;
    if (size > LARGEST)
      throw new TlcError('MESSAGE_TOO_LARGE', `${file} has more than the ${LARGEST} bytes that a pipeline may have`);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The folder of a pipeline file, whose files the pipeline may read. */
export const ownFolder = (file: string): readonly string[] => (file === '-' ? [] : [dirname(file)]);
