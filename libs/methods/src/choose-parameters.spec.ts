import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { architectureClass } from '#families';
import { newConfig, shapeOf } from '#families';
import { chooseParameters } from './choose-parameters.js';

const architecture = checkConfig(architectureClass(), { layers: 2, hidden_size: 8, heads: 2 });
const config = newConfig(architecture, { size: 50, pad: 0 });
const model = shapeOf(config, { kind: 'classification', labels: ['no', 'yes'] });

const chosen = (include: string[], skip: string[] = []) =>
  chooseParameters(model, { include, skip }).map(({ name }) => name.replace(/\.weight$/, ''));

const EMBEDDINGS = ['word', 'position', 'token_type'].map((table) => `bert.embeddings.${table}_embeddings`);
const HEAD = ['bert.pooler.dense', 'classifier'];

describe('chooseParameters', () => {
  it('knows the weights of the layers, of the head and of the embeddings', () => {
    expect(chosen(['layers'])).toHaveLength(2 * 6);
    expect(chosen(['layers']).every((name) => name.startsWith('bert.encoder.layer.'))).toBe(true);
    expect(chosen(['head'])).toEqual(HEAD);
    expect(chosen(['embeddings'])).toEqual(EMBEDDINGS);
    expect(chosen(['embeddings', 'layers', 'head'])).toHaveLength(3 + 12 + 2);
  });

  it('takes names and patterns, and leaves out what is to be skipped; of all that a pattern fits only matrices', () => {
    expect(chosen(['classifier.weight', 'bert.pooler.*'])).toEqual(HEAD);
    expect(chosen(['layers'], ['*.attention.*', 'bert.encoder.layer.0.*'])).toEqual([
      'bert.encoder.layer.1.intermediate.dense',
      'bert.encoder.layer.1.output.dense',
    ]);
    expect(chosen(['*'], ['*'.repeat(3) + 'dense.weight', 'head'])).not.toContain('bert.pooler.dense');
  });

  it('takes the letters of a name as they are', () => {
    expect(() => chosen(['classifier_weight'])).toThrow('such as classifier.weight');
    expect(() => chosen(['[a-z.]+'])).toThrow('is not the name of a weight matrix');
  });

  it.each([
    ['include', ['layer'], [], 'layers'],
    ['skip', ['layers'], ['clasifier.*'], 'classifier.weight'],
    ['skip', ['layers'], ['bert.encodr.*.query.weight'], 'bert.encoder.layer.0.attention.self.query.weight'],
    ['include', ['bert.embeddings.LayerNorm.weight'], [], 'bert.embeddings.word_embeddings.weight'],
  ])('refuses an entry of %s that nothing has, and names the nearest', (key, include, skip, near) => {
    expect(() => chosen(include, skip)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_WRONG_VALUE',
        message: expect.stringMatching(new RegExp(`^${key}: .*such as ${near}`)),
      }),
    );
  });

  it('refuses to choose nothing', () => {
    expect(() => chosen(['layers'], ['layers'])).toThrow(expect.objectContaining({ code: 'PLUGIN_REFUSED' }));
    const encoder = shapeOf(config, { kind: 'none' });
    expect(chooseParameters(encoder, { include: ['layers'], skip: ['head'] })).toHaveLength(12);
  });
});
