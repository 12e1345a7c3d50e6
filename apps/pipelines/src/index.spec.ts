import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PlanAnswer, type RunSummary, type SubmitAnswer, healthSubject } from '#contracts';
import { type Client, type PrivateServer, connect, startServer } from '#messaging';
import { type HealthReport, type RunningService, createLogger, createSlots } from '#runtime';
import { start } from './index.js';

describe('the pipelines service', () => {
  let home: string;
  let server: PrivateServer;
  let client: Client;
  let service: RunningService;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'tlc-pipelines-'));
    server = await startServer({ store: join(home, 'nats') });
    client = await connect(server.url);
    service = await start(options());
  });
  afterAll(async () => {
    await service.close();
    await client.close();
    await server.stop();
    await rm(home, { recursive: true, maxRetries: 20 });
  });

  const options = () => ({
    server: server.url,
    home,
    inputRoots: () => [home],
    logger: createLogger('pipelines', 'silent'),
  });
  /** As long as a busy machine may take: the first plan of a process loads the engine. */
  const ask = <T>(subject: string, body?: object) => client.request<T>(subject, body, 50_000);
  const bleu = (name: string) => ({ do: 'evaluate.texts', hypotheses: name, references: [name] });
  const pipeline = { name: 'texts', steps: { score: bleu('./a.txt') } };

  it('answers for its health', async () => {
    expect(await client.request<HealthReport>(healthSubject('pipelines'))).toMatchObject({ service: 'pipelines' });
  });

  it('refuses what cannot run, and begins nothing', async () => {
    const submit = (body: object) => ask<SubmitAnswer>('tlc.v1.pipelines.submit', body);
    await expect(submit({ pipeline, folder: home })).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await expect(submit({ text: 'name: x\nsteps: {a: {do: x}, a: {do: y}}' })).rejects.toMatchObject({
      code: 'PIPELINE_DUPLICATE_STEP',
    });
    await expect(submit({ pipeline, text: 'name: x' })).rejects.toMatchObject({ code: 'CONFIG_WRONG_VALUE' });
    await expect(submit({ pipeline: { ...pipeline, name: '../x' } })).rejects.toMatchObject({ code: 'NAME_INVALID' });
    expect(await ask<{ runs: RunSummary[] }>('tlc.v1.pipelines.list')).toEqual({ runs: [] });
  });

  it('refuses training that this machine cannot hold where it is the one that computes, and only there', async () => {
    await writeFile(join(home, 'words.txt'), 'a line of words\n');
    const steps = {
      vocabulary: { do: 'tokenizer.learn', corpus: './words.txt', vocab_size: 100 },
      corpus: { do: 'dataset.encode', tokenizer: 'vocabulary', text: './words.txt' },
      huge: {
        do: 'model.pretrain',
        dataset: 'corpus',
        architecture: { layers: 200, hidden_size: 4096, heads: 32 },
        stop: { steps: 1 },
      },
    };
    const request = { pipeline: { name: 'huge', steps }, folder: home };
    const elsewhere = await ask<SubmitAnswer>('tlc.v1.pipelines.submit', request);
    expect(elsewhere.warnings).toEqual([{ step: 'huge', text: expect.stringContaining('layers of this width') }]);
    await ask('tlc.v1.pipelines.cancel', { run: elsewhere.run });
    await service.close();
    service = await start({ ...options(), slots: createSlots(1) });
    await expect(ask('tlc.v1.pipelines.submit', request)).rejects.toMatchObject({
      code: 'TRAINING_TOO_LARGE',
      message: expect.stringMatching(/^steps\.huge: Training 200 layers/),
    });
    await service.close();
    service = await start(options());
  });

  it('plans, runs, shows and cancels, with a queue that nobody reads yet', async () => {
    await writeFile(join(home, 'a.txt'), 'a line\n');
    const request = { pipeline, folder: home };
    expect(await ask<PlanAnswer>('tlc.v1.pipelines.plan', request)).toMatchObject({ total: 1, cached: 0 });
    const { run } = await ask<SubmitAnswer>('tlc.v1.pipelines.submit', request);
    const status = () => ask('tlc.v1.pipelines.status', { run });
    while (((await status()) as RunSummary).counts.queued === 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await status()).toMatchObject({ run, name: 'texts', status: 'running', steps: [{ name: 'score' }] });
    expect(await ask('tlc.v1.pipelines.cancel', { run })).toMatchObject({ status: 'cancelled' });
    await expect(ask('tlc.v1.pipelines.cancel', { run })).rejects.toMatchObject({ code: 'RUN_FINISHED' });
  });

  it('lists artifacts and plugins', async () => {
    expect(await ask('tlc.v1.artifacts.list')).toEqual({ artifacts: [], total: 0 });
    await expect(ask('tlc.v1.artifacts.show', { id: 'ab' })).rejects.toMatchObject({
      code: 'ARTIFACT_UNKNOWN',
    });
    const { plugins } = await ask<{ plugins: { id: string }[] }>('tlc.v1.plugins.list');
    expect(plugins.map(({ id }) => id)).toEqual(expect.arrayContaining(['magnitude-pruning', 'uniform-quantization']));
    expect(await ask('tlc.v1.plugins.show', { id: 'magnitude-pruning' })).toMatchObject({
      keys: expect.arrayContaining([expect.objectContaining({ key: 'sparsity' })]),
    });
    await expect(ask('tlc.v1.plugins.show', { id: 'magnitud' })).rejects.toMatchObject({
      code: 'PLUGIN_UNKNOWN',
    });
  });
});
