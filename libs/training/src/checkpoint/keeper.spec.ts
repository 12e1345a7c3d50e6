import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bits, finetuneConfig, freed, tinyTraining } from '../fixtures/tiny-training.js';
import { train } from '../train.js';
import type { TrainingRequest } from '../training.js';

const { tuning, dispose } = await tinyTraining();
afterAll(dispose);

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'tlc-training-'));
});
afterEach(() => rm(work, { recursive: true }));

describe('a checkpoint', () => {
  /** Stops a training after a few steps, with checkpoints after each. */
  async function stopped(request: Partial<TrainingRequest> = {}): Promise<TrainingRequest> {
    const controller = new AbortController();
    const hooks = { afterStep: (step: number) => (step === 6 ? controller.abort() : undefined) };
    const config = finetuneConfig({ steps: 12 }, { checkpoint_seconds: 0 });
    const interrupted = tuning({ work, config, hooks, signal: controller.signal, ...request });
    await expect(train(interrupted)).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
    return { ...interrupted, signal: undefined, hooks: undefined };
  }

  it.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['of other bytes', (bytes: Buffer) => bytes.fill(7, bytes.length - 40)],
    ['empty', (bytes: Buffer) => bytes.subarray(0, 0)],
  ])('that is %s is passed over for the one before it, with a warning', async (_, damage) => {
    const request = await stopped();
    const path = join(work, 'checkpoint.safetensors');
    await writeFile(path, damage(await readFile(path)));
    const warnings: string[] = [];
    let steps = 0;
    const hooks = { afterStep: () => void steps++ };
    const digested = await bits({ ...request, hooks, onWarning: (text) => warnings.push(text) });
    expect(steps).toBe(7);
    expect(warnings).toEqual([expect.stringContaining(path)]);
    expect(digested).toBe(await bits(tuning()));
  });

  it('of another training is passed over', async () => {
    const request = await stopped();
    const warnings: string[] = [];
    const other = { ...request, seed: 99, onWarning: (text: string) => warnings.push(text) };
    expect(await bits(other)).toBe(await bits(tuning({ seed: 99 })));
    expect(warnings[0]).toContain('belongs to a training with other data, config, seed or weights');
  });

  it.each(['lamb', 'adafactor', 'sgd', 'muon'] as const)('of %s leads on to the same bits', async (optimizer) => {
    const config = finetuneConfig({ steps: 12 }, { optimizer, freeze: ['bert.embeddings.*'], checkpoint_seconds: 0 });
    const whole = await bits(tuning({ config }));
    expect(await bits(await stopped({ config }))).toBe(whole);
  });

  it('keeps the average of the weights', async () => {
    const config = finetuneConfig({ steps: 12 }, { average: 0.9, checkpoint_seconds: 0 });
    const whole = await bits(tuning({ config }));
    expect(await bits(await stopped({ config }))).toBe(whole);
  });

  it('keeps the best weights and the patience so far', async () => {
    const config = finetuneConfig(
      { epochs: 2, patience: 5 },
      { learning_rate: 2e-2, keep: 'best', evaluations: 5, checkpoint_seconds: 0 },
    );
    const whole = await bits(tuning({ config }));
    expect(await bits(await stopped({ config }))).toBe(whole);
  });

  it('keeps the weights that a mean is made of', async () => {
    const config = Object.assign(
      finetuneConfig({ epochs: 2 }, { learning_rate: 2e-2, keep: 'best', evaluations: 5, checkpoint_seconds: 0 }),
      { average_checkpoints: 3 },
    );
    const whole = await bits(tuning({ config }));
    expect(await bits(await stopped({ config }))).toBe(whole);
  });

  it('that cannot be written does not end the training, and leaves nothing half-written', async () => {
    const warnings: string[] = [];
    const config = finetuneConfig({ steps: 2 }, { checkpoint_seconds: 0 });
    await rm(work, { recursive: true });
    await writeFile(work, 'a file where the folder should be');
    await freed(tuning({ work, config, onWarning: (text) => warnings.push(text) }));
    expect(warnings.some((text) => text.startsWith('no checkpoint at step 1'))).toBe(true);
    await rm(work);
    work = await mkdtemp(join(tmpdir(), 'tlc-training-'));
    await freed(tuning({ work, config }));
    expect((await readdir(work)).sort()).toEqual(['checkpoint.previous.safetensors', 'checkpoint.safetensors']);
  });
});
