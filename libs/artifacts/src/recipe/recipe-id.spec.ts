import { describe, expect, it } from '@jest/globals';
import type { Recipe } from '../manifest.js';
import { checkId, checkIdPrefix } from './artifact-id.js';
import { recipeId } from './recipe-id.js';

const recipe: Recipe = {
  operation: 'x',
  version: 1,
  config: { b: 1e21, a: [0.1, 'é'] },
  inputs: { model: { artifact: 'f'.repeat(64) } },
  seed: 1,
};

describe('recipeId', () => {
  it('is the SHA-256 of the canonical JSON', () => {
    // sha256sum of {"config":{"a":[0.1,"é"],"b":1e+21},"inputs":{"model":{"artifact":"fff…"}},"operation":"x","seed":1,"version":1}
    expect(recipeId(recipe)).toBe('c797a778f8d78c35a5e953ef551faf21eaf6f694f62a90c3c68019fcc5757075');
  });

  it('does not depend on the order of keys or on keys that are undefined', () => {
    const { operation, version, config, inputs, seed } = recipe;
    expect(
      recipeId({ seed, inputs, config: { a: config.a, b: config.b }, plugin: undefined, version, operation }),
    ).toBe(recipeId(recipe));
  });

  it('differs with every part of the recipe', () => {
    const others = [{ seed: 2 }, { version: 2 }, { operation: 'y' }, { config: {} }, { inputs: {} }];
    const ids = [recipe, ...others.map((other) => ({ ...recipe, ...other }))].map(recipeId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('artifact ids', () => {
  it.each(['../../etc/passwd', '', 'F'.repeat(64), 'f'.repeat(63)])('refuse %j', (id) => {
    expect(() => checkId(id)).toThrow(expect.objectContaining({ code: 'ARTIFACT_ID_INVALID' }));
  });

  it('refuse a beginning that is not hexadecimal', () => {
    expect(() => checkIdPrefix('../')).toThrow(expect.objectContaining({ code: 'ARTIFACT_ID_INVALID' }));
    expect(checkIdPrefix('3f2a')).toBe('3f2a');
  });
});
