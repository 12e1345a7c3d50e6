import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { recipeId } from '#artifacts';
import { findOperations } from '../registry/discover.js';
import type { ChoosePlugin } from './plugin-choice.js';
import { type JobRequest, resolveJob } from './resolve-job.js';

const ID = 'a'.repeat(64);
const digest = async (path: string) => `digest of ${path}`;
const operations = await findOperations();
const choosePlugin: ChoosePlugin = (id, config) => ({
  id,
  version: '2',
  kind: 'sharing',
  service: id.includes('quantization') ? 'quantization' : 'pruning',
  config: { bits: 8, ...(config as object) },
  needs: id === 'calibrated' ? ['dataset'] : id === 'taught' ? ['dataset', 'teacher'] : [],
  warnings: [],
});
const resolved = (job: Partial<JobRequest>, options = {}) =>
  resolveJob(
    { operation: 'compress', inputs: {}, config: {}, seed: 1, ...job },
    { operations, digest, choosePlugin, ...options },
  );

describe('resolveJob', () => {
  it('writes down all that decides the result, and nothing else', async () => {
    const { recipe, id, service } = await resolved({
      operation: 'dataset.encode',
      inputs: { tokenizer: ID, from: 'data/SST-2' },
      config: { task: 'glue/sst2' },
      seed: 7,
    });
    expect(recipe).toEqual({
      operation: 'dataset.encode',
      version: expect.any(Number),
      config: expect.objectContaining({ task: 'glue/sst2', max_length: 128 }),
      inputs: { tokenizer: { artifact: ID }, from: { files: `digest of ${resolve('data/SST-2')}` } },
      seed: 7,
    });
    expect(id).toBe(recipeId(recipe));
    expect(service).toBe('tokenization');
  });

  it('does not depend on where a file lies or on defaults that are written out', async () => {
    const encode = (from: string, config: object) =>
      resolved(
        { operation: 'dataset.encode', inputs: { tokenizer: ID, from }, config: { ...config } },
        { digest: async () => 'the same' },
      );
    const one = await encode('here', { task: 'glue/sst2' });
    const other = await encode('/elsewhere', { task: 'glue/sst2', max_length: 128 });
    expect(other.id).toBe(one.id);
  });

  it('holds the plugin with its version and its whole config, and goes to the service of its kind', async () => {
    const { recipe, service } = await resolved({ inputs: { model: ID }, config: { with: 'uniform-quantization' } });
    expect(recipe).toMatchObject({
      plugin: { id: 'uniform-quantization', version: '2' },
      config: { with: 'uniform-quantization', config: { bits: 8 } },
    });
    expect(service).toBe('quantization');
    expect((await resolved({ inputs: { model: ID }, config: { with: 'weight-sharing' } })).service).toBe('pruning');
  });

  it('takes one or several where a list is taken', async () => {
    const texts = (references: string | string[]) =>
      resolved({ operation: 'evaluate.texts', inputs: { hypotheses: 'h', references }, config: {} });
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
    [{ config: { with: 'calibrated' }, inputs: { model: ID } }, 'PIPELINE_MISSING_INPUT'],
    [{ config: { with: 'taught' }, inputs: { model: ID, dataset: ID } }, 'PIPELINE_MISSING_INPUT'],
  ])('refuses %j with %s', async (job, code) => {
    await expect(resolved(job as Partial<JobRequest>)).rejects.toMatchObject({ code });
  });
});

describe('the rules of an operation', () => {
  const tokenizer = ID;
  const stop = { steps: 1 };
  const architecture = { layers: 1, hidden_size: 8, heads: 1 };

  it.each([
    [
      'neither text nor from',
      'dataset.encode',
      {},
      { task: 'sst2' },
      'PIPELINE_MISSING_INPUT',
      'inputs.text is missing',
    ],
    ['both', 'dataset.encode', { text: 'a', from: 'a' }, {}, 'PIPELINE_WRONG_INPUT', 'inputs.from has no place'],
    [
      'text with shares of splits',
      'dataset.encode',
      { text: 'a' },
      { dev_share: 0.1 },
      'CONFIG_WRONG_VALUE',
      'config.dev_share',
    ],
    ['text with a task', 'dataset.encode', { text: 'a' }, { task: 'sst2' }, 'CONFIG_WRONG_VALUE', 'config.task'],
    [
      'text with columns of a task',
      'dataset.encode',
      { text: 'a' },
      { text_columns: ['a'] },
      'CONFIG_WRONG_VALUE',
      'config.text_columns',
    ],
    [
      'a task with a column',
      'dataset.encode',
      { from: 'a' },
      { task: 'sst2', column: 'x' },
      'CONFIG_WRONG_VALUE',
      'text_columns',
    ],
    [
      'nothing to train',
      'model.pretrain',
      { dataset: ID },
      { stop },
      'PIPELINE_MISSING_INPUT',
      'config.architecture is missing',
    ],
    [
      'two things to train',
      'model.pretrain',
      { dataset: ID, model: ID },
      { stop, architecture },
      'PIPELINE_WRONG_INPUT',
      'inputs.model',
    ],
  ])('refuse %s', async (_, operation, inputs, config, code, message) => {
    const all = operation === 'dataset.encode' ? { tokenizer, ...inputs } : inputs;
    await expect(resolved({ operation, inputs: all, config })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('let a data set in a user’s own columns pass, and call keys as a pipeline does', async () => {
    const job = { operation: 'dataset.encode', inputs: { tokenizer, from: 'a' }, config: { text_columns: ['a', 'b'] } };
    expect((await resolved(job)).recipe.config.text_columns).toEqual(['a', 'b']);
    expect((await resolved({ ...job, config: {} })).recipe.config).not.toHaveProperty('text_columns');
    const wrong = { ...job, config: { column: 'a' } };
    await expect(resolved(wrong, { path: 'steps.own' })).rejects.toThrow(/^steps\.own\.column has no place here/);
  });
});

it.each([
  ['evaluate', { model: ID, dataset: ID }, { measure: ['loss'], batches: [4], threads: 2 }, ['batches', 'threads']],
  ['evaluate', { model: ID, dataset: ID }, { batches: [4], threads: 2 }, ['batches']],
  [
    'model.finetune',
    { model: ID, dataset: ID },
    { stop: { steps: 1, patience: 1 }, evaluations: 0 },
    ['stop.patience'],
  ],
])('a job of %s warns of keys without effect (%#)', async (operation, inputs, config, keys) => {
  const { warnings } = await resolved({ operation, inputs, config: { ...config } });
  expect(warnings.map((text) => text.split(' has no effect: ')[0])).toEqual(keys);
});
