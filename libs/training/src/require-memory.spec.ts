import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { pretrainConfig, tinyTraining } from './fixtures/tiny-training.js';
import { train } from './train.js';

const { tuning, pretraining, dispose } = await tinyTraining();
afterAll(dispose);
afterEach(() => {
  delete process.env.TLC_MEMORY_LIMIT;
});

describe('training with less memory than it needs', () => {
  it('is refused at the door, with both numbers', async () => {
    process.env.TLC_MEMORY_LIMIT = '1000000';
    await expect(train(tuning())).rejects.toMatchObject({
      code: 'TRAINING_TOO_LARGE',
      details: { predicted: expect.any(Number), available: 1e6 },
    });
  });

  it('counts the tokens of the largest batch', async () => {
    const config = pretrainConfig({ steps: 1 }, { batch_tokens: 100_000 });
    const { dataset } = tuning();
    process.env.TLC_MEMORY_LIMIT = '1000000';
    const all = dataset.splits.train!.tokens;
    await expect(train(pretraining({ config }))).rejects.toThrow(`batches of up to ${all} tokens`);
  });
});
