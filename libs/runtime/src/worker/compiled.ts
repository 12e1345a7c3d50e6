import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout, or of an installation: where package.json and dist/ are. */
export const ROOT = rootOf(fileURLToPath(import.meta.url));

/** Path of the compiled form of a source file, whether this code runs from dist/ or, in tests, from its sources: child
 * processes always run what was built (`nx test` builds first). Modules that need no build (`.mjs`) stay.
 * @param url of the file, ending in `.js` as an import would */
export function compiled(url: URL): string {
  const path = fileURLToPath(url);
  const inside = relative(ROOT, path);
  if (!/^(apps|libs)\b.*\.[jt]s$/.test(inside)) return path;
  const built = join(ROOT, 'dist', inside.replace(/\.ts$/, '.js'));
  if (existsSync(built)) return built;
  throw new Error(`${built} is not there: run npm run build`);
}

function rootOf(file: string): string {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error(`${file} lies in no folder with a package.json`);
}
