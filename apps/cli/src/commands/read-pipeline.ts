import { readFile, stat } from 'node:fs/promises';
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
    const path = file === '-' ? '/dev/stdin' : file;
    const found = await stat(path);
    if (found.size <= LARGEST) {
      const folder = file !== '-' && found.isFile() ? dirname(resolve(path)) : process.cwd();
      return { text: await readFile(path, 'utf8'), folder };
    }
    throw new TlcError('MESSAGE_TOO_LARGE', `${file} has ${found.size} bytes; a pipeline has at most ${LARGEST}`);
  } catch (error) {
    if (error instanceof TlcError) throw error;
    throw new TlcError('PIPELINE_FILE_MISSING', `${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
