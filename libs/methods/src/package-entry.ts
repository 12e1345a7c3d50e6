import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** The folder of an installed package, or of a path such as `./my-plugin`: looked for in the node_modules of each of
 * `bases` and of the folders above it. */
export function packageFolder(name: string, bases: readonly string[]): string | undefined {
  if (name.startsWith('.') || isAbsolute(name)) return [resolve(bases[0], name)].find(existsSync);
  return bases
    .flatMap(ancestors)
    .map((folder) => join(folder, 'node_modules', name))
    .find((folder) => existsSync(join(folder, 'package.json')));
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

/** The file that `import` of a package's folder would load, by its package.json's `exports` or `main`
 * (https://nodejs.org/api/packages.html#package-entry-points). */
export function packageEntry(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  return join(folder, target(manifest.exports) ?? (manifest.main as string | undefined) ?? 'index.js');
}

function target(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const conditions = exports as Record<string, unknown>;
  const keys = '.' in conditions ? ['.'] : ['node', 'import', 'default'];
  return keys.map((key) => target(conditions[key])).find((found) => found !== undefined);
}
