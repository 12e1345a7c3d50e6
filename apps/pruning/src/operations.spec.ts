import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixtures } from '#compression';
import { CompressConfig, type Progress, checkConfig } from '#contracts';
import { tf } from '#engine';
import { writeModel } from '#models';
import type { OperationContext } from '#runtime';
import { writeDataset } from '#text';
import operations from './operations.js';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-pruning-app-'));
  await Promise.all(['dataset', 'result', 'work'].map((folder) => mkdir(join(base, folder))));
  await fixtures()(async ({ model, dataset }) => {
    await writeModel(model, join(base, 'model'));
    await writeDataset(join(base, 'dataset'), dataset);
  });
});
afterAll(() => rm(base, { recursive: true }));

const seen: Progress[] = [];

/** A `compress` job on the fixture's model, with the data set if the job names it. */
function run(
  config: object,
  inputs: readonly string[] = ['model', 'dataset'],
  plugin?: { id: string; version: string },
) {
  const context: OperationContext<CompressConfig> = {
    config: checkConfig(CompressConfig, config),
    seed: 1,
    inputs: Object.fromEntries(inputs.map((name) => [name, { path: join(base, name) }])),
    output: join(base, 'result'),
    work: join(base, 'work'),
    recipe: { operation: 'compress', version: 1, plugin, config: { ...config }, inputs: {}, seed: 1 },
    signal: new AbortController().signal,
    progress: (progress) => void seen.push(progress),
    log: () => undefined,
  };
  return operations.compress(context as OperationContext<never>);
}

const json = async (name: string) => JSON.parse(await readFile(join(base, 'result', name), 'utf8'));

describe('compress', () => {
  it('prunes step by step and writes a model artifact that says how it was made', async () => {
    const before = tf.memory().numTensors;
    const config = { with: 'magnitude-pruning', config: { sparsity: 0.6, steps: 2, finetune: { stop: { steps: 4 } } } };
    const plugin = { id: 'magnitude-pruning', version: '3.0.0' };
    const { summary, environment } = await run(config, ['model', 'dataset'], plugin);
    const { size } = await stat(join(base, 'result/model.safetensors'));
    expect(summary).toMatchObject({ bytes: size, steps: 4, dev_accuracy: expect.any(Number) });
    expect(summary.bytes_before).toBe((await stat(join(base, 'model/model.safetensors'))).size);
    expect(environment).toMatchObject({ backend: expect.stringContaining('tfjs') });
    expect(await json('lineage.json')).toMatchObject([{ operation: 'compress', plugin, training: { steps: 4 } }]);
    const history: { phase: string; step: number }[] = await json('history.json');
    expect(history.map(({ phase, step }) => [phase, step])).toEqual([1, 2, 3, 4].map((step) => ['compress', step]));
    expect(seen.at(-1)).toMatchObject({ done: 1, phase: 'sparsity 60.0 %' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    ['a plugin that is not there', { with: 'magnitude-prunning' }, 'PLUGIN_UNKNOWN', 'Did you mean magnitude-pruning?'],
    [
      'one of another service',
      { with: 'uniform-quantization' },
      'JOB_WRONG_SERVICE',
      'which the service quantization runs',
    ],
    [
      'a wrong value',
      { with: 'magnitude-pruning', config: { sparsity: 2 } },
      'CONFIG_WRONG_VALUE',
      'config.config.sparsity: 2 is not a number from 0 to 0.99',
    ],
  ])('refuses %s', async (_, config, code, message) => {
    await expect(run(config)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('asks for data where it fine-tunes, and refuses a recipe of another version of the plugin', async () => {
    const config = { with: 'magnitude-pruning', config: { sparsity: 0.5, finetune: { stop: { epochs: 1 } } } };
    await expect(run(config, ['model'])).rejects.toMatchObject({ code: 'PIPELINE_MISSING_INPUT' });
    const plugin = { id: 'magnitude-pruning', version: '0.9.0' };
    await expect(run(config, ['model', 'dataset'], plugin)).rejects.toMatchObject({ code: 'RECIPE_MISMATCH' });
  });
});
