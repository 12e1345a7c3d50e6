import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { recipeId } from '#artifacts';
import { type JobRequest, type PluginOf, planJob } from './plan-job.js';

const ID = 'a'.repeat(64);
const digest = async (path: string) => `digest of ${path}`;
const pluginOf: PluginOf = (config) => ({
  id: config.with,
  version: '2',
  kind: config.with.includes('quantization') ? 'quantization' : 'sharing',
  config: { bits: 8, ...config.config },
});
const plan = (job: Partial<JobRequest>, options = {}) =>
  planJob({ operation: 'compress', inputs: {}, config: {}, seed: 1, ...job }, { digest, pluginOf, ...options });

describe('planJob', () => {
  it('writes down all that decides the result, and nothing else', async () => {
    const { recipe, id, service } = await plan({
      operation: 'dataset.encode',
      inputs: { tokenizer: ID, from: 'data/SST-2' },
      config: { task: 'glue/sst2' },
      seed: 7,
    });
    expect(recipe).toEqual({
      operation: 'dataset.encode',
      version: 1,
      config: expect.objectContaining({ task: 'glue/sst2', max_length: 128 }),
      inputs: { tokenizer: { artifact: ID }, from: { files: `digest of ${resolve('data/SST-2')}` } },
      seed: 7,
    });
    expect(id).toBe(recipeId(recipe));
    expect(service).toBe('tokenization');
  });

  it('does not depend on where a file lies or on defaults that are written out', async () => {
    const encode = (from: string, config: object) =>
      plan(
        { operation: 'dataset.encode', inputs: { tokenizer: ID, from }, config: { ...config } },
        { digest: async () => 'the same' },
      );
    const one = await encode('here', { task: 'glue/sst2' });
    const other = await encode('/elsewhere', { task: 'glue/sst2', max_length: 128 });
    expect(other.id).toBe(one.id);
  });

  it('holds the plugin with its version and its whole config, and goes to the service of its kind', async () => {
    const { recipe, service } = await plan({ inputs: { model: ID }, config: { with: 'uniform-quantization' } });
    expect(recipe).toMatchObject({
      plugin: { id: 'uniform-quantization', version: '2' },
      config: { with: 'uniform-quantization', config: { bits: 8 } },
    });
    expect(service).toBe('quantization');
    expect((await plan({ inputs: { model: ID }, config: { with: 'weight-sharing' } })).service).toBe('pruning');
  });

  it('takes one or several where a list is taken', async () => {
    const texts = (references: string | string[]) =>
      plan({ operation: 'evaluate.texts', inputs: { hypotheses: 'h', references }, config: {} });
    expect((await texts('r')).id).toBe((await texts(['r'])).id);
    expect((await texts(['r', 's'])).recipe.inputs.references).toHaveLength(2);
    await expect(texts([])).rejects.toMatchObject({ code: 'CONFIG_WRONG_VALUE' });
  });

  it.each([
    [{ operation: 'compres' }, 'PIPELINE_UNKNOWN_OPERATION'],
    [{ inputs: { model: ID } }, 'CONFIG_MISSING_KEY'],
    [{ config: { with: 'x' } }, 'PIPELINE_MISSING_INPUT'],
    [{ config: { with: 'x' }, inputs: { model: ID, modle: ID } }, 'CONFIG_UNKNOWN_KEY'],
    [{ config: { with: 'x' }, inputs: { model: [ID] } }, 'CONFIG_WRONG_VALUE'],
    [{ config: { with: 'x' }, inputs: { model: { artifact: 'short' } } }, 'CONFIG_WRONG_VALUE'],
    [{ config: { with: 'x' }, inputs: { model: { path: 'p', digest: 'another' } } }, 'RECIPE_MISMATCH'],
    [{ config: { with: 'x' }, inputs: { model: { path: 'p', artifact: ID } } }, 'CONFIG_WRONG_VALUE'],
    [{ config: { with: 'x' }, inputs: { model: '' } }, 'CONFIG_WRONG_VALUE'],
  ])('refuses %j with %s', async (job, code) => {
    await expect(plan(job as Partial<JobRequest>)).rejects.toMatchObject({ code });
  });
});
