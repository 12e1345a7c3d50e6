import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkConfig } from '#contracts';
import { architectureClass, newConfig } from './new-config.js';
import { dimensions, shapeOf } from './model-shape.js';
import { FAMILIES, familyOf, staticFamily } from './registry.js';
import { parameterCount } from './size.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDER = 'libs/families/src/families/';

/** Sources without tests, by their path from the root. */
function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.spec)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
    .filter((path) => !/(^|\/)(dist|node_modules|fixtures)\//.test(path));
}

/** The code of a file without its comments. */
const codeOf = (path: string) =>
  readFileSync(join(ROOT, path), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');

describe('a family is one folder', () => {
  const types = FAMILIES.flatMap(({ id, files }) => [id, ...Object.keys(files.classes)]);

  it('and nothing outside it names it', () => {
    const quoted = new RegExp(`['"\`](${types.join('|')})(['"\`]|\\.(embeddings|encoder|pooler|layers))`);
    const elsewhere = [...sources('libs'), ...sources('apps')].filter((path) => !path.startsWith(FOLDER));
    expect(elsewhere.length).toBeGreaterThan(300);
    expect(elsewhere.filter((path) => quoted.test(codeOf(path)))).toEqual([]);
    // The search finds what it looks for
    expect(quoted.test(codeOf(`${FOLDER}bert/index.ts`))).toBe(true);
  });

  it.each(FAMILIES.map(({ id }) => id))('%s uses no other family, and has the files that each of them has', (id) => {
    const own = sources(`${FOLDER}${id}`);
    expect(own.map((path) => path.slice(FOLDER.length + id.length + 1))).toEqual(
      expect.arrayContaining(['architecture.ts', 'encode.ts', 'heads.ts', 'index.ts']),
    );
    for (const path of own) {
      const others = [...codeOf(path).matchAll(/from '\.\.\/(?!\.\.\/)([^/']+)/g)].map(([, name]) => name);
      expect([path, others]).toEqual([path, []]);
    }
  });
});

describe.each(FAMILIES.filter(({ isStatic }) => !isStatic).map(({ id }) => id))('a new %s', (family) => {
  const shape = { family, layers: 3, hidden_size: 48, heads: 4, max_positions: 32 };
  const config = newConfig(checkConfig(architectureClass(shape), shape), { size: 100, pad: 1 });

  it('has the shape that a pipeline asks for, in the words that its config.json has', () => {
    expect(dimensions(config)).toMatchObject({ vocabulary: 100, hidden: 48, layers: 3, heads: 4, positions: 32 });
    expect(familyOf(config).id).toBe(family);
  });

  it('has every head that it declares, and can be made smaller and larger', () => {
    const labels = ['a', 'b', 'c'];
    const kinds = Object.keys(familyOf(config).heads);
    const encoders = ['masked-lm', 'classification', 'regression', 'tokens'];
    expect(kinds).toEqual(expect.arrayContaining(familyOf(config).decode ? ['seq2seq-lm'] : encoders));
    for (const kind of kinds) {
      const { parameters } = shapeOf(config, { kind, labels } as never);
      expect(parameterCount({ parameters })).toBeGreaterThan(parameterCount(shapeOf(config, { kind: 'none' })));
    }
    const wider = familyOf(config).resized(config, { layers: 5, hidden: 96 });
    expect(dimensions(wider)).toMatchObject({ layers: 5, hidden: 96, heads: 4 });
  });
});

it('an unknown family is refused with those that are known', () => {
  const refusal = () => checkConfig(architectureClass({ family: 'brt' }), { family: 'brt', layers: 1 }, 'architecture');
  expect(refusal).toThrow(/architecture.layers|architecture.family|architecture.hidden_size/);
  const whole = { family: 'brt', layers: 1, hidden_size: 8, heads: 1 };
  expect(() => checkConfig(architectureClass(whole), whole, 'architecture')).toThrow(
    expect.objectContaining({ code: 'CONFIG_WRONG_VALUE', message: expect.stringContaining('Did you mean bert?') }),
  );
});

it('new static embeddings have a table and a head, and no layers', () => {
  const family = staticFamily();
  const config = family.newConfig(checkConfig(family.architecture, { hidden_size: 8 }), { size: 100, pad: 1 });
  expect(dimensions(config)).toMatchObject({ vocabulary: 100, hidden: 8, layers: 0, positions: Infinity });
  const { parameters } = shapeOf(config, { kind: 'classification', labels: ['a', 'b'] });
  expect(parameters.map(({ shape, place }) => [place, shape])).toEqual([
    ['embeddings', [100, 8]],
    ['head', [8, 8]],
    ['head', [8]],
    ['head', [2, 8]],
    ['head', [2]],
  ]);
  expect(dimensions(family.resized(config, { hidden: 16 })).hidden).toBe(16);
});
