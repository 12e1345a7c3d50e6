import { type PluginRegistry, discoverPlugins } from '#methods';

let found: Promise<PluginRegistry> | undefined;

/** The plugins that are installed, looked for once in a process. */
export function plugins(): Promise<PluginRegistry> {
  return (found ??= discoverPlugins());
}
