import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TlcError } from '#contracts';
import { invalid } from './check-plugin.js';
import { packageEntry, packageFolder } from './package-entry.js';
import { type FoundPlugin, type PluginRegistry, createRegistry } from './registry.js';

/** TLC's own plugins: a folder beside this library, compiled or in source as this file is. */
const OWN_PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url));
const INDEX = `index${extname(fileURLToPath(import.meta.url))}`;

export interface PluginSources {
  /** Folder of plugin folders, each with `src/index`; TLC's own if left out. */
  readonly folder?: string;
  /** npm packages (or paths of their folders, from `base`); those that TLC_PLUGINS names if left out. */
  readonly packages?: readonly string[];
  /** Where packages are looked for first; the working directory if left out. */
  readonly base?: string;
}

/** The names in TLC_PLUGINS: `a,@scope/b,./folder`. */
export function packagesNamed(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** Finds every plugin: nobody keeps a list. Importing one loads the engine.
 * @throws TlcError PLUGIN_INVALID, PLUGIN_DUPLICATE, and PLUGIN_UNKNOWN for a package that is not installed */
export async function discoverPlugins(sources: PluginSources = {}): Promise<PluginRegistry> {
  const { folder = OWN_PLUGINS, packages = packagesNamed(process.env.TLC_PLUGINS), base = process.cwd() } = sources;
  const entries = [
    ...pluginFolders(folder).map((home) => ({ from: home, entry: folderEntry(home) })),
    ...packages.map((name) => ({ from: name, entry: installedEntry(name, base) })),
  ];
  const found: FoundPlugin[] = [];
  for (const { from, entry } of entries) found.push({ from, plugin: await load(entry, from) });
  return createRegistry(found);
}

/** Folders that hold files: a build leaves the empty folders of what was deleted. */
function pluginFolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .filter((home) => readdirSync(home, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile()))
    .sort();
}

function folderEntry(home: string): string {
  const entry = join(home, 'src', INDEX);
  if (!existsSync(entry)) throw invalid(home, `src/${INDEX} is missing`);
  return entry;
}

function installedEntry(name: string, base: string): string {
  const folder = packageFolder(name, [base, OWN_PLUGINS]);
  if (!folder) {
    throw new TlcError('PLUGIN_UNKNOWN', `The package ${name} that TLC_PLUGINS names is not installed.`, {
      details: { package: name, base },
    });
  }
  const entry = packageEntry(folder);
  if (!existsSync(entry)) throw invalid(name, `${entry}, which its package.json names, is missing`);
  return entry;
}

async function load(entry: string, from: string): Promise<unknown> {
  try {
    const exported = (await import(pathToFileURL(entry).href)) as { default?: unknown; plugin?: unknown };
    return exported.default ?? exported.plugin;
  } catch (error) {
    if (error instanceof TlcError) throw error;
    throw invalid(from, `it cannot be loaded: ${(error as Error).message}`, error);
  }
}
