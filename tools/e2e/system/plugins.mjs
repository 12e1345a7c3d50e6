import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What `apply` does, of plugins that somebody else wrote. */
const PLUGINS = {
  'never-ends': `apply: async (model, config, context) => {
    context.progress({ phase: 'on and on' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (;;);
  },`,
  'never-answers': `apply: (model, config, context) => {
    context.progress({ phase: 'on and on' });
    return new Promise(() => {});
  },`,
  throws: "apply: async () => { throw new TypeError('this plugin is broken'); },",
  'not-a-number': `apply: async (model) => ({
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
  const homes = Object.entries(PLUGINS).map(async ([id, apply]) => {
    const home = join(folder, id);
    await mkdir(home, { recursive: true });
    await writeFile(join(home, 'package.json'), JSON.stringify({ name: id, type: 'module', main: 'plugin.js' }));
    await writeFile(
      join(home, 'plugin.js'),
      `const grid = { bits: 4, granularity: 'tensor', symmetric: true };
const inHalfBytes = (parameter) => (parameter.role === 'linear' ? { ...parameter, encoding: { grid } } : parameter);
export default {
  id: '${id}', version: '1.0.0', kind: 'pruning', description: 'Misbehaves.', config: class {}, example: {},
  plan: (shape) => ({ shape: { ...shape, parameters: shape.parameters.map(inHalfBytes) } }),
  ${apply}
};
`,
    );
    return home;
  });
  return (await Promise.all(homes)).join(',');
}
