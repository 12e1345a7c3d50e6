import type { PluginDescription } from '#methods';
import { EXIT } from '../errors/exit-codes.js';
import { ask } from '../target/ask.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import { listTable } from '../terminal/list-table.js';
import type { Terminal } from '../terminal/terminal.js';

/** `tlc plugins list` */
export async function listPlugins(options: CommonOptions, terminal: Terminal): Promise<number> {
  const { plugins } = await ask(findTarget(options), 'tlc.v1.plugins.list', {}, (answers) => answers.listPlugins());
  if (options.json) terminal.print(JSON.stringify(plugins));
  else {
    const rows = plugins.map(({ id, version, kind, service, description }) => [
      id,
      version,
      kind,
      service,
      description,
    ]);
    terminal.print(listTable(['plugin', 'version', 'kind', 'service', 'what it does'], rows, terminal));
  }
  return EXIT.ok;
}

/** `tlc plugins show ID` */
export async function showPlugin(id: string, options: CommonOptions, terminal: Terminal): Promise<number> {
  const plugin = await ask(findTarget(options), 'tlc.v1.plugins.show', { id }, (answers) => answers.showPlugin({ id }));
  terminal.print(options.json ? JSON.stringify(plugin) : describe(plugin, terminal));
  return EXIT.ok;
}

function describe(plugin: PluginDescription, terminal: Terminal): string {
  const { dataColours: colours } = terminal;
  const rows = plugin.keys.map(({ key, allowed, default: value, required, description }) => [
    colours.bold(key),
    allowed,
    required ? 'needed' : (value ?? ''),
    description,
  ]);
  return [
    `${colours.bold(plugin.id)} ${plugin.version}  (${plugin.kind}, done by the service ${plugin.service})`,
    plugin.description,
    '',
    listTable(['key', 'value', 'default', 'what it is'], rows, terminal),
    '',
    'in a pipeline:',
    `  compressed: { do: compress, with: ${plugin.id}, model: tuned, config: ${flow(plugin.example)} }`,
    ...(plugin.strength
      ? [
          `  searched: { do: compress, with: ${plugin.id}, model: tuned, target: { bytes: 5000000 } }  # sets ${plugin.strength.key}`,
        ]
      : []),
  ].join('\n');
}

const flow = (example: Readonly<Record<string, unknown>>) =>
  `{ ${Object.entries(example)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join(', ')} }`;
