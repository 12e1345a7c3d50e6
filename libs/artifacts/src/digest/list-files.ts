import { join } from 'node:path';
import { TlcError } from '#contracts';
import { locateInput } from '../input/locate.js';
import { listInput, statInput } from '../input/open.js';

/** The files below a folder by their paths with `/`, in the order of their code units. Links are followed, as model hubs
 * keep their files behind them. Hidden files and folders (their names begin with a dot) are left out.
 * @throws TlcError FILE_MISSING for a link that leads nowhere or to a folder around it; INPUT_OUTSIDE, INPUT_NOT_REGULAR */
export async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  await walk(folder, '', [await locateInput(folder)], files);
  return files.sort();
}

async function walk(folder: string, prefix: string, around: readonly string[], files: string[]): Promise<void> {
  for (const name of await listInput(join(folder, prefix))) {
    if (name.startsWith('.')) continue;
    const path = prefix ? `${prefix}/${name}` : name;
    const found = await statInput(join(folder, path)).catch((error: NodeJS.ErrnoException) => {
      if (error instanceof TlcError) throw error;
      throw new TlcError('FILE_MISSING', `${join(folder, path)} cannot be read: ${error.message}`, { cause: error });
    });
    if (found.isFile()) files.push(path);
    if (!found.isDirectory()) continue;
    const real = await locateInput(join(folder, path));
    if (around.includes(real)) {
      throw new TlcError('FILE_MISSING', `${join(folder, path)} is a link to a folder that it lies in`);
    }
    await walk(folder, path, [...around, real], files);
  }
}
