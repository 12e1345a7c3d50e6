import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { discoverPlugins } from '#methods';

const plugins = (await discoverPlugins({ packages: [] })).list();
const LIBRARY = new URL('../../../plugins/', import.meta.url);

it('the registry finds the plugins that come with TLC', () => {
  expect(plugins.map(({ id }) => id)).toEqual(expect.arrayContaining(['magnitude-pruning', 'uniform-quantization']));
});

it.each(plugins)('$id has the conformance test, beside its code', ({ id }) => {
  expect(existsSync(fileURLToPath(new URL(`${id}/src/conformance.spec.ts`, LIBRARY)))).toBe(true);
});
