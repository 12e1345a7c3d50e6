import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TlcError } from '#contracts';

const LARGEST = 1_000_000;

/** The text of a pipeline file; `-` is stdin.
 * @throws TlcError PIPELINE_FILE_MISSING, MESSAGE_TOO_LARGE */
export async function readPipeline(file: string): Promise<string> {
  try {
    const path = file === '-' ? '/dev/stdin' : file;
    const { size } = await stat(path);
    if (size <= LARGEST) return await readFile(path, 'utf8');
    throw new TlcError('MESSAGE_TOO_LARGE', `${file} has ${size} bytes; a pipeline has at most ${LARGEST}`);
  } catch (error) {
    if (error instanceof TlcError) throw error;
    throw new TlcError('PIPELINE_FILE_MISSING', `${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** The folder of a pipeline file, whose files the pipeline may read. */
export const ownFolder = (file: string): readonly string[] => (file === '-' ? [] : [dirname(file)]);
