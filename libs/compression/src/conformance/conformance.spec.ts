import { describe, expect, it } from '@jest/globals';
import { discoverPlugins } from '#methods';
import { conformance } from './conformance.js';

const plugins = (await discoverPlugins({ packages: [] })).list();

it('the registry finds the plugins that come with TLC', () => {
  expect(plugins.map(({ id }) => id)).toEqual(expect.arrayContaining(['magnitude-pruning', 'uniform-quantization']));
});

describe.each(plugins)('$id', (plugin) => {
  for (const { name, run } of conformance(plugin)) it(name, run);
});
