import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What `compress` does, of plugins that somebody else wrote. */
const PLUGINS = {
  'never-ends': `compress: async (model, config, context) => {
    context.progress({ phase: 'on and on' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (;;);
  },`,
  'never-answers': `compress: (model, config, context) => {
    context.progress({ phase: 'on and on' });
    return new Promise(() => {});
  },`,
  throws: "compress: async () => { throw new TypeError('this plugin is broken'); },",
  'not-a-number': `compress: async (model) => ({
    ...model,
    parameters: new Map([...model.parameters].map(([name, parameter]) => [
      name,
      { ...parameter, value: parameter.value.div(0).sub(parameter.value.div(0)) },
    ])),
  }),`,
};

/**
 * Writes npm packages, each a compression plugin, and returns what to set TLC_PLUGINS to.
 *
 * @param {string} folder
 */
export async function writePlugins(folder) {
  const homes = Object.entries(PLUGINS).map(async ([id, compress]) => {
    const home = join(folder, id);
    await mkdir(home, { recursive: true });
    await writeFile(join(home, 'package.json'), JSON.stringify({ name: id, type: 'module', main: 'plugin.js' }));
    await writeFile(
      join(home, 'plugin.js'),
      `export default {
  id: '${id}', version: '1.0.0', kind: 'pruning', description: 'Misbehaves.', config: class {}, example: {},
  estimate: (shape) => ({ bytes: { before: 2, after: 1 }, operations: { before: 1, after: 1 }, faster: [] }),
  ${compress}
};
`,
    );
    return home;
  });
  return (await Promise.all(homes)).join(',');
}
